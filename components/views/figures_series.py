"""Figures along a row of months or groups: the line and the stacked bars."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from components.views.figures_marked import bands
from components.views.formats import is_missing, short, text_width, whole
from components.views.model import View
from components.views.palette import role_colour
from components.views.template import figure
from components.views.tokens import Theme

MAX_TICKS = 14
_YEAR, _MONTH, _DATED = re.compile(r"\d{2}年"), re.compile(r"\d{1,2}月"), re.compile(r"\d[年月季]")
_KINDS_OF_PLACE = ("街道", "社区", "网格", "小区")
_LEGEND_EMS = 28
_AXIS_EMS = 35
"""Width of a narrow card's drawing area in characters: figures do not know how wide they will be."""


def ticks(labels: list[str], theme: Theme) -> dict[str, Any]:
    """Axis settings that show each label, or every second, third … one where they would touch.

    The last label always stays: it is the newest. The first month shown of a year carries the year.
    """
    count = len(labels)
    widest = max((text_width(part, theme.size) for label in labels for part in label.split("<br>")), default=0)
    room = max(1, min(MAX_TICKS, int(_AXIS_EMS * theme.size // max(widest + 8, 1))))
    step = max(1, -(-count // room))
    shown = list(range(count - 1, -1, -step))[::-1]
    return {"tickmode": "array", "tickvals": shown, "ticktext": _with_years(labels, shown), "tickangle": 0}


def _with_years(labels: list[str], shown: list[int]) -> list[str]:
    """A label that carries its year may be left out: the next one shown then takes the year over."""
    texts: list[str] = []
    year = told = ""
    for index, label in enumerate(labels):
        own = _YEAR.match(label)
        year = own[0] if own else year
        if index in shown:
            is_bare_month = bool(year) and year != told and _MONTH.fullmatch(label)
            texts.append(f"{year}{label}" if is_bare_month else label)
            told = year
    return texts


def broken(labels: list[str], theme: Theme) -> list[str]:
    """Names in two lines where they would not fit side by side in one; months stay whole."""
    width = sum(text_width(label, theme.size) + 8 for label in labels)
    if width <= _AXIS_EMS * theme.size:
        return labels
    return [label if _DATED.search(label) or len(label) < 4 else _halves(label) for label in labels]


def _halves(name: str) -> str:
    numbered = name.find("第")
    is_place = name.endswith(_KINDS_OF_PLACE) and len(name) < 7
    cut = numbered if numbered > 0 else len(name) - 2 if is_place else -(-len(name) // 2)
    return f"{name[:cut]}<br>{name[cut:]}"


def trend(view: View, theme: Theme) -> dict[str, Any]:
    """The current period as a line with points, the compared one dashed in grey, each named at its end."""
    rows = view.frame
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    base = rows["compare"].to_numpy(dtype=float, na_value=np.nan) if "compare" in rows else None
    x = np.arange(len(labels))
    data: list[dict[str, Any]] = []
    if base is not None:
        data.append(_line(x, base, view, theme, is_base=True))
    data.append(_line(x, values, view, theme, is_base=False))
    top = float(np.nanmax(np.concatenate([values, base] if base is not None else [values, [0.0]]), initial=0.0)) or 1.0
    names = _end_names(view, values, base, top, theme)
    widest = max((text_width(name["text"], theme.size) for name in names), default=0)
    axis = ticks(labels, theme) | {"range": [-0.35, max(len(labels) - 0.65, 0.35)]}
    return figure(
        theme,
        data,
        margin={"l": 4, "r": max(12, widest + theme.size), "t": theme.size * 1.2, "b": 4},
        annotations=names,
        hovermode="x unified",
        xaxis=axis,
        shapes=bands(rows, theme),
        yaxis=_counts(top * 1.13) | {"ticksuffix": "%" if view.unit == "%" else ""},
    )


def _line(x: np.ndarray, y: np.ndarray, view: View, theme: Theme, *, is_base: bool) -> dict[str, Any]:
    colour = theme.ref if is_base else theme.good
    name = view.options.get("compare_name", "对比期") if is_base else view.options.get("name", "本期")
    line: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines" if is_base else "lines+markers+text",
        "x": x,
        "y": y,
        "name": name or ("对比期" if is_base else "本期"),
        "line": {
            "color": colour,
            "width": theme.wide * (0.7 if is_base else 1),
            # a stock keeps its value until the next count
            "shape": "hv" if view.options.get("step") else "linear",
        },
        "connectgaps": False,
        "customdata": [whole(value, view.unit) for value in y],
        "hovertemplate": "%{customdata}",
        "cliponaxis": False,
    }
    if is_base:
        line["line"]["dash"] = "dash"
        return line
    marked = _marked(y, everything=theme.name == "screen" and len(y) <= 12)
    return line | {
        "marker": {"size": theme.wide * (2.5 if len(y) <= 24 else 1.8), "color": colour},
        "text": [short(value, view.unit) if i in marked else "" for i, value in enumerate(y)],
        "textposition": [_beside(y, i, is_step=bool(view.options.get("step"))) for i in range(len(y))],
        "textfont": {"color": theme.ink, "size": theme.size},
    }


def _marked(values: np.ndarray, *, everything: bool) -> set[int]:
    """Which points carry their number: highest, lowest and newest; on the projector all."""
    known = [i for i, value in enumerate(values) if not is_missing(value)]
    if everything or len(known) <= 3:
        return set(known)
    high = max(known, key=lambda i: values[i])
    low = min(known, key=lambda i: values[i])
    # A number right beside the newest one would run into it.
    return {known[-1]} | {i for i in (high, low) if known[-1] - i != 1 or len(values) <= 12}


def _beside(values: np.ndarray, index: int, *, is_step: bool) -> str:
    """Where a point's number stands clear of the line: a step comes down upon its point from above."""
    if _is_dip(values, index):
        return "bottom center"
    return "top right" if is_step and 0 < index < len(values) - 1 else "top center"


def _is_dip(values: np.ndarray, index: int) -> bool:
    """Whether a point lies below its neighbours, so that its number belongs under it."""
    near = [values[i] for i in (index - 1, index + 1) if 0 <= i < len(values) and not is_missing(values[i])]
    is_low = all(values[index] <= other for other in near) and any(values[index] < other for other in near)
    return is_low and values[index] > 0


def _end_names(
    view: View, values: np.ndarray, base: np.ndarray | None, top: float, theme: Theme
) -> list[dict[str, Any]]:
    """The names of the two lines, written where they end and kept apart."""
    if base is None:
        return []
    ends = [(name, _last(line)) for name, line in (("本期", values), ("对比期", base))]
    if any(end is None for _, end in ends):
        return []
    here, there = (float(end or 0) for _, end in ends)
    gap = top * 0.08
    if abs(here - there) < gap:
        # not below the axis, where a name is not drawn
        middle = max((here + there) / 2, gap / 2)
        here, there = (middle + gap / 2, middle - gap / 2) if here >= there else (middle - gap / 2, middle + gap / 2)
    words = (view.options.get("name") or "本期", view.options.get("compare_name") or "对比期")
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "y": y,
            "text": text,
            "showarrow": False,
            "xshift": theme.size * 0.4,
            "font": {"color": colour, "size": theme.size},
        }
        for text, y, colour in zip(words, (here, there), (theme.good, theme.mute), strict=True)
    ]


def _last(values: np.ndarray) -> float | None:
    return None if not len(values) or is_missing(values[-1]) else float(values[-1])


def stacked(view: View, theme: Theme) -> dict[str, Any]:
    """Bars of parts over months or groups, the whole printed on top of each; or side by side, each with its number."""
    rows = view.frame
    side_by_side = bool(view.options.get("grouped"))
    series: dict[str, dict[str, str]] = dict(view.options["series"])
    labels = broken([str(label) for label in rows["label"]], theme)
    x = np.arange(len(labels))
    data = [
        {
            "type": "bar",
            "x": x,
            "y": rows[column].to_numpy(dtype=float, na_value=np.nan),
            "name": declared["label"],
            "marker": _fill(declared["role"], theme),
            "customdata": [whole(value, view.unit) for value in rows[column]],
            "hovertemplate": "%{customdata}",
            **(_own_labels(rows[column], theme) if side_by_side else {}),
        }
        for column, declared in series.items()
    ]
    totals = rows[list(series)].max(axis=1).to_numpy(dtype=float) if side_by_side else _totals(view, series)
    if not side_by_side:
        data.append(_total_labels(x, totals, theme))
    key = legend([(declared["label"], role_colour(theme, declared["role"])) for declared in series.values()], theme)
    return figure(
        theme,
        data,
        barmode="group" if side_by_side else "stack",
        hovermode="x unified",
        margin={"l": 4, "r": 8, "t": theme.size * (0.8 + 1.5 * len(key)), "b": 4},
        annotations=key,
        bargap=0.34 if len(labels) > 3 else 0.6,
        xaxis=ticks(labels, theme) | {"range": [-0.6, max(len(labels) - 0.4, 0.6)]},
        shapes=bands(rows, theme),
        yaxis=_counts((float(np.nanmax(totals, initial=0)) or 1) * 1.12),
    )


def _counts(top: float) -> dict[str, Any]:
    """An axis of numbers from zero; where they are few, no halves between them."""
    return {"range": [0, top], "exponentformat": "none"} | ({"dtick": 1} if 1 < top < 5 else {})


def legend(entries: list[tuple[str, str]], theme: Theme) -> list[dict[str, Any]]:
    """Squares and names above the plot, in lines that fit a narrow card.

    Plotly's own legend puts each name on a line of its own as soon as one line is too short for all.
    """
    if len(entries) < 2:
        return []
    lines: list[str] = []
    room = _LEGEND_EMS * theme.size
    used = room + 1.0
    for name, colour in entries:
        width = text_width(f"■ {name}", theme.size) + 1.5 * theme.size
        mark = f"<span style='color:{colour}'>■</span> {name}"
        fits = used + width <= room
        lines[-1:] = [f"{lines[-1]}\u2003{mark}"] if fits else [*lines[-1:], mark]
        used = used + width if fits else width
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": theme.size * (0.7 + 1.5 * (len(lines) - 1 - number)),
            "text": line,
            "showarrow": False,
            "font": {"size": theme.size, "color": theme.ink2},
        }
        for number, line in enumerate(lines)
    ]


def _fill(role: str, theme: Theme) -> dict[str, Any]:
    """A series' colour; what is not due yet is hatched as well, so that it is told apart without colour."""
    colour = role_colour(theme, role)
    if role != "not_due":
        return {"color": colour}
    hatch = {"shape": "/", "fgcolor": theme.ref, "bgcolor": colour, "size": 6, "solidity": 0.2}
    return {"color": colour, "pattern": hatch}


def _totals(view: View, series: dict[str, dict[str, str]]) -> np.ndarray:
    declared = view.options.get("total")
    if declared and declared in view.frame:
        return view.frame[declared].to_numpy(dtype=float, na_value=np.nan)
    return np.nansum([view.frame[c].to_numpy(dtype=float, na_value=np.nan) for c in series], axis=0)


def _own_labels(values: pd.Series, theme: Theme) -> dict[str, Any]:
    return {
        "text": [short(value) for value in values],
        "textposition": "outside",
        "textfont": {"color": theme.ink, "size": theme.size - 1},
        "cliponaxis": False,
    }


def _total_labels(x: np.ndarray, totals: np.ndarray, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": totals,
        "text": [short(total) if total and len(x) <= MAX_TICKS else "" for total in totals],
        "textposition": "top center",
        "textfont": {"color": theme.ink, "size": theme.size - 1},
        "showlegend": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
