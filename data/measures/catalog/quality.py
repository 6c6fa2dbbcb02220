"""Measures of the data themselves: how much there is, what is missing, late, refused or contradicts itself."""

from __future__ import annotations

from data.measures.model import Direction, Measure
from data.quality.quality_fields import CONTRADICTIONS, FILLED, GEOMETRY, INEXACT, LATE, REFUSED, ROWS, SILENT

_VERSION = "整个版本的时点数，不随期间、范围变化"
_AREA = "时点数：截至数据日，按范围"


def _measure(
    code: str,
    label: str,
    unit: str,
    definition: str,
    field: str,
    direction: Direction,
    above: str = "",
    below: str = "",
) -> Measure:
    return Measure(
        code,
        label,
        unit,
        definition,
        "quality",
        "grids",
        direction=direction,
        numerator=above,
        denominator=below,
        field=field,
        item_unit="格" if field == FILLED else "行",
    )


QUALITY_MEASURES: tuple[Measure, ...] = (
    _measure("stored_row_count", "在库记录", "行", f"各台账在库的行数（{_VERSION}）", ROWS, "neutral"),
    _measure(
        "quarantined_share_pct",
        "待核占比",
        "%",
        f"导入时不合格、单独放着等修改的行，占在库与待核之和（{_VERSION}）",
        REFUSED,
        "down",
        "待核的行",
        "在库与待核的行",
    ),
    _measure(
        "silent_area_count",
        "静默单位",
        "处",
        "某个一级网格在某本台账里，最近一个已到期的月没有一条记录，而静默以前最多 12 个月（至少 3 个月）的中位数不少于每月 3 条，"
        f"计一处；月末后满 10 天为到期（{_AREA}）",
        SILENT,
        "down",
    ),
    _measure(
        "contradiction_count",
        "数字矛盾",
        "处",
        f"各条矛盾规则查出的行数之和，一行违反几条就计几次；公布数不符的按项计（{_AREA}，不随期间变化）",
        CONTRADICTIONS,
        "down",
    ),
    _measure(
        "geometry_finding_count",
        "边界问题",
        "处",
        "导入边界时发现的问题（同名文件以最近一次导入为准），加上现在没有边界、没有上级、没有名称、面积与下级之和相差 2% 以上的网格"
        f"（{_AREA}）",
        GEOMETRY,
        "down",
    ),
    _measure(
        "inexact_row_count",
        "约数记录",
        "行",
        "期间口径：按记录的发生日期，名册类台账不分期间；至少有一个数写成“100余、近百、15—20万、98%以上”这样的约数的行。"
        "合计时“余、近、以上”按其中的数字计，范围取下限",
        INEXACT,
        "neutral",
    ),
    _measure(
        "late_row_share_pct",
        "迟报占比",
        "%",
        "期间口径：按记录的发生日期；月末后超过 10 天才导入的行为迟报，占能判断的行。首次导入以前的月份是补录，不作判断；"
        "更正过的行按更正的那次导入计",
        LATE,
        "down",
        "迟报的行",
        "能判断早晚的行",
    ),
    _measure(
        "filled_share_pct",
        "字段完整率",
        "%",
        "期间口径：按记录的发生日期；可不填而指标要用的字段（网格、类别、单位、数量、各环节日期），填了的格数占应填的格数。"
        "环节日期只在到了后面的环节时应填，从来没有人填过的字段不计",
        FILLED,
        "up",
        "填了的格",
        "应填的格",
    ),
)
