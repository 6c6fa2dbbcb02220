"""What every mart is made from, and what every mart counts."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from data.ledgers.model import Ledger


@dataclass(frozen=True, slots=True)
class Material:
    """What a mart is made from.

    Attributes:
        ledger: the declaration.
        counted: prepared rows, only the columns that are counted by; computed once.
        whole: prepared rows with every column.
        as_of: 截至 as a whole day.
        ends: month, end_day: the days on which the backlog is taken.
    """

    ledger: Ledger
    counted: nw.LazyFrame
    whole: nw.LazyFrame
    as_of: int
    ends: nw.LazyFrame


def count_rows() -> nw.Expr:
    """The number of rows as BIGINT ``n``."""
    return nw.len().cast(nw.Int64).alias("n")
