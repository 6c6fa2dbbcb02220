"""What a click on a chart means: which filter each row or column of it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from components.views.model import View

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


def _pairs(view: View, meaning: str, label: str, key: str, is_known: Callable[[str, str], bool]) -> list[list[str]]:
    """One entry a place: those of a field of cells in the order in which it draws its rows and columns."""
    if not meaning or key not in view.frame:
        return []
    rows: Mapping[Any, Any] = dict(zip(view.frame[label], view.frame[key].astype(str), strict=True))
    keys = rows.values() if label != key else view.frame[key].astype(str)
    return [[meaning, value] if value and is_known(meaning, value) else [] for value in keys]
