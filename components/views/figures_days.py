"""Fields of cells: the calendar of days and the heat map of two dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from components.views.figures_marked import framed
from components.views.figures_series import broken
from components.views.figures_states import corners, line_below, plate, state_cells, state_legend
from components.views.formats import is_missing, short, shortened, whole
from components.views.model import View
from components.views.palette import text_on
from components.views.template import figure
from components.views.tokens import Theme

_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def scale(theme: Theme) -> list[list[Any]]:
    """The sequential ramp in steps, not blended: a cell's class can be told from its colour."""
    steps = len(theme.seq)
    return [[edge, colour] for i, colour in enumerate(theme.seq) for edge in (i / steps, (i + 1) / steps)]


def calendar_places(view: View) -> tuple[np.ndarray, np.ndarray]:
    """The column (week) and row (weekday, Monday first) of each day."""
    days = pd.to_datetime(view.frame["day"])
    monday = days.iloc[0] - pd.Timedelta(days=int(days.iloc[0].day_of_week))
    return ((days - monday).dt.days // 7).to_numpy(), days.dt.day_of_week.to_numpy()


def calendar(view: View, theme: Theme) -> dict[str, Any]:
    """A column a week, a row a weekday; days without any are as empty as the card's edge lines, months named above."""
    rows = view.frame
    days = pd.to_datetime(rows["day"])
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    if days.empty:
        return figure(theme, [], xaxis={"visible": False}, yaxis={"visible": False})
    week, weekday = calendar_places(view)
    grid = np.full((7, int(week.max()) + 1), np.nan)
    text = np.full(grid.shape, "", dtype=object)
    grid[weekday, week] = values
    for row, column, when, value in zip(weekday, week, days, values, strict=True):
        text[row, column] = f"{when.year}年{when.month}月{when.day}日 {_WEEK[row]}：{whole(value, view.unit)}"
    return figure(
        theme,
        [_cells(np.where(grid > 0, grid, np.nan), text, theme), _zeros(grid, text, theme)],
        margin={"l": 4, "r": 4, "t": theme.size * 1.8, "b": theme.size * 2},
        annotations=[_ramp(values, view, theme)],
        xaxis=_months(days, week, theme),
        yaxis={
            "tickmode": "array",
            "tickvals": [0, 2, 4, 6],
            "ticktext": [_WEEK[i] for i in (0, 2, 4, 6)],
            "range": [6.5, -0.5],
            "showgrid": False,
            "showline": False,
        },
    )


def _cells(grid: np.ndarray, text: np.ndarray, theme: Theme) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "z": grid,
        "colorscale": scale(theme),
        "zmin": 0,
        "zmax": float(np.nanmax(grid, initial=0)) or 1.0,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "customdata": text,
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
    }


def _pale(theme: Theme) -> str:
    """Of a day inside the period with nothing: unlike the lowest class, unlike the days outside."""
    return "#20262F" if theme.is_dark else "#F0F1F3"


def _ramp(values: np.ndarray, view: View, theme: Theme) -> dict[str, Any]:
    """What the colours mean, in one line below: nothing, then few to many."""
    top = float(np.nanmax(values, initial=0))
    squares = "".join(f"<span style='color:{colour}'>■</span>" for colour in theme.seq)
    nothing = f"<span style='color:{theme.line}'>□</span> 无"
    return line_below(f"{nothing}\u2003少 {squares} 多（最多一天 {whole(top, view.unit)}）", theme)


def _zeros(grid: np.ndarray, text: np.ndarray, theme: Theme) -> dict[str, Any]:
    """Days inside the period with nothing: a pale cell of their own, unlike the days outside it."""
    pale = _pale(theme)
    return _cells(np.where(grid == 0, 0.0, np.nan), text, theme) | {"colorscale": [[0, pale], [1, pale]], "zmax": 1}


