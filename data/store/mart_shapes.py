"""The marts as expressions: each is written once, for any ledger and any engine.

A mart is *bounded*: its size depends on grids, months and categories, not on rows. Every mart carries
``opened_month`` (the month the item was opened, which names the ledger's own files), so that an import
rebuilds exactly the part that comes from the months it touched. All marts add up over it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from data.ledgers.model import Ledger
from data.measures.lifecycle import (
    CLOSED_DAY,
    EXIT_CODE,
    STAGE_DAY,
    age_days,
    allowed_days,
    bucket_code,
    day_of,
    furthest,
    has_exited,
    is_open,
    with_days,
)
from data.measures.scope import Period

GRIDS_OF = ("g1", "g2", "g3")
RECENT_ROWS = 200
"""Newest rows kept a month and level-1 grid: the first screen of a table."""
WAITING_ROWS = 50
"""Open items kept a month of opening, level-3 grid and category: the longest waiting."""

CLOSED, OVERDUE, WITHIN = "closed", "overdue", "open"
"""Status of an item on the as-of day: ended; open and past its limit; open and not yet due."""


@dataclass(frozen=True, slots=True)
class Mart:
    """One mart.

    Attributes:
        name: its name; the table is ``mart_<name>_<ledger>``.
        build: prepared rows → the mart.
        order_by: columns it is sorted by on disk.
        needs_lifecycle: only for ledgers with more than one stage.
        needs_actor: only for ledgers that name a team.
        by_as_of: its content changes with the as-of day, even where no row was touched.
        whole_rows: keeps rows rather than counts.
    """

    name: str
    build: Callable[[nw.LazyFrame, Ledger, int, nw.LazyFrame | None], nw.LazyFrame]
    order_by: tuple[str, ...] = (*GRIDS_OF, "month")
    needs_lifecycle: bool = False
    needs_actor: bool = False
    by_as_of: bool = False
    whole_rows: bool = False

    def applies_to(self, ledger: Ledger) -> bool:
        """Whether the ledger has this mart."""
        return (ledger.is_lifecycle or not self.needs_lifecycle) and (bool(ledger.actor_field) or not self.needs_actor)

    def table(self, ledger: str) -> str:
        """The table's name."""
        return f"mart_{self.name}_{ledger}"


def paired_column(field: str, other: str) -> str:
    """Name of the sum of a field over the items where another is known too."""
    return f"{field}__with__{other}"


def sum_columns(ledger: Ledger) -> list[str]:
    """Every summed column of the ledger's marts."""
    pairs = [paired_column(*pair) for a, b in ledger.paired_sums for pair in ((a, b), (b, a))]
    return [*ledger.sum_fields, *pairs]


def prepare(rows: nw.LazyFrame, ledger: Ledger, tree: nw.LazyFrame | None, *, whole: bool) -> nw.LazyFrame:
    """Ledger rows with the columns all marts start from.

    Args:
        rows: stored rows of the ledger.
        ledger: its declaration.
        tree: grid_code, level, g1, g2, g3; None where the version has no grids yet. A code the tree does
            not know counts for the district only.
        whole: keep every column of the row, else only what is counted.
    """
    rows = _placed(rows, ledger, tree)
    pairs = [
        nw.when(~nw.col(other).is_null()).then(nw.col(field)).alias(paired_column(field, other))
        for a, b in ledger.paired_sums
        for field, other in ((a, b), (b, a))
    ]
    category = _text(ledger.category_field) if ledger.category_field else nw.lit("")
    rows = rows.with_columns(
        _month(ledger.opened_field).alias("opened_month"),
        category.alias("category"),
        *(_text(name).alias(name) for name in ledger.dimensions),
        *pairs,
    )
    rows = with_days(rows.filter(~nw.col(ledger.opened_field).is_null()), ledger)
    if whole:
        return rows
    days = [STAGE_DAY.format(k) for k in range(len(ledger.stages))]
    lifecycle = [*days, EXIT_CODE, CLOSED_DAY, "_exit_day", "_due_day"]
    actor = [ledger.actor_field] if ledger.actor_field else []
    dates = [stage.field for stage in ledger.stages]
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions]
    return rows.select(*keys, *actor, *sum_columns(ledger), *dates, *lifecycle)


def _placed(rows: nw.LazyFrame, ledger: Ledger, tree: nw.LazyFrame | None) -> nw.LazyFrame:
    if tree is None or not ledger.grid_field:
        return rows.with_columns(*(nw.lit("").alias(name) for name in GRIDS_OF))
    known = tree.select(nw.col("grid_code").alias("_tree_code"), *GRIDS_OF)
    rows = rows.join(known, left_on=ledger.grid_field, right_on="_tree_code", how="left")
    return rows.with_columns(*(_text(name).alias(name) for name in GRIDS_OF))


