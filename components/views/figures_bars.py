"""Lying bars: amounts by name, and shares against a grey 100 %."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.views.figures_marked import picked
from components.views.formats import fraction, percent, short, shortened, text_width, whole
from components.views.model import View
from components.views.template import figure
from components.views.tokens import Theme

MAX_NAME_WIDTH = 11
"""Names are cut to this many characters in the figure; hovering and the table have the whole."""


def names_axis(labels: list[str], theme: Theme) -> dict[str, Any]:
    """The axis of names from top to bottom, long ones cut, by position so that two may be called the same."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [shortened(label, MAX_NAME_WIDTH * theme.size, theme.size) for label in labels],
        "range": [max(len(labels), 1) - 0.5, -0.5],
        "ticklabeloverflow": "allow",
        "showgrid": False,
        "showline": False,
    }


def beside(y: int, text: str, theme: Theme) -> dict[str, Any]:
    """Words to the right of a bar's row, outside the plot."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "text": text,
        "showarrow": False,
        "xshift": theme.size * 0.6,
        "align": "left",
        "font": {"size": theme.size, "color": theme.ink},
    }


def bars(view: View, theme: Theme) -> dict[str, Any]:
    """One bar a name in the frame's order, the number at its end; highlighted ones stand out from paler others."""
    rows = view.frame
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    shown = [str(t) for t in rows["display"]] if "display" in rows else [short(v, view.unit) for v in values]
    top = float(np.nanmax(values, initial=0)) or 1.0
    widest = max((text_width(text, theme.size) for text in shown), default=0)
    return figure(
        theme,
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": np.arange(len(labels)),
                "marker": {"color": [theme.bar if pick else theme.soft for pick in picked(rows)]},
                "text": shown,
                "textposition": "outside",
                "textfont": {"color": theme.ink, "size": theme.size},
                "customdata": [f"{label}：{whole(v, view.unit)}" for label, v in zip(labels, values, strict=True)],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        margin={"l": 4, "r": widest + theme.size, "t": 2, "b": 2},
        bargap=_gap(len(labels)),
        xaxis={"visible": False, "range": [0, top]},
        yaxis=names_axis(labels, theme),
    )


def share_bars(view: View, theme: Theme) -> dict[str, Any]:
    """Shares on a grey bar that stands for 100 %; small ones are printed as a fraction and drawn without a bar."""
    rows = view.frame
    labels = [str(label) for label in rows["label"]]
    small = rows["is_small"].to_numpy(dtype=bool)
    values = np.where(small, np.nan, rows["value"].to_numpy(dtype=float, na_value=np.nan))
    words = [
        (fraction(n, d), "") if is_small else (percent(v), fraction(n, d))
        for n, d, v, is_small in zip(rows["numerator"], rows["denominator"], values, small, strict=True)
    ]
    unit = f" {view.unit}" if view.unit and view.unit != "%" else ""
    beside_each = [
        beside(
            i, f"<b>{bold}</b>  <span style='color:{theme.mute}'>{rest + unit if rest else unit.strip()}</span>", theme
        )
        for i, (bold, rest) in enumerate(words)
    ]
    widest = max((text_width(f"{bold}  {rest}{unit}", theme.size) for bold, rest in words), default=0)
    y = np.arange(len(labels))
    hover = [f"{label}：{bold}（{rest}{unit}）" for label, (bold, rest) in zip(labels, words, strict=True)]
    if "interval" in rows:
        hover = [
            f"{text}，95% 区间 {span}" if span else text for text, span in zip(hover, rows["interval"], strict=True)
        ]
    return figure(
        theme,
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": np.full(len(labels), 100.0),
                "y": y,
                "marker": _whole(small, theme),
                "hoverinfo": "skip",
            },
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": y,
                "marker": {"color": [theme.bar if pick else theme.soft for pick in picked(rows)]},
                **_whiskers(view, values, theme),
                "customdata": [text.replace("（）", "") for text in hover],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        ],
        barmode="overlay",
        margin={"l": 4, "r": widest + theme.size * 1.6, "t": 2, "b": 2},
        bargap=_gap(len(labels)),
        xaxis={"visible": False, "range": [0, 100]},
        yaxis=names_axis(labels, theme),
        annotations=beside_each,
    )


def _whole(small: NDArray[np.bool_], theme: Theme) -> dict[str, Any]:
    """The bars of 100 %; hatched where there is no share, so that they are not taken for 0 % or for all."""
    # Plotly draws the lines of a hatch in the bar's own colour, on the colour of its pattern.
    hatch = {"shape": ["/" if few else "" for few in small], "bgcolor": theme.control, "size": 7, "solidity": 0.16}
    return {"color": [theme.line if few else theme.grid for few in small], "pattern": hatch}


def _whiskers(view: View, values: NDArray[np.float64], theme: Theme) -> dict[str, Any]:
    """The interval of each share as a thin line, where the view has one."""
    rows = view.frame
    if "low_pct" not in rows:
        return {}
    low, high = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("low_pct", "high_pct"))
    ends = {"type": "data", "symmetric": False, "array": high - values, "arrayminus": values - low}
    return {"error_x": {**ends, "color": theme.ink2, "thickness": 1.2, "width": theme.size / 4}}


def _gap(count: int) -> float:
    """Few bars would be blocks: leave more air."""
    return 0.34 if count > 3 else 0.62 if count == 3 else 0.72
