"""Numbers that are not exact, in tables: 100余 stands in the cell, 100 is what the column is sorted and added up by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from data.measures.spoken import AS_WRITTEN

Words = Mapping[str, tuple[str, ...]]
"""Column → row by row what was written; empty where the number is exact."""


def words_of(rows: pd.DataFrame, names: Sequence[str] | None = None) -> Words:
    """The words of a frame of items, by column; columns of exact numbers alone are left out.

    Args:
        rows: with the column ``as_written``.
        names: the columns that are shown; all where None.
    """
    said = [one or {} for one in rows[AS_WRITTEN]]
    known = dict.fromkeys(name for one in said for name in one if names is None or name in names)
    return {name: tuple(one.get(name, "") for one in said) for name in known}


def in_words(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The frame with the words in place of the numbers, for files of text."""
    told = {
        name: [text or value for text, value in zip(texts, rows[name].astype(object), strict=True)]
        for name, texts in words.items()
    }
    return rows.assign(**{name: pd.Series(cells, index=rows.index, dtype=object) for name, cells in told.items()})
