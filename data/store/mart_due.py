"""Marts of items that have a due date of their own: what became of those due in a month, and what is due next.

Every item that has not ended by an exit belongs to the month it is due in, with exactly one outcome on the
as-of day. Items not due yet stand apart even where they are closed already: a month that counted its early
successes before its failures are due would look better than it is.
"""

from __future__ import annotations

import narwhals as nw

from data.ledgers.model import Ledger
from data.measures.lifecycle import CLOSED_DAY, DUE_DAY, has_exited, is_open, is_suspended
from data.measures.outcomes import LATE, NOT_DUE, ON_TIME, OPEN_OVERDUE, SUSPENDED
from data.store.mart_material import Material, count_rows
from data.store.mart_rows import GRIDS_OF, month_of

KEYS = ("opened_month", *GRIDS_OF, "category")


def due(material: Material) -> nw.LazyFrame:
    """Items by the month they are due in and what became of them."""
    return _outcomes(material).group_by("month", *KEYS, *material.ledger.dimensions, "outcome").agg(count_rows())


def due_actor(material: Material) -> nw.LazyFrame:
    """As :func:`due`, by team, with the dimensions together."""
    field = material.ledger.actor_field
    rows = _outcomes(material).filter(nw.col(field) != "").with_columns(nw.col(field).alias("actor"))
    return rows.group_by("month", *KEYS, "actor", "outcome").agg(count_rows())


def open_due(material: Material) -> nw.LazyFrame:
    """Items open on the as-of day, not suspended, by the day they are due."""
    on = nw.lit(material.as_of)
    dated = material.counted.filter(~nw.col(DUE_DAY).is_null(), is_open(on), ~is_suspended(material.ledger, on))
    rows = dated.with_columns(nw.col(material.ledger.due_field).alias("day"))
    return rows.group_by("day", *KEYS).agg(count_rows())


def outcome(ledger: Ledger, on: nw.Expr) -> nw.Expr:
    """What has become by a day of an item that has a due date and did not end by an exit."""
    day, closed = nw.col(DUE_DAY), nw.col(CLOSED_DAY)
    late = nw.when(closed <= on).then(nw.lit(LATE)).otherwise(nw.lit(OPEN_OVERDUE))
    still = nw.when(is_open(on) & is_suspended(ledger, on)).then(nw.lit(SUSPENDED)).otherwise(late)
    settled = nw.when(closed <= day).then(nw.lit(ON_TIME)).otherwise(still)
    return nw.when(day > on).then(nw.lit(NOT_DUE)).otherwise(settled)


def _outcomes(material: Material) -> nw.LazyFrame:
    on = nw.lit(material.as_of)
    rows = material.counted.filter(~nw.col(DUE_DAY).is_null(), ~has_exited(on))
    month = month_of(material.ledger.due_field)
    return rows.with_columns(outcome(material.ledger, on).alias("outcome"), month.alias("month"))
