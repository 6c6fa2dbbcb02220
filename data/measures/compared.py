"""A measure beside the same stretch of another period."""

from __future__ import annotations

from dataclasses import replace

from data.measures import days
from data.measures.ancestry import base_figure
from data.measures.breakdown import Tone, figure, months_of_record
from data.measures.hiding import hides
from data.measures.model import Comparison, Figure, Measure
from data.measures.points_fields import POINT_FIELDS
from data.measures.query import Context
from data.measures.windows import Window, window

_OF_NOW = ("due_soon", "quality")
"""Kinds that have no past to compare with: what is due next, and the state of the data themselves."""
_ADDED = ("count", "sum", "due_count")
"""Kinds that grow with the length of the period and can be told by the month."""
_GROWING = (*_ADDED, "distinct", "share_of_grids")
"""Kinds that grow with the length of the period."""


def compare(context: Context, code: str) -> Comparison:
    """The measure beside the compared period.

    What is known of now alone has no past to compare with. There is no base where the compared period starts before
    the ledger does. A period that is not over is compared with the same stretch of the other one (:func:`window`);
    what grows with time and cannot be told by the day is then not compared at all. Counts of periods of different
    length are compared by the month. Where the area's grids were merged or split since, it is compared with what they
    were then.
    """
    current = figure(context, code)
    scope = context.scope.base
    if scope is None or current.measure.kind in _OF_NOW:
        return Comparison(current, None, None, None, "neutral")
    stretch = window(context.scope, context.as_of)
    why_not = _incomparable(context, current.measure, stretch)
    if stretch is None or why_not is not None:
        return Comparison(current, None, None, None, "neutral", why_not or "")
    base, note = base_figure(
        context, scope.with_period(stretch.period), current.measure, lambda then: _until(then, code, stretch)
    )
    if current.value is None or base is None or base.value is None:
        return Comparison(current, base, None, None, "neutral", note)
    return _set_beside(current, base, stretch, "；".join(part for part in (_said(current, stretch), note) if part))


def _incomparable(context: Context, definition: Measure, stretch: Window | None) -> str | None:
    """Why the measure may not be set beside the compared period; None where it may."""
    named = context.scope.base_label
    if stretch is None:
        return f"{named}还没有过完" if context.scope.against else ""
    if stretch.period.start < months_of_record(context)[0]:
        return f"{named}没有数据"
    start = context.store.manifest.ledgers[definition.ledger].first if context.has(definition.ledger) else None
    if definition.kind in _GROWING and start and f"{start:%Y-%m}" > stretch.period.start:
        return f"台账从 {start.year}年{start.month}月开始，{named}不完整"
    if stretch.lengths and definition.kind in _GROWING and definition.kind not in _ADDED:
        return "两期长短不同，不能比"
    if stretch.until and definition.kind in _GROWING and not _has_days(context, definition):
        return f"本期只到{context.as_of.day}日，不与整月比"
    return None


def _has_days(context: Context, definition: Measure) -> bool:
    """Whether the measure can be told by the day in this scope without giving away what is hidden."""
    is_plain = definition.kind in ("count", "sum") and not definition.where and definition.field not in POINT_FIELDS
    return is_plain and not hides(context, definition.ledger)


def _until(then: Context, code: str, stretch: Window) -> Figure:
    """The figure of the compared stretch; of a month that is counted in part, its days up to the last one."""
    whole = figure(then, code)
    if stretch.until is None or whole.value is None or whole.measure.kind not in ("count", "sum"):
        return whole
    by_day = days.daily(then, code)
    value = float(by_day.loc[by_day["day"] <= stretch.until, "value"].sum())
    return replace(whole, value=int(value) if isinstance(whole.value, int) else value)


def _said(current: Figure, stretch: Window) -> str:
    """What has to be said beside the change; empty where the whole compared period stands beside the whole period."""
    if stretch.lengths and current.measure.kind in _ADDED:
        return f"月均比{stretch.period.short_label}"
    if stretch.is_cut and current.measure.kind in _GROWING:
        return f"与{stretch.label}比"
    return ""


def _set_beside(current: Figure, base: Figure, stretch: Window, note: str) -> Comparison:
    """The change, of monthly averages where the periods differ in length."""
    now, then = current.value or 0.0, base.value or 0.0
    is_monthly = bool(stretch.lengths) and current.measure.kind in _ADDED
    if stretch.lengths and is_monthly:
        now, then = now / stretch.lengths[0], then / stretch.lengths[1]
    change = now - then
    relative = change * 100 / then if not current.measure.is_share and then > 0 else None
    return Comparison(current, base, change, relative, _tone(current.measure, change), note, is_monthly=is_monthly)


def _tone(definition: Measure, change: float) -> Tone:
    if definition.direction == "neutral":
        return "neutral"
    if abs(change) < 1e-9:
        return "same"
    return "good" if (change > 0) == (definition.direction == "up") else "watch"
