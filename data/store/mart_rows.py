"""The rows every mart starts from: ledger rows with their grids, their month and whole days."""

from __future__ import annotations

import narwhals as nw

from data.ledgers.model import Ledger
from data.ledgers.rules import Flag
from data.measures.lifecycle import (
    CLOSED_DAY,
    DUE_DAY,
    EXIT_CODE,
    EXIT_DATED,
    EXIT_DAY,
    STAGE_DAY,
    day_columns,
    with_days,
)

GRIDS_OF = ("g1", "g2", "g3")


def paired_column(field: str, other: str) -> str:
    """Name of the sum of a field over the items where another is known too."""
    return f"{field}__with__{other}"


def sum_columns(ledger: Ledger) -> list[str]:
    """Every summed column of the ledger's marts."""
    pairs = [paired_column(*pair) for a, b in ledger.paired_sums for pair in ((a, b), (b, a))]
    return [*ledger.sum_fields, *pairs, *(flag.name for flag in ledger.flags)]


def prepare(rows: nw.LazyFrame, ledger: Ledger, tree: nw.LazyFrame | None) -> nw.LazyFrame:
    """Ledger rows with their own columns and those all marts count by.

    Args:
        rows: stored rows of the ledger, with the integer days of ``lifecycle.day_columns``.
        ledger: its declaration.
        tree: grid_code, level, g1, g2, g3; None where the version has no grids yet. A code the tree does
            not know counts for the district only.
    """
    rows = _placed(rows, ledger, tree)
    pairs = [
        nw.when(~nw.col(other).is_null()).then(nw.col(field)).alias(paired_column(field, other))
        for a, b in ledger.paired_sums
        for field, other in ((a, b), (b, a))
    ]
    category = text(ledger.category_field) if ledger.category_field else nw.lit("")
    rows = rows.with_columns(
        month_of(ledger.opened_field).alias("opened_month"),
        category.alias("category"),
        *(text(name).alias(name) for name in ledger.dimensions),
        *pairs,
        *(_flag(flag).alias(flag.name) for flag in ledger.flags),
    )
    return with_days(rows.filter(~nw.col(ledger.opened_field).is_null()), ledger)


def counted_columns(ledger: Ledger) -> list[str]:
    """The few columns of prepared rows that are counted by; the others are only shown."""
    days = [*(STAGE_DAY.format(k) for k in range(len(ledger.stages))), EXIT_CODE, CLOSED_DAY, EXIT_DAY, DUE_DAY]
    # an item may be suspended: the days of that are counted by, too
    days += [name for name in day_columns(ledger) if name not in days and name != EXIT_DATED]
    named = [name for name in (ledger.id_field, ledger.actor_field) if name]
    dates = [*(stage.field for stage in ledger.stages), *([ledger.due_field] if ledger.due_field else [])]
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions]
    return [*keys, *named, *sum_columns(ledger), *dates, *days]


def _flag(flag: Flag) -> nw.Expr:
    """1 where the fact holds, 0 where it does not or nothing is said."""
    column = nw.col(flag.field)
    is_given = column > 0 if flag.is_number else ~column.is_null()
    holds = column.is_in(list(flag.values)) if flag.values else is_given
    return nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


def _placed(rows: nw.LazyFrame, ledger: Ledger, tree: nw.LazyFrame | None) -> nw.LazyFrame:
    if tree is None or not ledger.grid_field:
        return rows.with_columns(*(nw.lit("").alias(name) for name in GRIDS_OF))
    known = tree.select(nw.col("grid_code").alias("_tree_code"), *GRIDS_OF)
    rows = rows.join(known, left_on=ledger.grid_field, right_on="_tree_code", how="left")
    return rows.with_columns(*(text(name).alias(name) for name in GRIDS_OF))


def text(column: str) -> nw.Expr:
    """A text column with '' for what is missing, so that it can be grouped by."""
    return nw.coalesce(nw.col(column), nw.lit(""))


def month_of(column: str) -> nw.Expr:
    """The month of a date column, YYYY-MM."""
    return nw.col(column).dt.to_string("%Y-%m")
