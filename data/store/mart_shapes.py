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
    EXIT_CODE,
    STAGE_DAY,
    age_days,
    allowed_days,
    bucket_code,
    day_of,
    furthest,
    has_exited,
    is_open,
)
from data.measures.scope import Period
from data.store.mart_due import due, due_actor, open_due
from data.store.mart_material import Material, count_rows
from data.store.mart_rows import GRIDS_OF, month_of, sum_columns, text

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
        build: material → the mart.
        order_by: columns it is sorted by on disk.
        needs_lifecycle: only for ledgers with more than one stage.
        needs_actor: only for ledgers that name a team.
        needs_due: only for ledgers whose items have a due date of their own.
        by_as_of: its content changes with the as-of day, even where no row was touched.
        has_areas: also kept added up over level-1 grids (``mart_<name>_g1_<ledger>``): questions about the
            district or a level-1 grid, which are most, then read a few thousand rows however fine the net.
    """

    name: str
    build: Callable[[Material], nw.LazyFrame]
    order_by: tuple[str, ...] = (*GRIDS_OF, "month")
    needs_lifecycle: bool = False
    needs_actor: bool = False
    needs_due: bool = False
    by_as_of: bool = False
    has_areas: bool = False

    def applies_to(self, ledger: Ledger) -> bool:
        """Whether the ledger has this mart."""
        wanted = (self.needs_lifecycle, self.needs_actor, self.needs_due)
        given = (ledger.is_lifecycle, bool(ledger.actor_field), bool(ledger.due_field))
        return all(has or not needs for has, needs in zip(given, wanted, strict=True))

    def table(self, ledger: str) -> str:
        """The table's name."""
        return f"mart_{self.name}_{ledger}"

    def area_table(self, ledger: str) -> str:
        """The name of the table added up over level-1 grids."""
        return f"mart_{self.name}_g1_{ledger}"


def added_up(narrow: nw.LazyFrame, ledger: Ledger) -> nw.LazyFrame:
    """A mart by level-1 grid: counts and sums added, the last day kept, everything else a key."""
    names = narrow.collect_schema().names()
    keys = [name for name in names if name not in ("g2", "g3", "n", "last_day", *sum_columns(ledger))]
    sums = _sums(ledger) if any(name in names for name in sum_columns(ledger)) else []
    last = [nw.col("last_day").max()] if "last_day" in names else []
    return narrow.group_by(*keys).agg(nw.col("n").sum().cast(nw.Int64), *last, *sums)


def _sums(ledger: Ledger) -> list[nw.Expr]:
    """Sums as BIGINT or DOUBLE: DuckDB would widen integers to 128 bits, which pandas reads as floats."""
    integers = {field.name for field in ledger.fields if field.type == "integer"}
    integers |= {flag.name for flag in ledger.flags}
    return [
        nw.col(name).sum().cast(nw.Int64 if name in integers else nw.Float64).alias(name)
        for name in sum_columns(ledger)
    ]


def _by_stage(rows: nw.LazyFrame, ledger: Ledger, columns: Sequence[str], as_of: int | None = None) -> nw.LazyFrame:
    """One row for every stage an item reached (by a day), with the month and the day it did."""
    parts = []
    for k, stage in enumerate(ledger.stages):
        day = nw.col(STAGE_DAY.format(k))
        reached = rows.filter(~day.is_null() if as_of is None else day <= as_of)
        parts.append(
            reached.select(
                *columns,
                nw.lit(stage.code).alias("stage"),
                month_of(stage.field).alias("month"),
                nw.col(stage.field).alias("day"),
            )
        )
    return nw.concat(parts, how="vertical")


def stage_month(material: Material) -> nw.LazyFrame:
    """Items, sums and the last day, by the month in which they reached each stage."""
    ledger = material.ledger
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions]
    rows = _by_stage(material.counted, ledger, [*keys, *sum_columns(ledger)])
    return rows.group_by("month", *keys, "stage").agg(
        count_rows(), nw.col("day").max().alias("last_day"), *_sums(ledger)
    )


def stage_day(material: Material) -> nw.LazyFrame:
    """Items and sums by day and grid, all categories together."""
    ledger = material.ledger
    rows = _by_stage(material.counted, ledger, ["opened_month", *GRIDS_OF, *sum_columns(ledger)])
    return rows.group_by("opened_month", "day", *GRIDS_OF, "stage").agg(count_rows(), *_sums(ledger))


