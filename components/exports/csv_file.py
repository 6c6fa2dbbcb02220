"""A frame as a CSV file that Excel opens with its Chinese headings and without running anything."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """UTF-8 with a byte-order mark; text that a spreadsheet would take for a formula gets a leading apostrophe.

    Args:
        frame: the rows.
        labels: column → heading; columns without one are left out.
    """
    columns = [name for name in frame.columns if name in labels]
    safe = frame[columns].map(_neutral).rename(columns=dict(labels))
    return safe.to_csv(index=False).encode("utf-8-sig")


def _neutral(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
