"""The rows of an explored measure: one a month, area or kind, with what they are compared with and why some are bare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from components.views.formats import fraction
from components.views.pages import charts, context, units
from components.views.pages.areas import by_sound
from components.views.pages.explore_choice import MOST_BARS, Choice, level_of
from components.views.pages.parts import is_ripe
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Measure
from data.measures.scope import Per, Period, month_index, month_of_index

MOST_MONTHS = 12
"""Columns of a field of cells that leave room for numbers."""


def rows_of(answers: Answers, choice: Choice) -> tuple[Answers, pd.DataFrame]:
    """The measure broken down, and the answers it was taken from: a short period is widened where months are shown.

    Returns:
        Columns key, label, value, numerator, denominator, state, is_small (a rate on too few, told as a fraction),
        is_ripe (false for a month whose items have not all had their time), and highlight where the page is narrowed
        to some of the rows.
    """
    ledger = answers.measure(choice.measure).ledger
    wide, chosen = context.kept(answers, choice.by, ledger)
    if choice.by == "month":
        wide = charts.widened(answers)
    per = per_of(answers, choice.measure)
    rows = wide.fair.per(choice.measure, choice.by, per) if per else wide.rows(choice.measure, choice.by)
    rows = rows.assign(is_ripe=True)
    if choice.by == "month":
        figure = answers.figure(choice.measure)
        rows["is_ripe"] = [is_ripe(figure, Period(month, month), answers) for month in rows["key"]]
    elif choice.by.startswith("grid"):
        rows, _ = units.drawn(wide, rows, level_of(wide, choice.by))
    elif choice.by == "actor":
        # by name: what somebody did is no ranking
        rows = (
            rows[rows["value"].fillna(0) > 0].sort_values("label", key=by_sound, kind="stable").reset_index(drop=True)
        )
    rows = charts.months_marked(answers, rows) if choice.by == "month" else context.marked(rows, chosen)
    return wide, with_small(rows, wide.measure(choice.measure))


def per_of(answers: Answers, code: str) -> Per:
    """What the measure is divided by in this scope; nothing where it cannot be."""
    per = answers.scope.per
    return per if per in answers.fair.offered(code) else ""


def with_small(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The rows, and which of them are rates on too few items to be printed as a percentage or ranked."""
    if not measure.is_share:
        return rows.assign(is_small=False)
    below = rows["denominator"].fillna(0)
    return rows.assign(is_small=(below < SMALL_BASE) & (below > 0) & (rows["state"] != "hide"))


def plain_values(rows: pd.DataFrame) -> pd.Series:
    """The values that may be drawn: none for a rate on too few."""
    return rows["value"].where(~rows["is_small"])


def year_ago(wide: Answers, choice: Choice) -> pd.Series | None:
    """The same months a year earlier; None where nothing is compared or nothing is known of them."""
    earlier = wide.scope.period.year_ago()
    if wide.scope.compare == "none" or earlier.start < wide.available_period().start:
        return None
    before, per = wide.narrowed(wide.scope.with_period(earlier)), per_of(wide, choice.measure)
    rows = before.fair.per(choice.measure, "month", per) if per else before.rows(choice.measure, "month")
    return plain_values(with_small(rows, wide.measure(choice.measure))).reset_index(drop=True)


def compared(answers: Answers, choice: Choice, rows: pd.DataFrame) -> pd.Series | None:
    """What each row was in the compared period; None where the whole has nothing to compare with.

    An area is asked for by itself: where its grids were merged or split since, that is taken into account.
    """
    base = answers.scope.base
    if not is_ripe(answers.figure(choice.measure), answers.scope.period, answers):
        # what is not due yet would look like a fall
        return None
    is_divided = bool(per_of(answers, choice.measure))
    if base is None or is_divided or answers.compare(choice.measure).base is None or len(rows) > MOST_BARS:
        return None
    if choice.by.startswith("grid"):
        figures = [answers.narrowed(answers.scope.with_grid(key)).compare(choice.measure).base for key in rows["key"]]
        known = [None if each is None or each.is_small else each.value for each in figures]
        return pd.Series(known, index=rows.index, dtype="float64")
    before = with_small(answers.narrowed(base).rows(choice.measure, choice.by), answers.measure(choice.measure))
    values = dict(zip(before["key"], plain_values(before), strict=True))
    return pd.Series([values.get(key, np.nan) for key in rows["key"]], index=rows.index, dtype="float64")


def cells(answers: Answers, choice: Choice) -> tuple[Answers, pd.DataFrame]:
    """The measure by two things at once: one row a cell, the months at most the last twelve.

    Returns:
        The answers over the months shown, and columns row, column, row_key, column_key and those of :func:`rows_of`;
        row_chosen and column_chosen where the page is narrowed to some of them.
    """
    ledger, months = answers.measure(choice.measure).ledger, frozenset(answers.scope.period.months)
    categories = frozenset(answers.scope.categories_of(ledger)) if choice.across == "category" else frozenset()
    answers, chosen = context.kept(answers, choice.by, ledger)
    wide = _over_months(answers) if choice.across == "month" else answers
    there = wide.grids(level_of(wide, choice.by))["grid_code"] if choice.by.startswith("grid") else None
    parts = []
    for key, label, inside in _slices(wide, choice):
        per = per_of(inside, choice.measure)
        rows = inside.fair.per(choice.measure, choice.by, per) if per else inside.rows(choice.measure, choice.by)
        if there is not None:
            rows = rows[rows["key"].isin(there)]
        parts.append(rows.assign(column=label, column_key=key))
    frame = with_small(pd.concat(parts, ignore_index=True), wide.measure(choice.measure))
    frame = frame.rename(columns={"label": "row", "key": "row_key"})
    order = {key: place for place, key in enumerate(dict.fromkeys(frame["row_key"]))}
    frame = frame.sort_values("row_key", key=lambda keys: keys.map(order), kind="stable").reset_index(drop=True)
    return wide, context.marked_cells(frame, chosen, months if choice.across == "month" else categories)


def _over_months(answers: Answers) -> Answers:
    wide = charts.widened(answers)
    period = wide.scope.period
    start = month_of_index(max(month_index(period.start), month_index(period.end) - MOST_MONTHS + 1))
    return wide.narrowed(wide.scope.with_period(Period(start, period.end)))


def _slices(wide: Answers, choice: Choice) -> Sequence[tuple[str, str, Answers]]:
    """Key, label and answers of each column."""
    scope = wide.scope
    if choice.across == "month":
        span = scope.period
        return [
            (month, charts.short_month(month, span), wide.narrowed(scope.with_period(Period(month, month))))
            for month in span.months
        ]
    ledger = wide.measure(choice.measure).ledger
    others = tuple(pair for pair in scope.categories if pair[0] != ledger)
    labels = wide.rows(choice.measure, "category")
    return [
        (key, label, wide.narrowed(scope.with_categories((*others, (ledger, key)))))
        for key, label in zip(labels["key"], labels["label"], strict=True)
        if key
    ]


def fractions(rows: pd.DataFrame) -> list[str]:
    """51/60 for every rate that has a base."""
    return [
        fraction(above, below) if below and not pd.isna(below) else ""
        for above, below in zip(rows["numerator"], rows["denominator"], strict=True)
    ]


def small_fractions(rows: pd.DataFrame) -> list[str]:
    """5/6 for rates on too few, nothing for the others."""
    return [text if is_small else "" for text, is_small in zip(fractions(rows), rows["is_small"], strict=True)]
