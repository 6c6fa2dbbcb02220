"""Rows the import kept aside, by what is wrong with them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from data.store.reader import Reader

_COLUMN = "regexp_extract(reason, '“([^“”]*)”列：', 1)"
_REST = "CASE WHEN contains(reason, '列：') THEN regexp_extract(reason, '列：(.*)$', 1) ELSE regexp_extract(reason, ' 第 [0-9]+ [行个处]?(.*)$', 1) END"
_BARE = f"regexp_replace({_REST}, '“[^“”]*”', '…', 'g')"
_KIND = f"regexp_replace(regexp_replace({_BARE}, '（[^（）]*）|，请.*$|^…', '', 'g'), '-?[0-9][0-9.,:：/-]*', '…', 'g')"
REASONS = (
    f"SELECT import_id, ledger, file, sheet, row_number, raw, reason, {_COLUMN} AS field_label, "  # noqa: S608  (our own names)
    f"left(trim({_KIND}), 60) AS kind FROM (SELECT * EXCLUDE (reasons), unnest(reasons) AS reason FROM quarantine)"
)
"""One row a reason, with the column it is about and its kind: the sentence without the values in it."""
ROW_COLUMNS = ("ledger", "file", "sheet", "row_number", "reasons", "raw")


@lru_cache(maxsize=4)
def refused(store: Reader) -> pd.DataFrame:
    """Refused rows by ledger, file, column and kind of reason: columns ledger, file, field_label, kind, n; most first.

    A row with two reasons counts under both. Never change the frame.
    """
    return store.query(
        "SELECT ledger, file, field_label, kind, count(DISTINCT (import_id, sheet, row_number))::BIGINT AS n "  # noqa: S608  (our own names)
        f"FROM ({REASONS}) GROUP BY ALL ORDER BY n DESC, ledger, file, field_label, kind"
    )


def refused_total(store: Reader) -> int:
    """How many rows are kept aside."""
    return sum(file.rows for file in store.manifest.files("quarantine"))


def refused_rows(
    store: Reader, reason: tuple[str, str] | None, limit: int, offset: int, file: str = ""
) -> tuple[pd.DataFrame, int]:
    """The rows themselves, those with one reason (column and kind), of one file, or all: ``ROW_COLUMNS``, and how many.

    What was written is stored masked already.
    """
    where, values = ("true", []) if reason is None else ("field_label = ? AND kind = ?", [*reason])
    rows = (
        "SELECT ledger, file, sheet, row_number, import_id, string_agg(reason, '；') AS reasons, any_value(raw) AS raw "  # noqa: S608  (our own names)
        f"FROM ({REASONS}) WHERE ? IN ('', file) GROUP BY ledger, file, sheet, row_number, import_id "
        f"HAVING count(*) FILTER ({where}) > 0"
    )
    values = [file, *values]
    total = int(store.arrays(f"SELECT count(*) AS n FROM ({rows})", values)["n"][0])  # noqa: S608  (our own names)
    page = store.query(
        f"SELECT {', '.join(ROW_COLUMNS)} FROM ({rows}) ORDER BY ledger, file, sheet, row_number "  # noqa: S608  (our own names)
        f"LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    return page, total