def _text(column: str) -> nw.Expr:
    return nw.coalesce(nw.col(column), nw.lit(""))


def _month(column: str) -> nw.Expr:
    return nw.col(column).dt.to_string("%Y-%m")


def _sums(ledger: Ledger) -> list[nw.Expr]:
    """Sums as BIGINT or DOUBLE: DuckDB would widen integers to 128 bits, which pandas reads as floats."""
    integers = {field.name for field in ledger.fields if field.type == "integer"}
    return [
        nw.col(name).sum().cast(nw.Int64 if name in integers else nw.Float64).alias(name)
        for name in sum_columns(ledger)
    ]


def _count() -> nw.Expr:
    return nw.len().cast(nw.Int64).alias("n")


def _by_stage(base: nw.LazyFrame, ledger: Ledger, columns: Sequence[str], as_of: int | None = None) -> nw.LazyFrame:
    """One row for every stage an item reached, with the month and the day it did."""
    parts = []
    for k, stage in enumerate(ledger.stages):
        day = nw.col(STAGE_DAY.format(k))
        reached = base.filter(~day.is_null() if as_of is None else day <= as_of)
        parts.append(
            reached.select(
                *columns,
                nw.lit(stage.code).alias("stage"),
                _month(stage.field).alias("month"),
                nw.col(stage.field).alias("day"),
            )
        )
    return nw.concat(parts, how="vertical")


