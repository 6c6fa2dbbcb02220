"""Where a task stands: from target, direction, actual and the share of the period's time that has passed.

The rule, in this order, on a day:

1. Before the period begins: not due (未到期).
2. The target is met — the actual is at least the target (增加), or at most the target (减少; 清零, whose last phase's
   target is 0): done (已完成). A level may rise again; then it is no longer met.
3. The period has ended: late (滞后), with or without an actual.
4. No actual yet: not due in the first quarter of the period, at risk (有风险) after that.
5. No way to say how far it has come (a reduction without a starting value): at risk.
6. Else the completion is set against the time, both in per cent. Completion is actual / target, or the part of the
   way from the starting value down to the target. No more than 10 points behind: on course (按进度); no more
   than 25: at risk; further behind: late.

A target changed on the way is judged from the beginning of the period: a new target gives no new time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.ledgers.work_items import UP
from data.measures.scope import Period

Status = Literal["done", "on_course", "at_risk", "late", "not_due", "not_set"]
STATUS_LABELS: dict[Status, str] = {
    "done": "已完成",
    "on_course": "按进度",
    "at_risk": "有风险",
    "late": "滞后",
    "not_due": "未到期",
    "not_set": "未设目标",
}
WORST_FIRST: tuple[Status, ...] = ("late", "at_risk", "on_course", "not_due", "not_set", "done")
ON_COURSE_POINTS, AT_RISK_POINTS = 10.0, 25.0
"""How many percentage points completion may lie behind time."""
GRACE_PCT = 25.0
"""Share of the period's time in which nobody need have reported."""

_MONTH = re.compile(r"(\d{4})(?:-|年)(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})(?:-?Q|年?第?)([1-4一二三四])(?:季度?)?", re.IGNORECASE)
_HALF = re.compile(r"(\d{4})(?:-?H([12])|年(上|下)半年)", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})年?")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Span:
    """A target's period: 月, 季, 半年 or 年."""

    kind: str
    period: Period

    @property
    def label(self) -> str:
        """2025年6月, 2025年二季度, 2025年上半年, 2025年."""
        year, month = self.period.start[:4], int(self.period.start[5:])
        number = "一二三四"[(month - 1) // 3]
        said = {
            "月": f"{month}月",
            "季": f"{number}季度",
            "半年": "上半年" if month == 1 else "下半年",
            "年": "",
        }
        return f"{year}年{said[self.kind]}"

    def share_pct(self, day: date) -> float:
        """Share of the days that have passed, the day itself included; 0 to 100."""
        first, last = self.period.first_day, self.period.last_day
        passed = (day - first).days + 1
        return min(max(passed * 100 / ((last - first).days + 1), 0.0), 100.0)


def span_of(text: str) -> Span | None:
    """The period a target's text names; None where it names none."""
    said = re.sub(r"\s", "", text)
    if match := _HALF.fullmatch(said):
        half = int(match[2] or (1 if match[3] == "上" else 2))
        return _span("半年", int(match[1]), half * 6 - 5, 6)
    if match := _MONTH.fullmatch(said):
        return _span("月", int(match[1]), int(match[2]), 1) if 1 <= int(match[2]) <= 12 else None
    if match := _YEAR.fullmatch(said):
        return _span("年", int(match[1]), 1, 12)
    if match := _QUARTER.fullmatch(said):
        number = _QUARTERS.get(match[2]) or int(match[2])
        return _span("季", int(match[1]), number * 3 - 2, 3)
    return None


def _span(kind: str, year: int, month: int, length: int) -> Span:
    return Span(kind, Period(f"{year}-{month:02d}", f"{year}-{month + length - 1:02d}"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands on a day.

    Attributes:
        status: see the rule above.
        time_pct: share of the period's time that has passed.
        completion_pct: how far it has come; None where that cannot be said.
    """

    status: Status
    time_pct: float
    completion_pct: float | None = None

    @property
    def deviation(self) -> float | None:
        """Completion less time, in percentage points."""
        return None if self.completion_pct is None else self.completion_pct - self.time_pct


def is_met(direction: str, target: float, actual: float | None) -> bool:
    """Whether the actual reaches the target in its direction."""
    if actual is None:
        return False
    return actual >= target if direction == UP else actual <= target


def completion_pct(direction: str, target: float, actual: float | None, baseline: float | None) -> float | None:
    """How far the actual has come on the way to the target, in per cent; None where that cannot be said."""
    if actual is None:
        return None
    if direction == UP:
        return actual * 100 / target if target else None
    if baseline is None or baseline <= target:
        return None
    return (baseline - actual) * 100 / (baseline - target)


def standing(
    direction: str, target: float, span: Span, day: date, actual: float | None, baseline: float | None = None
) -> Standing:
    """Where a target stands on a day.

    Args:
        direction: 增加, 减少 or 清零.
        target: the value to be reached.
        span: its period.
        day: the day it is looked at.
        actual: the value reached; None = nobody has said.
        baseline: where a reduction started.
    """
    time, come = span.share_pct(day), completion_pct(direction, target, actual, baseline)
    if day < span.period.first_day:
        return Standing("not_due", time, come)
    if is_met(direction, target, actual):
        return Standing("done", time, 100.0 if come is None else come)
    if day >= span.period.last_day:
        return Standing("late", time, come)
    if actual is None:
        return Standing("not_due" if time <= GRACE_PCT else "at_risk", time)
    return Standing(_by_deviation(time, come), time, come)


def _by_deviation(time: float, come: float | None) -> Status:
    if come is None:
        return "at_risk"
    behind = time - come
    if behind <= ON_COURSE_POINTS:
        return "on_course"
    return "at_risk" if behind <= AT_RISK_POINTS else "late"


def worst(standings: list[Standing]) -> int:
    """Index of the standing that speaks for an item with several targets: the worst, then the furthest behind."""
    return min(
        range(len(standings)),
        key=lambda i: (WORST_FIRST.index(standings[i].status), _known(standings[i].deviation)),
    )


def _known(deviation: float | None) -> float:
    return float("inf") if deviation is None else deviation


def current(spans: list[Span], day: date) -> list[int]:
    """Which of an item's targets count on a day.

    Those whose period holds the day; if there are none, those that ended last; else those that begin next.
    """
    holding = [i for i, span in enumerate(spans) if span.period.first_day <= day <= span.period.last_day]
    if holding:
        return holding
    ended = [span.period.last_day for span in spans if span.period.last_day < day]
    if ended:
        return [i for i, span in enumerate(spans) if span.period.last_day == max(ended)]
    begin = min((span.period.first_day for span in spans), default=day)
    return [i for i, span in enumerate(spans) if span.period.first_day == begin]
