"""Registers (名册): ledgers without stages, whose rows stand from a day until a day, counted as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.ledgers import Ledger
from data.measures.model import BY_THEN, NOT_PASSED, NOT_YET, PASSED, Condition, Measure
from data.measures.parts import Parts
from data.measures.query import Context, Where
from data.measures.scope import Period

STATED = "*"
"""As the value of a condition: the field is not empty."""
MORE_THAN_NONE = ">0"
"""As the value of a condition: the number is above zero."""
_ON_DAY = {
    BY_THEN: "{0} <= ?",
    NOT_YET: "({0} IS NULL OR {0} > ?)",
    PASSED: "{0} < ?",
    NOT_PASSED: "({0} IS NULL OR {0} >= ?)",
}


def register_parts(context: Context, measure: Measure, by: str) -> Parts:
    """A measure of a register by a key: as of the end of the period; by month: of each month."""
    if by == "month":
        return by_month(context, lambda day: _at(context, measure, "", day))
    return _at(context, measure, by, end_day(context, context.scope.period))


def by_month(context: Context, at: Callable[[date], Parts]) -> Parts:
    """What holds at the end of each month of the period up to the as-of day."""
    months = [month for month in context.scope.period.months if month <= f"{context.as_of:%Y-%m}"]
    found = [at(end_day(context, Period(month, month))).aligned([""]) for month in months]
    names = ("numerator", "denominator", "value", "base")
    return Parts(months, {name: [getattr(part, name)[0] for part in found] for name in names})


def end_day(context: Context, period: Period) -> date:
    """The day a register is read at: the period's last, or the as-of day where that is earlier."""
    return min(period.last_day, context.as_of)


def register_table(ledger: Ledger) -> str:
    """The register with the columns all breakdowns go by: category, dimensions without gaps, g1 to g3."""
    texts = {"category": ledger.category_field, **{name: name for name in ledger.dimensions}}
    columns = [f"coalesce(r.{name}, '') AS {alias}" for alias, name in texts.items() if name]
    rest = f"r.* EXCLUDE ({', '.join(ledger.dimensions)})" if ledger.dimensions else "r.*"
    grids = [f"coalesce(t.g{level}, '') AS g{level}" for level in (1, 2, 3)]
    # the names are those of declarations
    return (
        f"(SELECT {', '.join([rest, *columns, *grids])} FROM {ledger.name} r "  # noqa: S608
        f"LEFT JOIN grid_tree t ON r.{ledger.grid_field} = t.grid_code)"
    )


def standing(where: Where, ledger: Ledger, day: date) -> Where:
    """Only rows that stand on a day; no date means always."""
    for name, test in ((ledger.since_field, "<="), (ledger.until_field, ">")):
        if name:
            where.add(f"({name} IS NULL OR {name} {test} ?)", day)
    return where


def narrow(where: Where, conditions: tuple[Condition, ...], day: date) -> Where:
    """Conditions on fields as of a day; several on the same field are alternatives."""
    for field in dict.fromkeys(name for name, _ in conditions):
        tests = [_test(field, value, day) for name, value in conditions if name == field]
        where.add(f"({' OR '.join(test for test, _ in tests)})", *(value for _, values in tests for value in values))
    return where


def _test(field: str, value: str, day: date) -> tuple[str, tuple[str | date, ...]]:
    if value in _ON_DAY:
        return _ON_DAY[value].format(field), (day,)
    if value == STATED:
        return f"coalesce({field}::VARCHAR, '') <> ''", ()
    return (f"{field} > 0", ()) if value == MORE_THAN_NONE else (f"{field}::VARCHAR = ?", (value,))


def _at(context: Context, measure: Measure, by: str, day: date) -> Parts:
    ledger = context.ledger(measure.ledger)
    above = narrow(Where(), measure.above, day)
    where = narrow(standing(context.where(ledger.name), ledger, day), measure.where, day)
    key = ledger.actor_field if by == "actor" else context.key_sql(by)
    if by.startswith("grid") or by == "actor":
        where.add(f"{key} <> ''")
    upper, lower = _sums(measure)
    # values of the SELECT come before those of the WHERE
    where.values[:0] = above.values
    columns = (
        f"{key} AS key, ({upper} FILTER (WHERE {above}))::DOUBLE AS above, "
        f"({lower})::DOUBLE AS below, count(*)::DOUBLE AS n"
    )
    found = context.arrays(columns, register_table(ledger), where, "GROUP BY key ORDER BY key" if by else "")
    keys = [str(name) for name in found["key"]] if by else [""]
    upper_values, lower_values, base = (_floats(found[name]) for name in ("above", "below", "n"))
    if not measure.is_rate:
        return Parts(keys, {"value": lower_values, "base": base})
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = upper_values * (100 if measure.is_share else 1)
        value = np.where(lower_values > 0, scaled / lower_values, np.nan)
    return Parts(keys, {"numerator": upper_values, "denominator": lower_values, "value": value, "base": lower_values})


def _sums(measure: Measure) -> tuple[str, str]:
    """What is added above and below the line; a count has the same rows below, without the further condition."""
    if measure.kind == "register_count":
        counted = f"count(DISTINCT {measure.field})" if measure.field else "count(*)"
        return counted, counted
    if not measure.field:
        return "count(*)", "count(*)"
    first, _, second = measure.field.partition("/")
    return f"sum({first})", f"sum({second or first})"


def _floats(values: NDArray[np.generic]) -> NDArray[np.float64]:
    # an empty sum is nothing, which is 0 of a register
    return np.nan_to_num(np.ma.filled(values.astype("float64"), np.nan))
