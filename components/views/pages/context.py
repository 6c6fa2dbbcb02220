"""A chart whose bars are filters keeps its context: all bars stay while one is chosen, and the chosen one stands out."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import fraction
from data.measures.answers import Answers


def kept(answers: Answers, by: str, ledger: str) -> tuple[Answers, frozenset[str]]:
    """What a chart is drawn from, and the keys of it the page is narrowed to.

    A breakdown by category is not narrowed to a category of its own ledger. One by areas goes down with the chosen
    area; at the last level, below which there is nothing, it shows the area among its neighbours.

    Args:
        answers: of the page's scope.
        by: the breakdown.
        ledger: of what is counted.
    """
    scope = answers.scope
    if by == "category" and (chosen := scope.categories_of(ledger)):
        others = tuple(pair for pair in scope.categories if pair[0] != ledger)
        return answers.narrowed(scope.with_categories(others)), frozenset(chosen)
    path = [code for code, _ in answers.area_path]
    if by == "grid" and path and not answers.zone_grids and len(path) >= len(answers.district.level_names):
        above = path[-2] if len(path) > 1 else ""
        return answers.narrowed(scope.with_grid(above)), frozenset(path[-1:])
    return answers, frozenset()


def marked(frame: pd.DataFrame, chosen: frozenset[str]) -> pd.DataFrame:
    """The rows with a column highlight where some of them are chosen and others are not."""
    is_chosen = frame["key"].astype(str).isin(chosen)
    return frame.assign(highlight=is_chosen) if is_chosen.any() and not is_chosen.all() else frame


def marked_cells(frame: pd.DataFrame, down: frozenset[str], across: frozenset[str]) -> pd.DataFrame:
    """A field of cells with columns row_chosen and column_chosen where some of its rows, or columns, are chosen."""
    for axis, chosen in (("row", down), ("column", across)):
        is_chosen = frame[f"{axis}_key"].astype(str).isin(chosen) if chosen else pd.Series(False, frame.index)
        if is_chosen.any() and not is_chosen.all():
            frame = frame.assign(**{f"{axis}_chosen": is_chosen})
    return frame


def chosen_words(frame: pd.DataFrame, unit: str, told_already: str = "") -> str:
    """所选：文艺演出 **45/1,286 场**; of shares their own fraction.

    Args:
        frame: rows with a column highlight; empty where there is none.
        unit: of the counts.
        told_already: what is said of the rows besides; the chosen that are named there are not named twice.
    """
    if "highlight" not in frame:
        return ""
    total = float(frame["value"].sum()) if "numerator" not in frame else 0.0
    told = []
    for row in frame[frame["highlight"]].to_dict("records"):
        above, below = (row["numerator"], row["denominator"]) if "numerator" in frame else (row["value"], total)
        said = fraction(above, below)
        if below and not (row["label"] in told_already and said in told_already):
            told.append(f"{row['label']} **{said} {unit}**")
    return f"所选：{words.listing(told)}" if told else ""
