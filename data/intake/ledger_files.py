"""What is stored of a ledger, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.access.export_log import Export, ExportedFile, log_export
from data.ledgers import Ledger
from data.store.reader import Reader


def export_ledger(reader: Reader, ledger: Ledger, path: Path) -> Path:
    """Write every stored row of a ledger, as a workbook or as CSV by the name's ending."""
    labels = {field.name: field.label for field in ledger.fields if not field.personal}
    rows = reader.query(f"SELECT {', '.join(labels)} FROM {ledger.name}").rename(columns=labels)  # noqa: S608  (declared names)
    if path.suffix == ".csv":
        rows.to_csv(path, index=False, encoding="utf-8-sig")
    else:
        rows.to_excel(path, index=False, engine="xlsxwriter")
    return path


def log_ledger_export(reader: Reader, title: str, paths: Sequence[Path], way: str) -> None:
    """Note in the log that rows left the house.

    Args:
        reader: the version.
        title: what left.
        paths: the files.
        way: where it was asked for: screen, command.
    """
    entry = Export(title, "", reader.version, reader.district.name, "", "", (), (), way)
    log_export(reader.home, replace(entry, files=tuple(ExportedFile.of(path) for path in paths)))