def _months(days: pd.Series, week: np.ndarray, theme: Theme) -> dict[str, Any]:
    """Month names over the week in which each month starts; years where there are several; thinned when long."""
    starts = days.dt.day == 1
    several = days.dt.year.nunique() > 1
    step = 1 if starts.sum() <= 14 else 3
    ticks, names = [], []
    for when, column in zip(days[starts], week[starts.to_numpy()], strict=True):
        if (when.month - 1) % step:
            continue
        ticks.append(int(column))
        names.append(f"{when.year % 100}年{when.month}月" if several and when.month == 1 else f"{when.month}月")
    return {
        "side": "top",
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": names,
        "showline": False,
        "tickangle": 0,
        "range": [-0.5, int(week.max()) + 0.5],
        "tickfont": {"color": theme.ink2, "size": theme.size},
    }


def heatmap(view: View, theme: Theme) -> dict[str, Any]:
    """Rows by columns, each cell with its number where there is room."""
    rows = view.frame
    down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
    grid = np.full((len(down), len(across)), np.nan)
    said = rows["state"] if "state" in rows else [""] * len(rows)
    for row, column, value, state in zip(rows["row"], rows["column"], rows["value"], said, strict=True):
        # a zero has a look of its own where states are told
        grid[down.index(row), across.index(column)] = np.nan if is_missing(value) or state == "zero" else value
    text = np.array(
        [[f"{r} · {c}：{whole(grid[i, j], view.unit)}" for j, c in enumerate(across)] for i, r in enumerate(down)],
        dtype=object,
    ).reshape(grid.shape)
    names = broken([shortened(str(name), 7 * theme.size, theme.size) for name in across], theme)
    lines = max((name.count("<br>") for name in names), default=0)
    has_room = len(across) <= 14 and len(down) <= 24
    numbers = [*_numbers(grid, view, theme), *_said(view, down, across, theme)] if has_room else []
    legend = state_legend(view, theme)
    return figure(
        theme,
        [_cells(grid, text, theme), *state_cells(view, down, across, theme), *corners(view, down, across, theme)],
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": theme.size * (1.8 + 1.3 * lines), "b": theme.size * 2 if legend else 4},
        annotations=[*numbers, *legend],
        shapes=framed(rows, theme),
        xaxis={
            "side": "top",
            "tickmode": "array",
            "tickvals": list(range(len(across))),
            "ticktext": names,
            "showline": False,
            "tickangle": 0,
        },
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(down))),
            "ticktext": [shortened(str(name), 9 * theme.size, theme.size) for name in down],
            "range": [max(len(down), 1) - 0.5, -0.5],
            "showgrid": False,
            "showline": False,
        },
    )


def _numbers(grid: np.ndarray, view: View, theme: Theme) -> list[dict[str, Any]]:
    """The cells' numbers, each in the colour that reads on its fill."""
    top = float(np.nanmax(grid, initial=0)) or 1.0
    steps = len(theme.seq)
    return [
        {
            "x": int(j),
            "y": int(i),
            "text": short(float(grid[i, j]), view.unit),
            "showarrow": False,
            "font": {
                "size": theme.size,
                "color": text_on(theme.seq[min(max(int(grid[i, j] / top * steps), 0), steps - 1)], theme),
            },
        }
        for i, j in np.argwhere(~np.isnan(grid))
    ]


def _said(view: View, down: list[Any], across: list[Any], theme: Theme) -> list[dict[str, Any]]:
    """Words of cells that have no colour: fractions on too small a base, and a zero where zeros have a look of their own."""
    rows = view.frame
    if "display" not in rows:
        return []
    states = rows["state"] if "state" in rows else [""] * len(rows)
    said = [
        words or (short(float(value), view.unit) if state == "zero" and not is_missing(value) else "")
        for words, value, state in zip(rows["display"], rows["value"], states, strict=True)
    ]
    return [
        {
            "x": across.index(column),
            "y": down.index(row),
            "text": words,
            "showarrow": False,
            "font": {"size": theme.size, "color": theme.ink2},
            **plate(str(state), theme),
        }
        for row, column, words, state in zip(rows["row"], rows["column"], said, states, strict=True)
        if words
    ]
