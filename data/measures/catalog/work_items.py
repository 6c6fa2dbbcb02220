"""Measures of the 任务清单 and of the meetings' reports."""

from __future__ import annotations

from data.measures.model import Direction, Measure
from data.measures.work_fields import (
    CHANGES,
    ENDED,
    EXPECTED,
    ITEM_DONE_RATE,
    ITEMS,
    LATE,
    MISSED,
    RATE,
    SILENT,
    SILENT_UNITS,
    STATUS,
    TIMELY_RATE,
    UNITS,
)

_ITEMS, _REPORTS = "work_items", "expected_reports"
_ON = "期末（期末晚于数据日时为数据日）"
_BY = ("category", "phase", "list_kind", "actor")
_STOCK = "（时点数，不能跨月相加）"
_WHICH = "有几个现行目标时按最差的计"


def _status(status: str, label: str, direction: Direction, rule: str) -> Measure:
    definition = f"{_ON}在册任务中{rule}的项数{_STOCK}"
    field = STATUS.format(status)
    return Measure(
        f"work_{status}_count", label, "项", definition, "stock", _ITEMS, "", direction, field=field, breakdowns=_BY
    )


WORK_ITEM_MEASURES: tuple[Measure, ...] = (
    Measure(
        "work_item_count",
        "在册任务",
        "项",
        f"{_ON}已列入、未终止的任务项数，已销号的仍计在内{_STOCK}",
        "stock",
        _ITEMS,
        field=ITEMS,
        breakdowns=_BY,
    ),
    _status("done", "已完成任务", "up", "已销号，或现行目标已经达到"),
    _status(
        "on_course",
        "按进度任务",
        "up",
        f"未达到目标、完成比例落后时间进度不超过 10 个百分点的；{_WHICH}；完成比例为实际值比目标值，"
        "减少和清零为已减少的部分比应减少的部分",
    ),
    _status(
        "at_risk",
        "有风险任务",
        "down",
        "完成比例落后时间进度 10 到 25 个百分点，或时间过了四分之一还没有实际值，或减少类没有起点值",
    ),
    _status("late", "滞后任务", "down", "完成比例落后时间进度超过 25 个百分点，或目标期已过仍未达到"),
    _status("not_due", "未到期任务", "neutral", "目标期还没有开始，或刚过不到四分之一、还没有实际值"),
    _status("not_set", "未设目标任务", "down", "没有销号、也没有现行目标"),
    Measure(
        "work_on_course_rate_pct",
        "任务按进度率",
        "%",
        f"{_ON}在册任务去掉未到期和未设目标的，其中已完成或按进度的比例（时点数）",
        "ratio",
        _ITEMS,
        "",
        "up",
        numerator="其中已完成或按进度的任务数",
        denominator="在册、已到期的任务数",
        field=RATE,
        breakdowns=_BY,
    ),
    Measure(
        "work_done_rate_pct",
        "任务完成率",
        "%",
        f"{_ON}在册任务中已完成的比例（时点数）",
        "ratio",
        _ITEMS,
        "",
        "up",
        numerator="其中已完成的任务数",
        denominator="在册任务数",
        field=ITEM_DONE_RATE,
        breakdowns=_BY,
    ),
    Measure(
        "work_target_ended_count",
        "到期目标",
        "条",
        "目标期在期间内结束、最后一天仍然有效的任务目标条数（期间口径）",
        "count",
        _ITEMS,
        field=ENDED,
        breakdowns=_BY,
    ),
    Measure(
        "work_target_missed_count",
        "到期未达目标",
        "条",
        "目标期在期间内结束、最后一天仍然有效的任务目标中，到期没有达到的条数（期间口径）",
        "count",
        _ITEMS,
        "",
        "down",
        field=MISSED,
        breakdowns=_BY,
    ),
    Measure(
        "work_target_change_count",
        "目标变更",
        "次",
        "期间内被变更的任务目标条数，按变更日期计入（期间口径）",
        "count",
        _ITEMS,
        field=CHANGES,
        breakdowns=_BY,
    ),
)

_DUE = "应报日期在期间内、到期末（期末晚于数据日时为数据日）已过应报日期或已经报送的"
_REPORT_BY = ("category", "actor")

EXPECTED_REPORT_MEASURES: tuple[Measure, ...] = (
    Measure(
        "reporting_unit_count",
        "报送单位",
        "家",
        f"{_ON}以前有过应报事项的单位家数，同一单位只计一次{_STOCK}",
        "stock",
        _REPORTS,
        field=UNITS,
        breakdowns=("category",),
    ),
    Measure(
        "expected_report_count",
        "应报",
        "次",
        f"{_DUE}报送次数；未到期的不计（期间口径）",
        "count",
        _REPORTS,
        field=EXPECTED,
        breakdowns=_REPORT_BY,
    ),
    Measure(
        "silent_report_count",
        "未报",
        "次",
        f"{_DUE}报送中，到期末仍没有报送的次数（期间口径）",
        "count",
        _REPORTS,
        "",
        "down",
        field=SILENT,
        breakdowns=_REPORT_BY,
    ),
    Measure(
        "late_sent_report_count",
        "迟报",
        "次",
        f"{_DUE}报送中，晚于应报日期报送的次数（期间口径）",
        "count",
        _REPORTS,
        "",
        "down",
        field=LATE,
        breakdowns=_REPORT_BY,
    ),
    Measure(
        "silent_unit_count",
        "有未报的单位",
        "家",
        f"{_DUE}报送中，有一次及以上未报的单位家数，同一单位只计一次（期间口径）",
        "distinct",
        _REPORTS,
        "",
        "down",
        field=SILENT_UNITS,
        breakdowns=("category",),
    ),
    Measure(
        "report_timeliness_rate_pct",
        "按时报送率",
        "%",
        f"{_DUE}报送中，在应报日期当天或以前报送的比例（期间口径）",
        "ratio",
        _REPORTS,
        "",
        "up",
        numerator="其中按时报送的次数",
        denominator="应报次数",
        field=TIMELY_RATE,
        breakdowns=_REPORT_BY,
    ),
)
