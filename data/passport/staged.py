"""The rows behind figures of items that go through stages: counted anew from the ledger as the marts count them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache

import narwhals as nw

from data.ledgers import Ledger
from data.measures.catalog.lifecycles import OVERDUE_FIELD
from data.measures.lifecycle import (
    EXIT_CODE,
    STAGE_DAY,
    age_days,
    allowed_days,
    day_columns,
    day_of,
    furthest,
    has_exited,
    is_open,
    is_suspended,
)
from data.measures.model import Measure
from data.measures.outcomes import BASE
from data.measures.query import Context, Where
from data.measures.workdays import after
from data.passport.model import AMOUNT, Selection, Side
from data.store.mart_due import outcome
from data.store.mart_rows import paired_column, prepare
from data.store.reader import Reader

_NOTHING = "1"


def staged(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """The rows behind a measure of a ledger with stages."""
    return _KINDS[measure.kind](context, measure, by, key)


@lru_cache(maxsize=64)
def prepared_sql(store: Reader, name: str, day: date) -> str:
    """All rows of a ledger as a SELECT, with the columns the marts count by and where each item stands on a day.

    Beyond those of ``data.store.mart_rows.prepare``: furthest, is_open, is_late, is_suspended, has_exited,
    exited_as (the reason of its end by that day, else empty) and outcome (of items with a due date).
    """
    ledger, on = store.ledger(name), nw.lit(day_of(day))
    with closing(store.cursor()) as cursor:
        days = ", ".join(f"{field} - DATE '1970-01-01' AS {column}" for column, field in day_columns(ledger).items())
        own = nw.from_native(cursor.sql(f"SELECT *, {days} FROM {name}"))  # noqa: S608  (declared names)
        rows = prepare(own, ledger, nw.from_native(cursor.sql("SELECT * FROM grid_tree")))
        rows = rows.with_columns(furthest(ledger, on).alias("furthest"), age_days(on).alias("_age"))
        rows = rows.with_columns(allowed_days(ledger, "furthest", on).alias("_allowed"))
        rows = rows.with_columns(
            is_open(on).alias("is_open"),
            (nw.col("_age") > nw.col("_allowed")).alias("is_late"),
            is_suspended(ledger, on).alias("is_suspended"),
            has_exited(on).alias("has_exited"),
            nw.when(has_exited(on)).then(nw.col(EXIT_CODE)).otherwise(nw.lit("")).alias("exited_as"),
        )
        if ledger.due_field:
            rows = rows.with_columns(outcome(ledger, on).alias("outcome"))
        return str(rows.to_native().sql_query())


def selected(
    context: Context,
    measure: Measure,
    where: Where,
    side: Side = "value",
    *,
    amount: str = _NOTHING,
    day: date | None = None,
    **more: object,
) -> Selection:
    """Rows of the measure's ledger under conditions; ``amount`` is what each brings, ``day`` when it is looked at."""
    table = prepared_sql(context.store, measure.ledger, day or context.as_of)
    sql = f"SELECT *, ({amount})::DOUBLE AS {AMOUNT} FROM ({table}) WHERE {where}"  # noqa: S608  (our own names)
    return Selection(side, measure.ledger, sql, tuple(where.values), **more)  # type: ignore[arg-type]  # words of literals


def inside(context: Context, measure: Measure, by: str, key: str) -> Where:
    """The scope's area and categories, the measure's own conditions, and the row of the breakdown."""
    where = context.where(measure.ledger)
    for name, value in measure.where:
        where.add(f"{name} = ?", value)
    return keyed(context, where, context.ledger(measure.ledger), by, key)


def keyed(context: Context, where: Where, ledger: Ledger, by: str, key: str) -> Where:
    """With the row of a breakdown as a condition."""
    if not by:
        return where
    return where.add(f"{ledger.actor_field if by == 'actor' else context.key_sql(by)} = ?", key)


def _reached(context: Context, measure: Measure, by: str, key: str, stage: str = "") -> Where:
    """Items that reached a stage in the period."""
    field, period = context.ledger(measure.ledger).stage(stage or measure.stage).field, context.scope.period
    return inside(context, measure, by, key).add(f"{field} BETWEEN ? AND ?", period.first_day, period.last_day)


