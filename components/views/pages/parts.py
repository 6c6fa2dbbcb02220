"""Building blocks of the page builders: answers in, one View out.

A page is a list of these. Each takes the frame from the answers, generates the finding from that very
frame, and says why there is nothing to draw when there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from components.views import words
from components.views.formats import NO_VALUE, amount, plain
from components.views.model import View, ViewKind
from components.views.pages import viewpoint
from data.measures.answers import Answers
from data.measures.intervals import wilson_pct
from data.measures.model import Figure
from data.measures.scope import Period, Scope

_NAMED_ELSEWHERE = ("cards", "table", "text")
"""Kinds that name by card, by column or in their sentences by which month they count."""


def make(
    answers: Answers,
    view_id: str,
    title: str,
    kind: ViewKind,
    frame: pd.DataFrame,
    ledgers: Sequence[str],
    *,
    is_empty: bool | None = None,
    scope: Scope | None = None,
    finding: str = "",
    why_empty: str = "",
    **more: Any,
) -> View:
    """A view with its source, as-of day, alternative text and, where it must be, its empty sentence."""
    nothing = frame.empty if is_empty is None else is_empty
    if kind not in _NAMED_ELSEWHERE:
        measured = [answers.measure(code) for code in more.get("measures", ())]
        pairs = [(measure, answers.ledger(measure.ledger)) for measure in measured]
        more["basis"] = viewpoint.named(more.get("basis", ""), pairs)
    if kind == "share_bars" and _has_interval(answers, more.get("measures", ())):
        frame = with_interval(frame)
        more["labels"] = {**more.get("labels", {}), "interval": "95% 区间"}
    view = View(
        id=view_id,
        title=title,
        kind=kind,
        frame=frame,
        scope=scope or answers.scope,
        finding="" if nothing else finding,
        source=source_of(answers, ledgers),
        as_of=answers.district.as_of,
        empty=(why_empty or words.missing(answers, ledgers[0])) if nothing else "",
        **more,
    )
    told = "".join(frame["sentence"]) if kind == "text" else view.finding
    described = view.empty or plain(told)
    return replace(view, alt=f"{title}（{view.subtitle}），{answers.area_name}。{described}")


def with_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares with their 95 % interval (Wilson), as numbers and in words; none on a small base, which has no percentage."""
    low, high = (
        np.where(frame["is_small"].astype(bool), np.nan, ends)
        for ends in wilson_pct(frame["numerator"].astype("float64"), frame["denominator"].astype("float64"))
    )
    return frame.assign(low_pct=low, high_pct=high, interval=[interval(*ends) for ends in zip(low, high, strict=True)])


def interval(low: float, high: float) -> str:
    """73.9%—91.9%; empty where there is none."""
    return "" if np.isnan(low) or np.isnan(high) else f"{low:.1f}%—{high:.1f}%"


def _has_interval(answers: Answers, codes: Sequence[str]) -> bool:
    """Whether the shares are of countable items."""
    return bool(codes) and all(answers.measure(code).is_item_share for code in codes)


def source_of(answers: Answers, ledgers: Sequence[str]) -> str:
    """The ledgers by name, or how many kinds there are where the names would fill two lines."""
    if len(ledgers) > 2:
        many = "〇一二三四五六七八九"[len(ledgers)] if len(ledgers) < 10 else f"{len(ledgers)} "
        return f"{many}类台账"
    return "、".join(answers.ledger(name).label for name in ledgers)


def register_day(answers: Answers) -> str:
    """When a register is read: at the end of the period, or at the as-of day where that is earlier."""
    return "期末" if answers.scope.period.last_day < answers.district.as_of else "截至数据日"


def level_name(answers: Answers, level: int) -> str:
    """What the district calls the grids of a level: 街道."""
    names = answers.district.level_names
    return names[level - 1] if 1 <= level <= len(names) else "网格"


def no_areas_below(answers: Answers) -> str:
    """Why areas below the scope cannot be set side by side; empty when there are some."""
    if answers.area_level < len(answers.district.level_names):
        return ""
    return f"{answers.area_name}是最末一级网格，没有下级可以对照；可以改看上级范围。"


def is_ripe(figure: Figure, period: Period, answers: Answers) -> bool:
    """Whether every item of a cohort rate has had its time; period measures always have."""
    measure = figure.measure
    if not measure.cohort or not measure.is_share or (figure.numerator and figure.numerator == figure.denominator):
        return True
    ledger = answers.ledger(measure.ledger)
    limit = ledger.stage(measure.stage).limit_days if measure.stage else None
    if limit is None and ledger.due_rule:
        limit = ledger.due_rule.longest_days
    return (answers.district.as_of - period.last_day).days >= (limit or 0)


def shown(value: float | None, state: str, unit: str) -> str:
    """What a map cell or a table says: 12 场, 无记录, 为零, 未到期, 数少隐去."""
    said = {"none": "无记录", "zero": "为零", "wait": "未到期", "hide": "数少隐去"}
    if state in said:
        return said[state]
    number, printed = amount(value, unit)
    return number if number == NO_VALUE else f"{number} {printed}"
