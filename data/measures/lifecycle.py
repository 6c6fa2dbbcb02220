"""The one lifecycle of every ledger: how far an item has come, when it is closed, when it is overdue.

Driven by the ledger's declaration alone. The rules, for any day D (a whole day; D itself counts):

* An item has *reached* a stage when the stage's date is on or before D. How far it has come is the
  furthest stage reached, whether or not the dates of stages between are filled in.
* It is *closed* from the day of its last stage (of the stage that closes it, where later ones only follow up)
  or of its exit, whichever is earlier. An exit reason without
  a date counts from the latest stage date of the item, so that a forgotten date does not keep it open for ever.
* It is *open* on D when it was opened on or before D and is not closed on D.
* Its *allowed days* are counted from opening: the limit of the first stage after the furthest one that has
  a limit, or the days until its own due date, whichever are fewer. None = no limit, as while it is suspended.
* It is *overdue* on D when it is open on D and older (D − opening) than its allowed days.

Whole days are plain integers (days since 1970-01-01): differences of dates mean different things on
different engines, integers do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals as nw

from data.ledgers.model import Ledger

EPOCH = date(1970, 1, 1).toordinal()
STAGE_DAY = "_stage_{}"
EXIT_DAY = "_exit_day"
EXIT_DATED = "_exit_dated"
EXIT_CODE = "_exit_code"
CLOSED_DAY = "_closed_day"
DUE_DAY = "_due_day"
SUSPENDED_DAY = "_suspended_day"
RESUMED_DAY = "_resumed_day"
UNSTATED_EXIT = "未注明"
"""Exit of an item that has an exit date but no reason."""


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """A span of whole days; ``last`` None = without end."""

    code: str
    label: str
    first: int
    last: int | None


AGE_BUCKETS: tuple[AgeBucket, ...] = (
    AgeBucket("0-7", "0—7天", 0, 7),
    AgeBucket("8-15", "8—15天", 8, 15),
    AgeBucket("16-30", "16—30天", 16, 30),
    AgeBucket("31-60", "31—60天", 31, 60),
    AgeBucket("61-90", "61—90天", 61, 90),
    AgeBucket("91+", "91天及以上", 91, None),
)


def day_of(value: date) -> int:
    """A date as whole days since 1970-01-01."""
    return value.toordinal() - EPOCH


def date_of(day: int) -> date:
    """The inverse of :func:`day_of`."""
    return date.fromordinal(int(day) + EPOCH)


def day_columns(ledger: Ledger) -> dict[str, str]:
    """Integer day column → the date field it comes from; what :func:`with_days` builds on."""
    days = {STAGE_DAY.format(k): stage.field for k, stage in enumerate(ledger.stages)}
    if ledger.exit_date_field:
        days[EXIT_DATED] = ledger.exit_date_field
    if ledger.due_field:
        days[DUE_DAY] = ledger.due_field
    if ledger.due_rule and ledger.due_rule.suspended_from:
        days[SUSPENDED_DAY] = ledger.due_rule.suspended_from
        days[RESUMED_DAY] = ledger.due_rule.suspended_to
    return days


def with_days(rows: nw.LazyFrame, ledger: Ledger) -> nw.LazyFrame:
    """Add the exit code, and the days on which the item exited and closed.

    Args:
        rows: ledger rows with the integer days of :func:`day_columns`.
        ledger: the declaration.
    """
    stages = [nw.col(STAGE_DAY.format(k)) for k in range(len(ledger.stages))]
    exit_day = nw.col(EXIT_DATED) if ledger.exit_date_field else _none()
    due = [] if ledger.due_field else [_none().alias(DUE_DAY)]
    rows = rows.with_columns(_exit_code(ledger).alias(EXIT_CODE), *due)
    undated = nw.when(nw.col(EXIT_CODE) != "").then(nw.max_horizontal(*stages))
    rows = rows.with_columns(nw.coalesce(exit_day, undated).alias(EXIT_DAY))
    done = stages[ledger.done_index :]
    closed = nw.min_horizontal(*done, nw.col(EXIT_DAY)) if ledger.is_lifecycle else stages[-1]
    return rows.with_columns(closed.alias(CLOSED_DAY))


def _exit_code(ledger: Ledger) -> nw.Expr:
    if not ledger.exit_field:
        return nw.lit("")
    unstated = nw.lit("")
    if ledger.exit_date_field:
        unstated = nw.when(~nw.col(ledger.exit_date_field).is_null()).then(nw.lit(UNSTATED_EXIT)).otherwise(nw.lit(""))
    filled = nw.when(nw.col(ledger.exit_field) != "").then(nw.col(ledger.exit_field))
    return nw.coalesce(filled, unstated)


def _none() -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64)


def is_open(on: nw.Expr) -> nw.Expr:
    """Whether the item is open on a day."""
    closed = nw.col(CLOSED_DAY)
    return (nw.col(STAGE_DAY.format(0)) <= on) & (closed.is_null() | (closed > on))


def has_exited(on: nw.Expr) -> nw.Expr:
    """Whether the item has ended without its last stage, on a day."""
    return (~nw.col(EXIT_DAY).is_null()) & (nw.col(EXIT_DAY) <= on)


def is_suspended(ledger: Ledger, on: nw.Expr) -> nw.Expr:
    """Whether the item's clock stands still on a day."""
    if not ledger.due_rule or not ledger.due_rule.suspended_from:
        return nw.lit(False)
    resumed = nw.col(RESUMED_DAY)
    stands = (nw.col(SUSPENDED_DAY) <= on) & (resumed.is_null() | (resumed > on))
    return nw.when(stands).then(nw.lit(True)).otherwise(nw.lit(False))


def furthest(ledger: Ledger, on: nw.Expr) -> nw.Expr:
    """Index of the furthest stage reached on a day (0 = only opened)."""
    reached: nw.Expr = nw.lit(0)
    for k in range(1, len(ledger.stages)):
        reached = nw.when(nw.col(STAGE_DAY.format(k)) <= on).then(nw.lit(k)).otherwise(reached)
    return reached.cast(nw.Int64)


def age_days(on: nw.Expr) -> nw.Expr:
    """Whole days from opening to a day."""
    return on - nw.col(STAGE_DAY.format(0))


def allowed_days(ledger: Ledger, furthest_column: str, on: nw.Expr) -> nw.Expr:
    """Days the item may take from opening, given how far it has come by a day; None = no limit."""
    limit: nw.Expr = _none()
    for k in range(len(ledger.stages) - 1):
        following = (stage.limit_days for stage in ledger.stages[k + 1 :])
        days = next((limit_days for limit_days in following if limit_days is not None), None)
        limit = nw.when(nw.col(furthest_column) == k).then(nw.lit(days, dtype=nw.Int64)).otherwise(limit)
    if not ledger.due_field:
        return limit
    allowed = nw.min_horizontal(limit, nw.col(DUE_DAY) - nw.col(STAGE_DAY.format(0)))
    return nw.when(~is_suspended(ledger, on)).then(allowed)


def bucket_code(age_column: str) -> nw.Expr:
    """The age bucket of a column of whole days."""
    code: nw.Expr = nw.lit(AGE_BUCKETS[0].code)
    for bucket in AGE_BUCKETS[1:]:
        code = nw.when(nw.col(age_column) >= bucket.first).then(nw.lit(bucket.code)).otherwise(code)
    return code
