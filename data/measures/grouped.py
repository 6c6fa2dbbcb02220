"""Rows of a mart by key, and rates over them: what every kind of measure is computed with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.measures.model import Measure
from data.measures.parts import Floats, Parts
from data.measures.query import Context, Where

DECIMALS = 6
"""Sums of decimals are rounded here, so that the order of adding never shows."""

Columns = dict[str, NDArray[Any]]


def grouped(context: Context, columns: str, table: str, where: Where, by: str, *more: str) -> Columns:
    """Columns by key (and more), the key first as ``key``."""
    key = context.key_sql(by)
    if by.startswith("grid") or by == "actor":
        where.add(f"{key} <> ''")
    names = ", ".join(("key", *more))
    return context.arrays(
        f"{key} AS key, {', '.join((*more, columns))}", table, where, f"GROUP BY {names} ORDER BY {names}"
    )


def floats(values: NDArray[Any]) -> Floats:
    """Numbers as floats, a missing one as NaN."""
    return np.round(np.ma.filled(values.astype("float64"), np.nan), DECIMALS)


def rate(measure: Measure, keys: Iterable[str], numerator: Floats, denominator: Floats, base: Floats) -> Parts:
    """A rate with its parts."""
    value = quotient(measure, numerator, denominator)
    return Parts(keys, {"numerator": numerator, "denominator": denominator, "value": value, "base": base})


def quotient(measure: Measure, numerator: Floats, denominator: Floats) -> Floats:
    """Numerator over denominator, in per cent for shares; missing where there is nothing below the line."""
    scale = 100 if measure.is_share else 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator == 0, np.nan, numerator * scale / denominator)
