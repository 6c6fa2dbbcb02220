"""Lying bars as native charts: amounts, shares in front of a grey 100 %, and the funnel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.exports.office_chart import Chart, Label, Series, Whiskers
from components.exports.office_chart_parts import (
    Values,
    cell_format,
    heading_of,
    name_of,
    number_format,
    numbers,
    row_size,
    unpicked,
    words_of,
)
from components.exports.office_chart_ring import ring_of_share
from components.exports.pptx_shapes import Run
from components.exports.svg_marks import Fill
from components.views.figures_flow import narrowest, steps_heading
from components.views.formats import fraction, full, is_missing, percent, short, shortened, text_width
from components.views.model import View
from components.views.palette import text_on
from components.views.tokens import LIGHT

_STEP_WORDS = (("share_pct", "转化率（%）"), ("median_days", "中位天数（天）"))
_NAMES_SHARE = 0.34
"""Of the width that names of lying bars may take; longer ones are broken by Office, the longest cut."""


def bars(view: View, width: float, height: float, size: float) -> Chart:
    """Lying bars in the frame's order, the number at each end."""
    rows = view.frame
    values = numbers(rows["value"])
    said = (
        [str(text) for text in rows["display"]] if "display" in rows else [short(v, view.unit) for v in rows["value"]]
    )
    printed = number_format(view, rows["value"], said)
    words = (
        {} if printed else {i: Label((Run(text, size, LIGHT.ink),), "outEnd") for i, text in enumerate(said) if text}
    )
    size = row_size(len(values), height, size)
    series = Series(
        name_of(view, "value"),
        values,
        Fill(LIGHT.bar),
        point_fills=_pale(rows),
        labels=words,
        number_format=printed,
    )
    return _lying(view, [series], said, max((v for v in values if v is not None), default=0) or 1.0, width, size)


def share_bars(view: View, width: float, height: float, size: float) -> Chart:
    """Shares in front of a grey 100 %; small bases are printed as a fraction and have no bar."""
    rows = view.frame
    small = rows["is_small"].to_numpy(dtype=bool)
    values = [None if is_small else v for v, is_small in zip(numbers(rows["value"]), small, strict=True)]
    size = row_size(len(values), height, size)
    unit = f" {view.unit}" if view.unit and view.unit != "%" else ""
    words = {}
    for i, (above, below, value) in enumerate(zip(rows["numerator"], rows["denominator"], values, strict=True)):
        of = fraction(above, below)
        runs = (Run(of, size, LIGHT.ink, True), Run(unit, size, LIGHT.mute))
        if value is not None:
            runs = (Run(percent(value), size, LIGHT.ink, True), Run(f"  {of}{unit}", size, LIGHT.mute))
        words[i] = Label(runs, "outEnd")
    if len(rows) == 1 and values[0] is not None and "low_pct" not in rows:
        return ring_of_share(view, width, height, size)
    said = [words_of(label) for label in words.values()]
    series = [
        Series("满格（100%）", [100.0] * len(values), Fill(LIGHT.grid), labels=words, point_fills=_no_share(small)),
        Series(
            name_of(view, "value"),
            values,
            Fill(LIGHT.bar),
            point_fills=_pale(rows),
            whiskers=_whiskers(view, values),
        ),
    ]
    parts = [(name_of(view, name), numbers(rows[name])) for name in ("numerator", "denominator")]
    return _lying(view, series, said, 100.0, width, size, further=parts, overlap=100)


def _pale(rows: pd.DataFrame) -> dict[int, Fill]:
    """The fill of the bars beside a chosen one."""
    return {place: Fill(LIGHT.soft) for place in unpicked(rows)}


def _no_share(small: NDArray[np.bool_]) -> dict[int, Fill]:
    """Hatches for the bars of 100 % that carry no share, so that they are not taken for one."""
    return {int(i): Fill(LIGHT.control, "diagonal", LIGHT.grid) for i in np.flatnonzero(small)}


def _whiskers(view: View, values: Values) -> Whiskers | None:
    """How far the interval of each share reaches below and above it; None where the view has no intervals."""
    if "low_pct" not in view.frame:
        return None
    low, high = (numbers(view.frame[name]) for name in ("low_pct", "high_pct"))
    return Whiskers(
        [None if value is None or end is None else value - end for value, end in zip(values, low, strict=True)],
        [None if value is None or end is None else end - value for value, end in zip(values, high, strict=True)],
        LIGHT.ink2,
    )


def funnel(view: View, width: float, height: float, size: float) -> Chart:
    """Counts from the left; behind them an unseen bar of full length that carries share and days; the narrowest in ochre."""
    rows = view.frame
    counts = numbers(rows["n"])
    top = max((n for n in counts if n is not None), default=0) or 1.0
    low = narrowest(rows)
    size = row_size(len(counts), height, size)
    inside: dict[int, Label] = {}
    for i, count in enumerate(counts):
        if count is not None:
            fits = count / top > 0.12
            colour = text_on(LIGHT.watch if i == low else LIGHT.bar, LIGHT) if fits else LIGHT.ink
            inside[i] = Label((Run(full(count), size + 1, colour, True),), "ctr" if fits else "outEnd")
    beside = {0: Label((Run(steps_heading(rows), size, LIGHT.mute),), "outEnd")} if len(counts) > 1 else {}
    for i, (share, days) in enumerate(zip(rows["share_pct"], rows["median_days"], strict=True)):
        if i:
            time = "" if is_missing(days) else f"  中位 {full(float(days))} 天"
            colour = LIGHT.watch if i == low else LIGHT.ink
            beside[i] = Label((Run(percent(share), size, colour, True), Run(time, size, LIGHT.mute)), "outEnd")
    fills = {} if low is None else {low: Fill(LIGHT.watch)}
    series = [
        Series("（留白）", [top] * len(counts), labels=beside),
        Series(name_of(view, "n", "数量"), counts, Fill(LIGHT.bar), point_fills=fills, labels=inside),
    ]
    parts = [(name_of(view, name, word), numbers(rows[name])) for name, word in _STEP_WORDS]
    said = [words_of(label) for label in beside.values()]
    return _lying(view, series, said, top, width, size, further=parts, overlap=100, heading="环节")


def _lying(
    view: View,
    series: list[Series],
    said: Sequence[str],
    top: float,
    width: float,
    size: float,
    *,
    further: Sequence[tuple[str, Sequence[float | str | None]]] = (),
    overlap: int = 0,
    heading: str = "类别",
) -> Chart:
    labels = [str(label) for label in view.frame["label"]]
    # Office sets the dot between two names as wide as a character, and breaks a name that is a hair too long.
    named = max((text_width(label.replace("·", "　"), size) for label in labels), default=0)
    left = min(named + size * 1.4, width * _NAMES_SHARE)
    labels = [shortened(label, 1.8 * (left - size), size) for label in labels]
    right = max((text_width(text, size) for text in said), default=0) + size * 1.6
    few = {1: 260, 2: 190, 3: 130}
    return Chart(
        labels,
        series,
        (left / width, 0.01, (width - left - right) / width, 0.98),
        heading=heading_of(view, heading),
        further=further,
        is_lying=True,
        overlap=overlap,
        gap=few.get(len(labels), 52),
        most=top,
        size=size,
        number_format=cell_format(view, view.frame["n" if view.kind == "funnel" else "value"]),
    )
