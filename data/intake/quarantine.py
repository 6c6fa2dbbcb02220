"""Rows kept aside: read them, hand them out to be corrected, take them back, discard them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data.intake.headers import PENDING_HEADER, REASONS_HEADER, match_columns
from data.intake.sheets_out import Heading, add_sheet, open_workbook, sheet_name, unrunnable
from data.ledgers import LEDGERS, Ledger
from data.store.errors import StoreError
from data.store.reader import Reader
from data.store.schema import QUARANTINE_ID
from data.store.writer import begin

FILE, SHEET, ROW = "来源文件", "来源工作表", "来源行号"
_ABOUT = (FILE, SHEET, ROW)
_REASON_WIDTH = 60


def pending_rows(reader: Reader, ledger: str = "") -> dict[str, pd.DataFrame]:
    """The rows kept aside in a version.

    Args:
        reader: the version.
        ledger: name of the only ledger wanted; empty = all.

    Returns:
        Ledger → frame: 待核编号, where the row comes from, its cells under the ledger's headings, 原因.
    """
    frame = reader.query(
        f"SELECT {QUARANTINE_ID} AS id, * FROM quarantine WHERE $ledger IN ('', ledger) "  # noqa: S608  (our own names)
        "ORDER BY ledger, file, sheet, row_number",
        {"ledger": ledger},
    )
    return {
        str(name): _as_frame(rows, reader.ledger(str(name)) if name in LEDGERS else None)
        for name, rows in frame.groupby("ledger", sort=True)
    }


def write_pending(reader: Reader, path: Path, ledger: str = "") -> list[Path]:
    """Write the rows kept aside, to be corrected and imported again.

    Args:
        reader: the version.
        path: ends in .xlsx (one sheet a ledger) or .csv (one file a ledger, named after it where there are several).
        ledger: name of the only ledger wanted; empty = all.

    Returns:
        The files written.

    Raises:
        StoreError: nothing is kept aside.
    """
    frames = pending_rows(reader, ledger)
    if not frames:
        raise StoreError("没有待核的行")
    if path.suffix.lower() != ".csv":
        _write_workbook({reader.ledger(name).label: frame for name, frame in frames.items()}, path)
        return [path]
    written = []
    for name, frame in frames.items():
        target = path if len(frames) == 1 else path.with_stem(f"{path.stem}-{reader.ledger(name).label}")
        corrected_file(frame, reader.ledger(name), target)
        written.append(target)
    return written


def corrected_file(frame: pd.DataFrame, ledger: Ledger, path: Path) -> Path:
    """Write corrected rows as a file that is imported like any other.

    Rows that pass leave the quarantine; rows that are refused again stay, with the new reasons.

    Args:
        frame: as :func:`pending_rows` gives it, cells edited.
        ledger: the ledger.
        path: ends in .xlsx or .csv.
    """
    if path.suffix.lower() == ".csv":
        cells = _written(frame)
        cells.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        _write_workbook({ledger.label: frame}, path)
    return path


def discard(home: Path, ids: Collection[str], note: str = "") -> int:
    """Remove rows kept aside; that is a version of its own, which can be taken back.

    Args:
        home: the store's folder.
        ids: their numbers (待核编号).
        note: what the version says about itself.

    Returns:
        The new version.

    Raises:
        StoreError: none of the numbers is known, or the store is busy.
    """
    with begin(home, note=note or f"不再核对 {len(ids)} 行待核") as txn:
        if not txn.discard_quarantine(ids):
            raise StoreError("待核清单里没有这些编号，可能已经处理过，请重新列出")
        return txn.publish()


def _as_frame(rows: pd.DataFrame, ledger: Ledger | None) -> pd.DataFrame:
    cells = pd.DataFrame([_labelled(raw, ledger) for raw in rows["raw"]], index=rows.index, dtype=object)
    order = [field.label for field in ledger.fields] if ledger else []
    known = [label for label in order if label in cells]
    cells = cells[[*known, *(name for name in cells if name not in known)]].fillna("")
    about = pd.DataFrame(
        {PENDING_HEADER: rows["id"], FILE: rows["file"], SHEET: rows["sheet"], ROW: rows["row_number"]}
    )
    reasons = rows["reasons"].map(lambda said: "；".join(said)).rename(REASONS_HEADER)
    return pd.concat([about, cells, reasons], axis=1).reset_index(drop=True)


def _labelled(raw: str, ledger: Ledger | None) -> Mapping[str, str]:
    """The cells of a row under the ledger's own headings: files of one ledger have many."""
    cells: dict[str, str | None] = json.loads(raw)
    labels = _labels(tuple(cells), ledger) if ledger else {}
    return {labels.get(header, header): value or "" for header, value in cells.items()}


@lru_cache(maxsize=64)
def _labels(headers: tuple[str, ...], ledger: Ledger) -> Mapping[str, str]:
    return {headers[place]: field.label for place, field in match_columns(headers, ledger).columns.items()}


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of the file: the number first, the reasons last."""
    cells = [name for name in frame.columns if name not in (PENDING_HEADER, REASONS_HEADER, *_ABOUT)]
    texts = frame[[PENDING_HEADER, *cells, REASONS_HEADER]].fillna("").astype(str)
    # What is guarded already is left as it is: these are the words of the file.
    return texts.map(lambda text: text if text.startswith("'") else unrunnable(text))


def _write_workbook(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    with open_workbook(path) as book:
        for label, frame in frames.items():
            cells = _written(frame)
            rows: Sequence[Sequence[object]] = cells.to_numpy().tolist()
            headings = [
                Heading(name, "words", _REASON_WIDTH) if name == REASONS_HEADER else Heading(name)
                for name in cells.columns
            ]
            add_sheet(book, sheet_name(label), headings, rows)
