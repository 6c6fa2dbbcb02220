"""Figures in plain office Chinese: sentences generated from the same numbers the view draws.

Every function states only what its arguments hold: no cause, no trend from one month, no rank on a
small base, no 最高 among equals. Numbers that carry the sentence are bold (light Markdown).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import pandas as pd

from components.views.formats import amount, fraction, full, signed
from components.views.words_hidden import HIDDEN, too_few
from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Comparison, Figure
from data.measures.scope import Scope

NOUNS: dict[str, tuple[str, str]] = {
    "volunteer_events": ("志愿服务", "活动"),
    "micro_wishes": ("微心愿", "心愿"),
    "demands": ("需求", "需求"),
    "projects": ("项目", "项目"),
    "issue_reports": ("民呼我应", "问题"),
    "resources": ("资源", "资源"),
    "service_demands": ("供需需求", "需求"),
    "matches": ("供需对接", "对接"),
    "pairings": ("结对共建", "共建"),
    "work_items": ("任务", "任务"),
    "expected_reports": ("会议报送", "报送"),
    "grids": ("网格", "网格"),
    "organisations": ("组织", "组织"),
    "grid_staff": ("网格力量", "网格力量"),
    "sponsorships": ("包联", "包联"),
    "trainings": ("培训", "培训"),
    "registrations": ("双报到", "报到"),
    "grid_changes": ("网格调整", "网格调整"),
    "zones": ("片区", "片区"),
    "zone_grids": ("片区网格", "片区网格"),
    "compounds": ("小区", "小区"),
    "property_firms": ("物业企业", "物业企业"),
    "star_ratings": ("物业星级", "星级"),
    "titles": ("示范称号", "称号"),
    "teams": ("队伍", "队伍"),
    "meetings": ("会议议事", "会议"),
    "points": ("积分", "积分"),
}
"""Ledger → what a record of it is called, and what its absence does not prove."""

NO_FIGURE = "没有可算的记录"
"""Said of a rate or a median with nothing to stand on."""


def day(value: date) -> str:
    """2025年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日"


def month(text: str, within: str = "") -> str:
    """A month in words, 6月; with its year where it is not the year of the month ``within``."""
    year, number = int(text[:4]), int(text[5:7])
    return f"{number}月" if within[:4] == text[:4] else f"{year}年{number}月"


def listing(names: Iterable[str]) -> str:
    """望江、文昌、东湖."""
    return "、".join(names)


def quantity(figure: Figure, *, bold: bool = True) -> str:
    """The figure with its unit; a rate on a small base as a fraction only."""
    mark = "**" if bold else ""
    if figure.state == "hide":
        return HIDDEN
    if is_bare_fraction(figure):
        return f"{mark}{fraction(figure.numerator, figure.denominator)}{mark} {item_unit(figure)}"
    number, unit = amount(figure.value, figure.measure.unit)
    return f"{mark}{number}%{mark}" if unit == "%" else f"{mark}{number}{mark} {unit}"


def is_bare_fraction(figure: Figure) -> bool:
    """Whether a percentage stands on so few that only its fraction is printed."""
    return figure.measure.is_share and figure.is_small and bool(figure.denominator)


def item_unit(figure: Figure) -> str:
    """What a rate counts above and below its line: 件, 个网格."""
    if figure.measure.kind == "share_of_grids":
        return "个网格"
    if "yuan" in figure.measure.field:
        return "元"
    return figure.measure.item_unit or LEDGERS[figure.measure.ledger].unit


def share_of(figure: Figure) -> str:
    """2,764/3,014 件, or nothing for a figure without a base."""
    if not figure.measure.is_share or not figure.measure.is_rate or not figure.denominator:
        return ""
    return f"{fraction(figure.numerator, figure.denominator)} {item_unit(figure)}"


def difference(comparison: Comparison, scope: Scope, subject: str = "") -> str:
    """比上期多 101 场（+8.4%）; empty when there is nothing to compare with."""
    said = _difference(comparison, scope)
    return f"{subject}{said}" if said else ""


