"""Numbers as people wrote them: 100余, 15—20万. The stored number adds up; the word beside it is what is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from data.ledgers import Ledger
from data.store.reader import Reader
from data.store.schema import QUALIFIERS

AS_WRITTEN = "as_written"
"""Column beside the fields of an item: field → what was written, for numbers that are not exact; else None."""


@lru_cache(maxsize=256)
def has_inexact(store: Reader, ledger: str) -> bool:
    """Whether any row of a ledger holds a number that is not exact; nearly always not."""
    if not store.has_rows(ledger):
        return False
    return not store.query(f"SELECT 1 FROM {ledger} WHERE {QUALIFIERS} IS NOT NULL LIMIT 1").empty  # noqa: S608  (declared names)


def with_words(store: Reader, ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Items with a further column ``as_written``.

    Args:
        store: the version.
        ledger: the declaration.
        frame: fields of the ledger, its number among them.
    """
    if not ledger.id_field or frame.empty or not has_inexact(store, ledger.name):
        return frame.assign(**{AS_WRITTEN: None})
    codes = [str(code) for code in frame[ledger.id_field]]
    found = store.query(
        f"SELECT {ledger.id_field} AS code, {QUALIFIERS} AS said FROM {ledger.name} "  # noqa: S608  (declared names)
        f"WHERE {QUALIFIERS} IS NOT NULL AND {ledger.id_field} IN (SELECT unnest(?))",
        [codes],
    )
    said = {str(code): json.loads(text) for code, text in zip(found["code"], found["said"], strict=True)}
    rows: Sequence[Mapping[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]  # keys are column names
    words = [_still_true(said.get(code, {}), row) for code, row in zip(codes, rows, strict=True)]
    return frame.assign(**{AS_WRITTEN: pd.Series(words, index=frame.index, dtype=object)})


def _still_true(said: Mapping[str, Mapping[str, Any]], row: Mapping[str, Any]) -> dict[str, str] | None:
    """Field → words; a number that was replaced since has lost its words."""
    words = {name: str(one["text"]) for name, one in said.items() if row.get(name) == one["value"]}
    return words or None
