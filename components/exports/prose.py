"""Drafted paragraphs of a report: office prose made of a view's own figures, each number bound to its measure.

A paragraph says what the frame says: the main value, its comparison, who stands out where the finding may name
somebody, and nothing beyond. Small bases stay fractions, hidden counts stay hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from components.exports.document import Item
from components.exports.prose_numbers import Number, Paragraph, Run, bound, merged
from components.views import words
from components.views.formats import NO_VALUE, amount, is_missing, plain
from components.views.model import ViewKind
from components.views.passport_brief import note
from data.measures.model import SMALL_BASE, Measure


def draft(item: Item) -> tuple[Paragraph, ...]:
    """What is said of an item: one paragraph, of a text view one a sentence, of an empty view why it is empty."""
    view = item.view
    if view.empty:
        return (Paragraph((view.empty,)),)
    if view.kind == "text":
        return tuple(_sentence(row, item) for row in view.frame.to_dict("records") if row["sentence"])
    lead = _LEADS.get(view.kind, _no_lead)(item)
    opening = "" if lead else _opening(view.title, view.kind)
    told = [*lead, *bound(f"{opening}{view.finding}", item)] if view.finding else [*lead]
    after = _AFTER.get(view.kind, _no_lead)(item)
    return (Paragraph(tuple(merged([*told, *after]))),)


def _sentence(row: dict[Hashable, Any], item: Item) -> Paragraph:
    """A sentence; where it stands for a signal it says itself which measure its numbers come from."""
    codes = str(row.get("measures", "")).split(",")
    said = bound(str(row["sentence"]), item, codes[0] if row.get("key") else "")
    return Paragraph(tuple(said), note(codes, item.briefs))


def _opening(title: str, kind: ViewKind) -> str:
    """What the finding is about, where its own words do not say: 从各类心愿实现率看，."""
    if kind not in ("bars", "share_bars"):
        return ""
    if title.startswith("按"):
        return f"{title}看，"
    return f"从{title}看，" if title.startswith(("各", "每")) else ""


def _no_lead(item: Item) -> list[Run]:
    return []


def _cards(item: Item) -> list[Run]:
    """Every figure with its change and its fraction, in one sentence."""
    measures = {measure.code: measure for measure in item.measures}
    runs: list[Run] = []
    for row in item.view.frame.itertuples():
        runs += ["；" if runs else "", *_card(row, measures.get(str(row.code)), item)]
    return [*runs, "。"] if runs else []


def _card(row: object, measure: Measure | None, item: Item) -> list[Run]:
    code, label, display = (str(getattr(row, name)) for name in ("code", "label", "display"))
    value, unit, note = getattr(row, "value"), str(getattr(row, "unit")), str(getattr(row, "note") or "")  # noqa: B009  (mypy knows no columns of named tuples)
    against = item.view.scope.compare_note
    notes = [part for part in note.split(" · ") if part and part != against and part != words.NO_FIGURE]
    if "/" in display:
        above, below = (float(part.replace(",", "")) for part in display.split("/"))
        number: list[Run] = [Number(above, unit, code, display, below), f" {unit}"]
    elif is_missing(value):
        said = words.NO_FIGURE if display in (NO_VALUE, "") else display
        return [f"{label}{said}"]
    elif unit == "%":
        number = [Number(float(value), unit, code, f"{display}%")]
    else:
        number = [Number(float(value), unit.lstrip("万亿"), code, display), f" {unit}"]
    # A note may have brackets of its own.
    inner = "，".join(notes).replace("（", "，").replace("）", "")
    bracket = bound(f"（{inner}）", item) if notes else []
    bracket = [_rebound(run, code) for run in bracket]
    change = _change(str(getattr(row, "change_text") or ""), code, measure, item)  # noqa: B009  (mypy knows no columns of named tuples)
    return [label if label.endswith("）") else f"{label} ", *number, *bracket, *change]


def _rebound(run: Run, code: str) -> Run:
    """A fraction beside a card's rate belongs to that rate."""
    if not isinstance(run, Number) or run.of is None:
        return run
    return Number(run.value, run.unit, code, run.printed, run.of)


