"""Rows kept aside: read them, hand them out to be corrected, take them back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from data.access.masking import mask
from data.ledgers import LEDGERS, Ledger
from data.store.errors import StoreError
from data.store.reader import Reader

PENDING_HEADER, REASONS_HEADER = "待核编号", "原因"
FILE, SHEET, ROW = "来源文件", "来源工作表", "来源行号"


def pending_rows(reader: Reader, ledger: str = "") -> dict[str, pd.DataFrame]:
    """The rows kept aside in a version.

    Args:
        reader: the version.
        ledger: name of the only ledger wanted; empty = all.

    Returns:
        Ledger → frame: 待核编号, where the row comes from, its cells, 原因.
    """
    stored = reader.query(
        "SELECT * FROM quarantine WHERE $ledger IN ('', ledger) ORDER BY ledger, file, sheet, row_number",
        {"ledger": ledger},
    )
    return {str(name): _as_frame(rows) for name, rows in stored.groupby("ledger", sort=True)}


def write_pending(reader: Reader, path: Path, ledger: str = "") -> list[Path]:
    """Write the rows kept aside as a workbook, one sheet a ledger.

    Raises:
        StoreError: nothing is kept aside.
    """
    frames = pending_rows(reader, ledger)
    if not frames:
        raise StoreError("没有待核的行")
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for name, frame in frames.items():
            frame.to_excel(book, sheet_name=LEDGERS[name].label[:31], index=False)
    return [path]


def corrected_file(frame: pd.DataFrame, ledger: Ledger, path: Path) -> Path:
    """Write corrected rows as a file that is imported like any other.

    Args:
        frame: as :func:`pending_rows` gives it, cells edited.
        ledger: the ledger.
        path: ends in .xlsx.
    """
    frame.drop(columns=[FILE, SHEET, ROW]).to_excel(path, sheet_name=ledger.label[:31], index=False)
    return path


def _as_frame(rows: pd.DataFrame) -> pd.DataFrame:
    texts = [{name: mask(text or "") for name, text in json.loads(raw).items()} for raw in rows["raw"]]
    cells = pd.DataFrame(texts, index=rows.index, dtype=object).fillna("")
    keys = rows[["ledger", "file", "sheet", "row_number"]].astype(str).agg("\x1f".join, axis=1)
    ids = [hashlib.sha256(key.encode()).hexdigest()[:12] for key in keys]
    about = pd.DataFrame({PENDING_HEADER: ids, FILE: rows["file"], SHEET: rows["sheet"], ROW: rows["row_number"]})
    reasons = rows["reasons"].map("；".join).rename(REASONS_HEADER)
    return pd.concat([about, cells, reasons], axis=1).reset_index(drop=True)