def _difference(comparison: Comparison, scope: Scope) -> str:
    figure, base, change = comparison.current, comparison.base, comparison.change
    name = scope.base_label
    if not name or change is None or base is None or is_bare_fraction(figure) or is_bare_fraction(base):
        return ""
    measure = figure.measure
    if measure.kind == "stock":
        name += "末"
    if not round(change, 1):
        return f"与{name}持平"
    if measure.is_share:
        return f"比{name}{'高' if change > 0 else '低'} {abs(change):.1f} 个百分点"
    if comparison.is_monthly:
        more = "多" if change > 0 else "少"
        return f"月均比{name}{more} {full(round(abs(change), 1))} {measure.unit}{_relative(comparison)}"
    number, unit = amount(abs(change), measure.unit)
    if measure.unit == "天":
        return f"比{name}{'长' if change > 0 else '短'} {number} {unit}"
    return f"比{name}{'多' if change > 0 else '少'} {number} {unit}{_relative(comparison)}"


def _relative(comparison: Comparison) -> str:
    return f"（{signed(comparison.change_pct)}%）" if is_telling(comparison) else ""


def is_telling(comparison: Comparison) -> bool:
    """Whether a relative change may be printed: the base is neither missing nor small."""
    base = comparison.base
    return comparison.change_pct is not None and base is not None and (base.value or 0) >= SMALL_BASE


def extreme_labels(frame: pd.DataFrame, value: str = "value") -> tuple[list[str], float] | None:
    """The labels that hold the largest value; None for fewer than three rows, all-equal rows or more than two holders."""
    known = frame.dropna(subset=[value])
    if len(known) < 3 or known[value].nunique() < 2:
        return None
    top = known[known[value] == known[value].max()]
    return (list(top["label"]), float(top[value].iloc[0])) if len(top) <= 2 else None


def peak(frame: pd.DataFrame, unit: str) -> str:
    """**3月 318 场**，为各月最高; empty where no month stands out."""
    found = extreme_labels(frame)
    if found is None:
        return ""
    labels, value = found
    number, printed = amount(value, unit)
    return f"**{listing(labels)} {number} {printed}**{'同' if len(labels) > 1 else ''}为各月最高"


def against(frame: pd.DataFrame, name: str) -> str:
    """6 个月中 5 个月高于去年同月; empty without a comparable month."""
    both = frame.dropna(subset=["value", "compare"])
    if len(both) < 3:
        return ""
    above, below = int((both["value"] > both["compare"]).sum()), int((both["value"] < both["compare"]).sum())
    if above == len(both):
        return f"{len(both)} 个月均高于{name}"
    if below == len(both):
        return f"{len(both)} 个月均低于{name}"
    return f"{len(both)} 个月中 {above} 个月高于{name}"


def largest(frame: pd.DataFrame, unit: str, total: float) -> str:
    """环境整治 **312/1,286 场**最多; empty where nothing stands out or the total is small."""
    found = extreme_labels(frame)
    if found is None or total < SMALL_BASE:
        return ""
    labels, value = found
    return f"{listing(labels)}最多，{'各 ' if len(labels) > 1 else ''}**{fraction(value, total)} {unit}**"


def rates(frame: pd.DataFrame, unit: str, what: str, kind_name: str = "类") -> str:
    """Highest and lowest rate among the rows with a base of at least ten, with their fractions."""
    ranked = frame[~frame["is_small"].astype(bool)].dropna(subset=["value"])
    small = int(frame["is_small"].astype(bool).sum())
    counted = kind_name if kind_name == "类" else f"个{kind_name}"
    few = f"另 {small} {counted}" if small < len(frame) else f"{small} {counted}都" if small > 1 else ""
    tail = f"；{few}不足 {SMALL_BASE} {unit}，只列分数" if small else ""
    shares = ranked["value"].round(1)
    if len(ranked) < 3 or shares.nunique() < 2:
        done, base = frame["numerator"].sum(), frame["denominator"].sum()
        return f"合计{what} **{fraction(done, base)} {unit}**{tail}。" if base else ""
    said = [
        _at_the_edge(ranked[shares == edge], unit, place)
        for edge, place in ((shares.min(), "最低"), (shares.max(), "最高"))
    ]
    return joined(["，".join(text for text in said if text), tail.removeprefix("；")])


def lowest_rate(frame: pd.DataFrame, unit: str) -> str:
    """文化活动 **41/62 件**最低; empty where none stands out on a sound base."""
    ranked = frame[~frame["is_small"].astype(bool)].dropna(subset=["value"])
    shares = ranked["value"].round(1)
    if len(ranked) < 3 or shares.nunique() < 2:
        return ""
    return _at_the_edge(ranked[shares == shares.min()], unit, "最低")