_CHANGE = re.compile(r"^([+-])([\d,.]+)(%?)\s*(.*)$")


def _change(text: str, code: str, measure: Measure | None, item: Item) -> list[Run]:
    """，比上期增加 8.4%; 持平; why there is no comparison."""
    base = item.view.scope.base_label
    if measure is not None and measure.kind == "stock" and base:
        base += "末"
    if not text:
        return []
    if text == "持平":
        return [f"，与{base}持平"]
    match = _CHANGE.match(text)
    if match is None:
        return [f"，{text}，不作比较"]
    sign, digits, percent, unit = match.groups()
    is_more = sign == "+"
    verb = ("提高" if is_more else "下降") if unit == "个百分点" else ("增加" if is_more else "减少")
    if unit == "天":
        verb = "延长" if is_more else "缩短"
    scale = 10_000 if unit.startswith("万") else 100_000_000 if unit.startswith("亿") else 1
    value = float(digits.replace(",", "")) * scale * (1 if is_more else -1)
    number = Number(value, percent or unit.lstrip("万亿"), code, f"{digits}{percent}")
    return [f"，比{base}{verb} ", number, f" {unit}" if unit else ""]


def _trend(item: Item) -> list[Run]:
    """The sum of the months beside the same months a year earlier; nothing for rates, stocks and several measures."""
    view, rows = item.view, item.view.frame
    if len(item.measures) != 1 or item.measures[0].kind not in ("count", "sum") or view.options.get("step"):
        return []
    measure = item.measures[0]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    if len(values) < 2 or np.isnan(values).any() or view.finding.startswith("合计"):
        return []
    total = float(values.sum())
    if " ".join(amount(total, measure.unit)) in plain(view.finding):
        return []
    runs: list[Run] = [f"{view.scope.period.label}，{measure.label}合计 ", *_quantity(total, measure)]
    base = rows["compare"].to_numpy(dtype=float, na_value=np.nan) if "compare" in rows else np.array([np.nan])
    change = total - float(base.sum())
    named = view.scope.base_label if view.scope.against else "上年同期"
    if np.isnan(change):
        return [*runs, "。"]
    if not change:
        return [*runs, f"，与{named}持平。"]
    runs += [f"，比{named}{'多' if change > 0 else '少'} ", *_quantity(abs(change), measure)]
    if base.sum() >= SMALL_BASE:
        relative = 100 * change / float(base.sum())
        runs += ["（", Number(relative, "%", measure.code, f"{relative:+.1f}%"), "）"]
    return [*runs, "。"]


def _quantity(value: float, measure: Measure) -> list[Run]:
    printed, unit = amount(value, measure.unit)
    return [Number(value, measure.unit, measure.code, printed), f" {unit}"]


def _runners_up(item: Item) -> list[Run]:
    """Second and third after a named first, where the three differ, stand apart from the fourth and are not small."""
    view, rows = item.view, item.view.frame
    if "最多" not in view.finding or len(item.measures) != 1 or len(rows) < 5 or rows["value"].isna().any():
        return []
    top = rows.sort_values("value", ascending=False, kind="stable").head(4)
    sizes = [float(value) for value in top["value"]]
    if len(set(sizes)) < 4 or sizes[2] < SMALL_BASE:
        return []
    measure = item.measures[0]
    first, second = (
        [f"{label} ", *_quantity(float(value), measure)]
        for label, value in zip(top["label"].iloc[1:3], top["value"].iloc[1:3], strict=True)
    )
    return ["其后为", *first, "、", *second, "。"]


_LEADS: dict[ViewKind, Callable[[Item], list[Run]]] = {"cards": _cards, "trend": _trend}
_AFTER: dict[ViewKind, Callable[[Item], list[Run]]] = {"bars": _runners_up}