def stage_month(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Items, sums and the last day, by the month in which they reached each stage."""
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions]
    rows = _by_stage(base, ledger, [*keys, *sum_columns(ledger)])
    return rows.group_by("month", *keys, "stage").agg(_count(), nw.col("day").max().alias("last_day"), *_sums(ledger))


def stage_day(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Items and sums by day and grid, all categories together."""
    rows = _by_stage(base, ledger, ["opened_month", *GRIDS_OF, *sum_columns(ledger)])
    return rows.group_by("opened_month", "day", *GRIDS_OF, "stage").agg(_count(), *_sums(ledger))


def stage_day_category(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Items and sums by day and category, for the district and its level-1 grids."""
    rows = _by_stage(base, ledger, ["opened_month", "g1", "category", *sum_columns(ledger)])
    return rows.group_by("opened_month", "day", "g1", "category", "stage").agg(_count(), *_sums(ledger))


def dwell(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """A histogram of whole days between every two stages, by the month the later one was reached."""
    keys = ["opened_month", *GRIDS_OF, "category"]
    parts = []
    for j in range(1, len(ledger.stages)):
        for i in range(j):
            start, end = nw.col(STAGE_DAY.format(i)), nw.col(STAGE_DAY.format(j))
            parts.append(
                base.filter(~start.is_null(), ~end.is_null()).select(
                    *keys,
                    _month(ledger.stages[j].field).alias("month"),
                    nw.lit(ledger.stages[i].code).alias("from_stage"),
                    nw.lit(ledger.stages[j].code).alias("to_stage"),
                    (end - start).alias("days"),
                )
            )
    rows = nw.concat(parts, how="vertical")
    return rows.group_by("month", *keys, "from_stage", "to_stage", "days").agg(_count())


def _status(as_of: nw.Expr) -> nw.Expr:
    late = nw.col("_age") > nw.col("_allowed")
    return (
        nw.when(~is_open(as_of))
        .then(nw.lit(CLOSED))
        .otherwise(nw.when(late).then(nw.lit(OVERDUE)).otherwise(nw.lit(WITHIN)))
    )


def _progress(base: nw.LazyFrame, ledger: Ledger, on: nw.Expr) -> nw.LazyFrame:
    """How far each item has come on a day, and whether it is overdue then."""
    rows = base.with_columns(furthest(ledger, on).alias("furthest"), age_days(on).alias("_age"))
    rows = rows.with_columns(allowed_days(ledger, "furthest").alias("_allowed"))
    exit_code = nw.when(has_exited(on)).then(nw.col(EXIT_CODE)).otherwise(nw.lit(""))
    return rows.with_columns(_status(on).alias("status"), exit_code.alias("exit_code"))


def cohort(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """What became, by the as-of day, of the items that reached a stage in a month."""
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions, "furthest", "exit_code", "status"]
    rows = _by_stage(_progress(base, ledger, nw.lit(as_of)), ledger, keys, as_of)
    return rows.group_by("month", *keys, "stage").agg(_count())


def backlog(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Open items at each month's end (at the as-of day in the running month) by stage, age and lateness."""
    assert days is not None, "the backlog needs the month ends"
    on = nw.col("end_day")
    rows = _progress(base.join(days, how="cross").filter(is_open(on)), ledger, on)
    codes: nw.Expr = nw.lit(ledger.stages[0].code)
    for k, stage in enumerate(ledger.stages[1:], start=1):
        codes = nw.when(nw.col("furthest") == k).then(nw.lit(stage.code)).otherwise(codes)
    rows = rows.with_columns(
        codes.alias("stage"), bucket_code("_age").alias("bucket"), (nw.col("status") == OVERDUE).alias("is_overdue")
    )
    keys = ["month", "opened_month", *GRIDS_OF, "category", "stage", "bucket", "is_overdue"]
    return rows.group_by(*keys).agg(_count())


def actor_month(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Teams by month, for the district and its level-1 grids."""
    return _actors(base, ledger, ["g1"])


def actor_grid_month(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """Teams by month and grid."""
    return _actors(base, ledger, list(GRIDS_OF))


def _actors(base: nw.LazyFrame, ledger: Ledger, grids: list[str]) -> nw.LazyFrame:
    known = base.filter(nw.col(ledger.actor_field) != "").with_columns(nw.col(ledger.actor_field).alias("actor"))
    keys = ["opened_month", *grids, "category", "actor"]
    rows = _by_stage(known, ledger, [*keys, *sum_columns(ledger)])
    return rows.group_by("month", *keys, "stage").agg(_count(), *_sums(ledger))


def recent(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """The newest rows of each month and level-1 grid, whole."""
    opened = nw.col(ledger.opened_field).dt.to_string("%Y-%m-%d")
    newest = nw.concat_str([opened, _text(ledger.id_field)]).rank("ordinal", descending=True)
    rows = base.with_columns(newest.over("opened_month", "g1").alias("_rank"))
    return _whole(rows.filter(nw.col("_rank") <= RECENT_ROWS), ledger)


def waiting(base: nw.LazyFrame, ledger: Ledger, as_of: int, days: nw.LazyFrame | None) -> nw.LazyFrame:
    """The items open on the as-of day that have waited longest, whole, with their limits."""
    on = nw.lit(as_of)
    rows = _progress(base.filter(is_open(on)), ledger, on)
    since: nw.Expr = nw.col(STAGE_DAY.format(0))
    for k in range(1, len(ledger.stages)):
        since = nw.when(nw.col("furthest") == k).then(nw.col(STAGE_DAY.format(k))).otherwise(since)
    rows = rows.with_columns(
        nw.col("_age").alias("waited_days"), (on - since).alias("in_stage_days"), nw.col("_allowed").alias("limit_days")
    )
    opened = nw.col(ledger.opened_field).dt.to_string("%Y-%m-%d")
    oldest = nw.concat_str([opened, _text(ledger.id_field)]).rank("ordinal")
    rows = rows.with_columns(oldest.over("opened_month", *GRIDS_OF, "category").alias("_rank"))
    extra = ["category", "furthest", "waited_days", "in_stage_days", "limit_days"]
    return _whole(rows.filter(nw.col("_rank") <= WAITING_ROWS), ledger, extra)


def _whole(rows: nw.LazyFrame, ledger: Ledger, extra: Sequence[str] = ()) -> nw.LazyFrame:
    fields = [field.name for field in ledger.fields if not field.personal]
    return rows.select("opened_month", *GRIDS_OF, *extra, *fields)


MARTS: tuple[Mart, ...] = (
    Mart("stage_month", stage_month),
    Mart("stage_day", stage_day, (*GRIDS_OF, "day")),
    Mart("stage_day_category", stage_day_category, ("g1", "day")),
    Mart("dwell", dwell, needs_lifecycle=True),
    Mart("cohort", cohort, needs_lifecycle=True, by_as_of=True),
    Mart("backlog", backlog, needs_lifecycle=True, by_as_of=True),
    Mart("actor_month", actor_month, ("g1", "month"), needs_actor=True),
    Mart("actor_grid_month", actor_grid_month, needs_actor=True),
    Mart("recent", recent, ("g1", "opened_month"), whole_rows=True),
    Mart("waiting", waiting, (*GRIDS_OF, "opened_month"), needs_lifecycle=True, by_as_of=True, whole_rows=True),
)


def month_ends(first_month: str, as_of: date) -> dict[str, list[object]]:
    """Every month from the first to the as-of day's, with the whole day on which its backlog is taken."""
    last_month = f"{as_of:%Y-%m}"
    months = Period(min(first_month, last_month), last_month).months
    ends = [min(day_of(Period(month, month).last_day), day_of(as_of)) for month in months]
    return {"month": list(months), "end_day": list(ends)}