def _count(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    return [selected(context, measure, _reached(context, measure, by, key))]


def _summed(
    context: Context, measure: Measure, by: str, key: str, parts: Sequence[tuple[Side, str]]
) -> list[Selection]:
    """Sums of fields, of differences of two and of yes-or-no facts; the rows that bring something."""
    flags = {flag.name for flag in context.ledger(measure.ledger).flags}
    found = []
    for side, name in parts:
        where = _reached(context, measure, by, key)
        if not name:
            found.append(selected(context, measure, where, side))
        elif name in flags:
            found.append(selected(context, measure, where.add(f"{name} = 1"), side))
        else:
            amount = _amount(name)
            where.add(f"({amount}) IS NOT NULL")
            field = name.partition("-")[0].partition("__with__")[0]
            found.append(selected(context, measure, where, side, amount=amount, adds="sum", field=field))
    return found


def _amount(name: str) -> str:
    """One row's part in a sum; "a-b" is a difference where both are known."""
    field, _, less = name.partition("-")
    return f"{paired_column(field, less)} - {paired_column(less, field)}" if less else field


def _sum(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    return _summed(context, measure, by, key, [("value", measure.field)])


def _ratio(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    if measure.cohort:
        return _cohort(context, measure, by, key)
    above, is_share, base = measure.field.partition("/")
    field, _, less = measure.field.partition("-")
    below = base if is_share else paired_column(field, less) if less else ""
    return _summed(context, measure, by, key, [("numerator", above), ("denominator", below)])


def _cohort(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Items that came to the first stage in the period, and how far they had come by the as-of day."""
    ledger = context.ledger(measure.ledger)
    codes = [stage.code for stage in ledger.stages]

    def base() -> Where:
        where = _reached(context, measure, by, key, measure.from_stage)
        return where.add(f"{STAGE_DAY.format(codes.index(measure.from_stage))} <= ?", day_of(context.as_of))

    if measure.stage:
        above = base().add("furthest >= ?", codes.index(measure.stage))
    else:
        above = base().add("exited_as = ?", measure.field)
    return [selected(context, measure, above, "numerator"), selected(context, measure, base(), "denominator")]


def _distinct(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    actor = context.ledger(measure.ledger).actor_field
    where = _reached(context, measure, by, key).add(f"{actor} <> ''")
    return [selected(context, measure, where, adds="distinct", field=actor)]


def _quantile(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    codes = [stage.code for stage in context.ledger(measure.ledger).stages]
    start, end = (STAGE_DAY.format(codes.index(code)) for code in (measure.from_stage, measure.stage))
    where = _reached(context, measure, by, key).add(f"{start} IS NOT NULL")
    return [selected(context, measure, where, amount=f"{end} - {start}", adds="quantile", quantile=measure.quantile)]


def _stock(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Items open at the end of the period, or at the as-of day where that is earlier."""
    where = inside(context, measure, by, key).add("is_open")
    if measure.stage:
        codes = [stage.code for stage in context.ledger(measure.ledger).stages]
        where.add("furthest = ?", codes.index(measure.stage))
    if measure.field == OVERDUE_FIELD:
        where.add("is_late")
    return [selected(context, measure, where, day=context.units_day)]


def _due(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Items due in the period with the measure's outcomes; a rate's below the line are 应结 less 缓办."""
    ledger, period = context.ledger(measure.ledger), context.scope.period

    def base(names: Sequence[str]) -> Where:
        where = inside(context, measure, by, key)
        where.add(f"{ledger.due_field} BETWEEN ? AND ? AND NOT has_exited", period.first_day, period.last_day)
        if by == "actor":
            where.add(f"{ledger.actor_field} <> ''")
        return where.add("list_contains(?, outcome)", list(names))

    wanted = measure.field.split("+")
    if not measure.is_rate:
        return [selected(context, measure, base(wanted))]
    above, below = base(wanted), base(BASE)
    return [selected(context, measure, above, "numerator"), selected(context, measure, below, "denominator")]


def _due_soon(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    last = after(context.as_of, int(measure.field))
    where = inside(context, measure, by, key).add("is_open AND NOT is_suspended")
    where.add(f"{context.ledger(measure.ledger).due_field} BETWEEN ? AND ?", context.as_of, last)
    return [selected(context, measure, where)]


_KINDS = {
    "count": _count,
    "sum": _sum,
    "ratio": _ratio,
    "distinct": _distinct,
    "quantile": _quantile,
    "stock": _stock,
    "due_count": _due,
    "due_rate": _due,
    "due_soon": _due_soon,
}