def _at_the_edge(rows: pd.DataFrame, unit: str, place: str) -> str:
    """The rows at one end of a ranking; more than two that tie are not named."""
    if len(rows) > 2:
        return ""
    each = [
        f"{label} **{fraction(above, below)} {unit}**"
        for label, above, below in zip(rows["label"], rows["numerator"], rows["denominator"], strict=True)
    ]
    return f"{listing(each)}{'同为' if len(each) > 1 else ''}{place}"


def states(frame: pd.DataFrame, level_name: str, noun: str) -> str:
    """13 个街道中 **12 个**有活动，**1 个**没有记录，先核对台账."""
    if frame.empty:
        return ""
    count = frame["state"].value_counts()
    if len(count) == 1 and "value" in count:
        return f"**{len(frame)} 个**{level_name}都有{noun}。" if len(frame) > 1 else ""
    parts = [f"{len(frame)} 个{level_name}中 **{int(count.get('value', 0))} 个**有{noun}"]
    if count.get("none", 0):
        parts.append(f"**{int(count['none'])} 个**没有记录，先核对台账再下结论")
    if count.get("zero", 0):
        parts.append(f"{int(count['zero'])} 个为零")
    if count.get("hide", 0):
        parts.append(f"{int(count['hide'])} 个数少隐去")
    if count.get("wait", 0):
        parts.append(f"{int(count['wait'])} 个尚未到期")
    return "，".join(parts) + "。"


def missing(answers: Answers, ledger: str, stage: str = "") -> str:
    """Why there is nothing to draw: what is missing, for which scope, the latest import, and what to do.

    Args:
        answers: gives the scope and the version.
        ledger: the ledger that holds nothing for the scope.
        stage: the stage no item reached; empty, or the first one, for no item at all.
    """
    noun, thing = NOUNS[ledger]
    stages = answers.ledger(ledger).stages
    reached = next((f"已{step.verb}的" for step in stages[1:] if step.code == stage), "")
    label = answers.ledger(ledger).label
    if answers.hides(ledger):
        return too_few(answers, ledger, thing)
    if not answers.has_ledger(ledger):
        return f"还没有导入{label}。请管理员用“python -m data import 文件名”导入后，再刷新本页。"
    imported = imported_on(answers.district.imported_at)
    return (
        f"{answers.scope.sentence(answers.area_name, ledger)}：没有{reached}{noun}记录。{label}最近导入于 {imported}；"
        f"“没有记录”不等于“没有{thing}”。可以改看上级范围、更长时段或全部类别，并核对台账是否已经报送。"
    )


def imported_on(text: str) -> str:
    """The day of an ISO 8601 time in words; the text itself where it is none."""
    if not re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return text or "日期不详"
    return day(datetime.fromisoformat(text).date())


def ninety(slow: Figure, count: Figure) -> str:
    """九成在 35 天内, or how few the days stand on."""
    if slow.value is None or count.state == "hide":
        return ""
    if (count.value or 0) < SMALL_BASE:
        return f"仅 {full(count.value)} {count.measure.unit}"
    return f"九成在 {full(round(slow.value, 1))} 天内"


def joined(parts: Sequence[str]) -> str:
    """The sentences that say something, as one, ending in a full stop."""
    said = [part.rstrip("。") for part in parts if part]
    return "；".join(said) + "。" if said else ""


def days(frame: pd.DataFrame, unit: str) -> str:
    """On how many days there was something, and the busiest day where one stands out."""
    if frame.empty:
        return ""
    active = int((frame["value"] > 0).sum())
    said = [f"{len(frame)} 天中 **{active} 天**有活动"]
    top = frame[frame["value"] == frame["value"].max()]
    if active >= 3 and len(top) == 1:
        busiest = pd.Timestamp(top["day"].iloc[0]).date()
        said.append(f"{busiest.month}月{busiest.day}日最多，**{full(top['value'].iloc[0])} {unit}**")
    return joined(said)


def is_day(value: object) -> bool:
    """Whether a cell holds a date."""
    return isinstance(value, date) and not pd.isna(value)
