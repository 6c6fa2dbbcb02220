"""What a click on a chart means: which filter each row or column of it stands for, and which passport each figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from components.views.figures_days import calendar_places
from components.views.figures_flow import flow_parts
from components.views.model import View
from components.views.opening import cell
from data.passport.cuts import BETWEEN

AREA, MONTH, CATEGORY = "area", "month", "category"
ROWS = "rows"
"""Opens the rows behind a finding about the data, and filters nothing."""
_ROWS = ("bars", "share_bars")
_COLUMNS = ("trend", "stacked")


def category(ledger: str) -> str:
    """The meaning of a chart whose bars are the categories of a ledger."""
    return f"{CATEGORY}:{ledger}"


def meaning_of(by: str, ledger: str) -> str:
    """The meaning of a breakdown; empty where no filter can follow it."""
    if by.startswith("grid"):
        return AREA
    return MONTH if by == "month" else category(ledger) if by == "category" else ""


def targets(view: View, is_known: Callable[[str, str], bool]) -> dict[str, list[list[str]]]:
    """The filters of a chart by axis: for each place along it the filter's name and value, or nothing.

    Args:
        view: its ``click`` says what its rows, or those and its columns ("area|month"), stand for.
        is_known: whether the page can be filtered so; a bar that changed nothing must not look as if it did.
    """
    if not view.click or view.empty:
        return {}
    down, _, across = view.click.partition("|")
    if view.kind == "heatmap":
        asked = {"y": (down, "row", "row_key"), "x": (across, "column", "column_key")}
    else:
        axis = "y" if view.kind in _ROWS else "x" if view.kind in _COLUMNS else ""
        asked = {axis: (down, "key", "key")} if axis else {}
    found = {axis: _pairs(view, *what, is_known) for axis, what in asked.items()}
    return {axis: pairs for axis, pairs in found.items() if any(pairs)}


def places(view: View) -> dict[str, Any]:
    """Where the single figures of a chart are drawn, so that one that is pointed at opens to its passport.

    Returns:
        ``cells``: rows of columns; ``x`` or ``y``: places along an axis, with ``steps`` for each (name, where it ends) of
        a stacked bar; ``links`` and ``nodes`` of a flow; ``ids`` of a tree. Each place is what ``Opening.at`` or the row
        of the breakdown is called; empty where nothing opens.
    """
    if view.empty:
        return {}
    known = {each.at for each in view.opens}
    make = _PLACES.get(view.kind)
    return make(view, known) if make else {}


def _calendar(view: View, known: set[str]) -> dict[str, Any]:
    week, weekday = calendar_places(view)
    cells = [[""] * (int(week.max()) + 1) for _ in range(7)]
    for row, column, day in zip(weekday, week, view.frame["day"], strict=True):
        cells[row][column] = str(day) if str(day) in known else ""
    return {"cells": cells}


def _heatmap(view: View, known: set[str]) -> dict[str, Any]:
    down, across = (list(dict.fromkeys(view.frame[name])) for name in ("row", "column"))
    cells = [[cell(row, column) for column in across] for row in down]
    return {"cells": [[at if at in known else "" for at in row] for row in cells]} if known else {}


def _bars(view: View, known: set[str]) -> dict[str, Any]:
    axis = "y" if view.kind in _ROWS else "x"
    return {axis: [str(key) for key in view.frame["key"]]} if view.by and "key" in view.frame and not known else {}


def _steps(view: View, known: set[str]) -> dict[str, Any]:
    """Of a funnel: its opening is called by its place."""
    return {"y": [str(place) if str(place) in known else "" for place in range(len(view.frame))]}


def _stacked(view: View, known: set[str]) -> dict[str, Any]:
    if not known or view.options.get("grouped"):
        return _bars(view, known)
    names = list(view.options["series"])
    ends = view.frame[names].fillna(0).cumsum(axis=1)
    rows = view.frame["key" if "key" in view.frame else "label"]
    steps = [
        [[at if (at := cell(row, name)) in known else "", float(end)] for name, end in zip(names, each, strict=True)]
        for row, each in zip(rows, ends.to_numpy(), strict=True)
    ]
    return {"x": [""] * len(steps), "steps": steps}


def _flow(view: View, known: set[str]) -> dict[str, Any]:
    flows, _, nodes = flow_parts(view)
    links = [f"{source}{BETWEEN}{target}" for source, target in zip(flows["source"], flows["target"], strict=True)]
    return {"links": links, "nodes": nodes} if known else {}


def _tree(view: View, known: set[str]) -> dict[str, Any]:
    return {"ids": [str(key) for key in view.frame["key"] if str(key) in known]}


_PLACES: Mapping[str, Callable[[View, set[str]], dict[str, Any]]] = {
    "calendar": _calendar,
    "heatmap": _heatmap,
    "trend": _bars,
    "bars": _bars,
    "share_bars": _bars,
    "funnel": _steps,
    "stacked": _stacked,
    "sankey": _flow,
    "tree": _tree,
}


def _pairs(view: View, meaning: str, label: str, key: str, is_known: Callable[[str, str], bool]) -> list[list[str]]:
    """One entry a place: those of a field of cells in the order in which it draws its rows and columns."""
    if not meaning or key not in view.frame:
        return []
    rows: Mapping[Any, Any] = dict(zip(view.frame[label], view.frame[key].astype(str), strict=True))
    keys = rows.values() if label != key else view.frame[key].astype(str)
    return [[meaning, value] if value and is_known(meaning, value) else [] for value in keys]