def stage_day_category(material: Material) -> nw.LazyFrame:
    """Items and sums by day and category, for the district and its level-1 grids."""
    ledger = material.ledger
    rows = _by_stage(material.counted, ledger, ["opened_month", "g1", "category", *sum_columns(ledger)])
    return rows.group_by("opened_month", "day", "g1", "category", "stage").agg(count_rows(), *_sums(ledger))


def dwell(material: Material) -> nw.LazyFrame:
    """A histogram of whole days between every two stages, by the month the later one was reached."""
    stages = material.ledger.stages
    keys = ["opened_month", *GRIDS_OF, "category"]
    parts = []
    for j in range(1, len(stages)):
        for i in range(j):
            start, end = nw.col(STAGE_DAY.format(i)), nw.col(STAGE_DAY.format(j))
            parts.append(
                material.counted.filter(~start.is_null(), ~end.is_null()).select(
                    *keys,
                    month_of(stages[j].field).alias("month"),
                    nw.lit(stages[i].code).alias("from_stage"),
                    nw.lit(stages[j].code).alias("to_stage"),
                    (end - start).alias("days"),
                )
            )
    rows = nw.concat(parts, how="vertical")
    return rows.group_by("month", *keys, "from_stage", "to_stage", "days").agg(count_rows())


def _progress(rows: nw.LazyFrame, ledger: Ledger, on: nw.Expr) -> nw.LazyFrame:
    """How far each item has come on a day, and whether it is overdue then."""
    rows = rows.with_columns(furthest(ledger, on).alias("furthest"), age_days(on).alias("_age"))
    rows = rows.with_columns(allowed_days(ledger, "furthest", on).alias("_allowed"))
    late = nw.when(nw.col("_age") > nw.col("_allowed")).then(nw.lit(OVERDUE)).otherwise(nw.lit(WITHIN))
    status = nw.when(is_open(on)).then(late).otherwise(nw.lit(CLOSED))
    exit_code = nw.when(has_exited(on)).then(nw.col(EXIT_CODE)).otherwise(nw.lit(""))
    return rows.with_columns(status.alias("status"), exit_code.alias("exit_code"))


def cohort(material: Material) -> nw.LazyFrame:
    """What became, by the as-of day, of the items that reached a stage in a month."""
    ledger = material.ledger
    keys = ["opened_month", *GRIDS_OF, "category", *ledger.dimensions, "furthest", "exit_code", "status"]
    rows = _by_stage(_progress(material.counted, ledger, nw.lit(material.as_of)), ledger, keys, material.as_of)
    return rows.group_by("month", *keys, "stage").agg(count_rows())


def backlog(material: Material) -> nw.LazyFrame:
    """Open items at each month's end (at the as-of day in the running month) by stage, age and lateness."""
    ledger, on = material.ledger, nw.col("end_day")
    rows = _progress(material.counted.join(material.ends, how="cross").filter(is_open(on)), ledger, on)
    codes: nw.Expr = nw.lit(ledger.stages[0].code)
    for k, stage in enumerate(ledger.stages[1:], start=1):
        codes = nw.when(nw.col("furthest") == k).then(nw.lit(stage.code)).otherwise(codes)
    rows = rows.with_columns(
        codes.alias("stage"), bucket_code("_age").alias("bucket"), (nw.col("status") == OVERDUE).alias("is_overdue")
    )
    keys = ["month", "opened_month", *GRIDS_OF, "category", "stage", "bucket", "is_overdue"]
    return rows.group_by(*keys).agg(count_rows())


def actor_month(material: Material) -> nw.LazyFrame:
    """Items and sums by team, month and grid, all categories together: a team works in few grids."""
    return _actors(material, GRIDS_OF)


def actor_district(material: Material) -> nw.LazyFrame:
    """Items and sums by team, month and category, for the whole district."""
    return _actors(material, ("category",))


def _actors(material: Material, by: Sequence[str]) -> nw.LazyFrame:
    ledger = material.ledger
    known = material.counted.filter(nw.col(ledger.actor_field) != "")
    known = known.with_columns(nw.col(ledger.actor_field).alias("actor"))
    keys = ["opened_month", *by, "actor"]
    rows = _by_stage(known, ledger, [*keys, *sum_columns(ledger)])
    return rows.group_by("month", *keys, "stage").agg(count_rows(), *_sums(ledger))


