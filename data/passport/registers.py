"""The rows behind figures of registers: what stands on a day, by the conditions the measure itself is counted with."""

from __future__ import annotations

from data.measures.model import Measure
from data.measures.query import Context
from data.measures.registers import end_day, narrow, register_table, standing
from data.passport.model import AMOUNT, Selection, Side
from data.passport.staged import keyed


def registered(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Rows that stand at the end of the period: those counted, or those above and below the line of a share."""
    if not measure.is_rate:
        return [_side(context, measure, by, key, "value")]
    return [_side(context, measure, by, key, "numerator"), _side(context, measure, by, key, "denominator")]


def _side(context: Context, measure: Measure, by: str, key: str, side: Side) -> Selection:
    ledger, day = context.ledger(measure.ledger), end_day(context, context.scope.period)
    where = narrow(standing(context.where(ledger.name), ledger, day), measure.where, day)
    keyed(context, where, ledger, by, key)
    if side == "numerator":
        narrow(where, measure.above, day)
    above, _, below = measure.field.partition("/")
    field = above if side == "numerator" else below or above
    is_counted = measure.kind == "register_count" or not field
    if field:
        where.add(f"{field} IS NOT NULL")
    sql = f"SELECT *, ({'1' if is_counted else field})::DOUBLE AS {AMOUNT} FROM {register_table(ledger)} WHERE {where}"  # noqa: S608  (declared names)
    adds = "distinct" if field and is_counted else "rows" if is_counted else "sum"
    return Selection(side, ledger.name, sql, tuple(where.values), adds, field)  # type: ignore[arg-type]  # words of literals
