"""The log of what left the house: when, what, about what, in which files. It names no person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.measures.scope import Scope
from data.store.journal import append, appending, as_line, entries
from data.store.layout import Layout


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file as it left.

    Attributes:
        name: without its folder.
        sha256: of its bytes.
        size: in bytes.
    """

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, path: Path) -> ExportedFile:
        """The file as it lies on the disk."""
        with path.open("rb") as file:
            return cls(path.name, hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> ExportedFile:
        """A file that was never on the disk."""
        return cls(name, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class Export:
    """One export.

    Attributes:
        title: of the document.
        code: citation code of the whole.
        version: number of the version.
        scope: what it is about, in words.
        area: code of the area; empty = the district.
        period: the months, as ``Period.parse`` reads them.
        views: page.view, in order.
        files: what was written.
        way: where it was asked for: screen, command, card.
        at: when, ISO 8601 in UTC.
    """

    title: str
    code: str
    version: int
    scope: str
    area: str
    period: str
    views: tuple[str, ...]
    files: tuple[ExportedFile, ...]
    way: str
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def of(self, content: bytes) -> Export:
        """The same with the bytes of its one file."""
        return replace(self, files=(ExportedFile.of_bytes(self.files[0].name, content),))

    @property
    def formats(self) -> tuple[str, ...]:
        """Endings of the files, once each."""
        return tuple(dict.fromkeys(file.name.rpartition(".")[2] for file in self.files))


def log_export(home: Path, export: Export) -> None:
    """Add an export to the log.

    Raises:
        StoreBusyError: another program holds the file.
    """
    layout = Layout(home.absolute())
    with appending(layout):
        append(layout.export_log, as_line(asdict(export)))


def made(
    title: str, code: str, version: int, scope: Scope, area_name: str, views: Sequence[tuple[str, str]], way: str
) -> Export:
    """An export without its files yet."""
    return Export(
        title,
        code,
        version,
        scope.sentence(area_name),
        scope.grid_code,
        str(scope.period),
        tuple(f"{page}.{view}" for page, view in views),
        (),
        way,
    )


def read_exports(home: Path, last: int = 0) -> list[Export]:
    """The log, newest first.

    Args:
        home: the store's folder.
        last: how many; 0 = all.
    """
    found = []
    for entry in reversed(entries(Layout(home).export_log)):
        export = _export(entry)
        if export is not None:
            found.append(export)
        if last and len(found) == last:
            break
    return found


def _export(entry: Mapping[str, Any]) -> Export | None:
    try:
        files = tuple(ExportedFile(**file) for file in entry["files"])
        return Export(**{**entry, "views": tuple(entry["views"]), "files": files})
    except (KeyError, TypeError):
        return None
