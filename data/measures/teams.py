"""Where the teams of a question are found."""

from __future__ import annotations

from data.measures.model import Measure
from data.measures.query import Context
from data.store.mart_rows import paired_column


def team_table(context: Context, measure: Measure, by: str) -> str:
    """The table with month, grids, category, actor, stage, n and sums that answers a question about teams.

    The district as a whole has a mart by category, areas have one without. A category inside an area, which
    would need every team × grid × category × month, is read from the ledger's own rows, few as they are there.
    """
    if context.depth(by) == 0:
        return f"mart_actor_district_{measure.ledger}"
    is_of_a_kind = any(name == "category" for name, _ in measure.where)
    if by == "category" or is_of_a_kind or context.scope.categories_of(measure.ledger):
        return f"({_rows(context, measure)})"
    return context.mart("actor_month", measure.ledger, by)


def _rows(context: Context, measure: Measure) -> str:
    ledger, period = context.ledger(measure.ledger), context.scope.period
    field = ledger.stage(measure.stage).field
    sums = [f"{name}" for name in ledger.sum_fields]
    for pair in ledger.paired_sums:
        for one, other in (pair, pair[::-1]):
            sums.append(f"CASE WHEN {other} IS NOT NULL THEN {one} END AS {paired_column(one, other)}")
    columns = [
        f"strftime({field}, '%Y-%m') AS month",
        "g1, g2, g3",
        f"coalesce({ledger.category_field}, '') AS category",
        f"{ledger.actor_field} AS actor",
        f"'{measure.stage}' AS stage",
        "1 AS n",
        *sums,
    ]
    days = f"{field} BETWEEN DATE '{period.first_day}' AND DATE '{period.last_day}'"
    return (
        f"SELECT {', '.join(columns)} FROM {ledger.name} JOIN grid_tree USING ({ledger.grid_field}) "  # noqa: S608
        f"WHERE {days} AND {ledger.actor_field} <> ''"
    )