def recent(material: Material) -> nw.LazyFrame:
    """The newest rows of each month and level-1 grid, whole."""
    ledger = material.ledger
    within = ["opened_month", "g1"]
    newest = _ranked(_newest_days(material.counted, within), ledger, within, descending=True)
    # only numbers are ranked: sorting whole rows would drag every text through memory
    kept = newest.filter(nw.col("_rank") <= RECENT_ROWS).select(ledger.id_field)
    return _shown(material.whole.join(kept, on=ledger.id_field, how="semi"), ledger)


def _newest_days(rows: nw.LazyFrame, within: Sequence[str]) -> nw.LazyFrame:
    """The rows of the last days that hold enough rows: only they need ranking one by one."""
    day = STAGE_DAY.format(0)
    later = nw.col("n").cum_sum().over(*within, order_by="_back") - nw.col("n")
    days = rows.group_by(*within, day).agg(count_rows()).with_columns((-nw.col(day)).alias("_back"))
    kept = days.with_columns(later.alias("_later")).filter(nw.col("_later") < RECENT_ROWS).select(*within, day)
    return rows.join(kept, on=[*within, day], how="semi")


def waiting(material: Material) -> nw.LazyFrame:
    """The items open on the as-of day that have waited longest, whole, with their limits."""
    ledger, on = material.ledger, nw.lit(material.as_of)
    still_open = material.counted.filter(is_open(on))
    oldest = _ranked(still_open, ledger, ["opened_month", *GRIDS_OF, "category"], descending=False)
    kept = oldest.filter(nw.col("_rank") <= WAITING_ROWS).select(ledger.id_field)
    rows = _progress(material.whole.join(kept, on=ledger.id_field, how="semi"), ledger, on)
    since: nw.Expr = nw.col(STAGE_DAY.format(0))
    for k in range(1, len(ledger.stages)):
        since = nw.when(nw.col("furthest") == k).then(nw.col(STAGE_DAY.format(k))).otherwise(since)
    rows = rows.with_columns(
        nw.col("_age").alias("waited_days"), (on - since).alias("in_stage_days"), nw.col("_allowed").alias("limit_days")
    )
    return _shown(rows, ledger, ["category", "furthest", "waited_days", "in_stage_days", "limit_days"])


def _ranked(rows: nw.LazyFrame, ledger: Ledger, within: Sequence[str], *, descending: bool) -> nw.LazyFrame:
    """Items ranked by their opening date, then their number, which makes the order one."""
    opened = nw.col(ledger.opened_field).dt.to_string("%Y-%m-%d")
    order = nw.concat_str([opened, text(ledger.id_field)]).rank("ordinal", descending=descending)
    return rows.select(ledger.id_field, order.over(*within).alias("_rank"))


def _shown(rows: nw.LazyFrame, ledger: Ledger, extra: Sequence[str] = ()) -> nw.LazyFrame:
    fields = [field.name for field in ledger.fields if not field.personal]
    return rows.select("opened_month", *GRIDS_OF, *extra, *fields)


MARTS: tuple[Mart, ...] = (
    Mart("stage_month", stage_month, has_areas=True),
    Mart("stage_day", stage_day, (*GRIDS_OF, "day")),
    Mart("stage_day_category", stage_day_category, ("g1", "day")),
    Mart("dwell", dwell, needs_lifecycle=True, has_areas=True),
    Mart("cohort", cohort, needs_lifecycle=True, by_as_of=True, has_areas=True),
    Mart("backlog", backlog, needs_lifecycle=True, by_as_of=True, has_areas=True),
    Mart("actor_month", actor_month, needs_actor=True, has_areas=True),
    Mart("actor_district", actor_district, ("month", "actor"), needs_actor=True),
    Mart("due", due, needs_lifecycle=True, needs_due=True, by_as_of=True, has_areas=True),
    Mart("due_actor", due_actor, needs_lifecycle=True, needs_actor=True, needs_due=True, by_as_of=True, has_areas=True),
    Mart("open_due", open_due, (*GRIDS_OF, "day"), needs_lifecycle=True, needs_due=True, by_as_of=True, has_areas=True),
    Mart("recent", recent, ("g1", "opened_month")),
    Mart("waiting", waiting, (*GRIDS_OF, "opened_month"), needs_lifecycle=True, by_as_of=True),
)


def month_ends(first_month: str, as_of: date) -> dict[str, list[object]]:
    """Every month from the first to the as-of day's, with the whole day on which its backlog is taken."""
    last_month = f"{as_of:%Y-%m}"
    months = Period(min(first_month, last_month), last_month).months
    ends = [min(day_of(Period(month, month).last_day), day_of(as_of)) for month in months]
    return {"month": list(months), "end_day": list(ends)}
