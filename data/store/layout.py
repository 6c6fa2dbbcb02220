"""Where the store keeps what. Every path of the store is named here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one store.

    Attributes:
        home: the store's folder.
    """

    home: Path

    @property
    def current(self) -> Path:
        """The pointer: the number of the current version as text, swapped whole."""
        return self.home / "CURRENT"

    @property
    def undone(self) -> Path:
        """Numbers of versions that were current once and were taken back, one a line.

        It tells an undone version from the leftover of an import that died before it became current,
        and keeps version numbers from ever being used twice.
        """
        return self.home / "undone"

    @property
    def pins(self) -> Path:
        """Numbers of versions that are never pruned, one a line."""
        return self.home / "pins"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.home / "lock"

    @property
    def build_lock(self) -> Path:
        """Held while the demo store is being made."""
        return self.home / "build.lock"

    @property
    def versions(self) -> Path:
        """Folder of the manifests."""
        return self.home / "versions"

    @property
    def files(self) -> Path:
        """Folder of the immutable files."""
        return self.home / "files"

    @property
    def tmp(self) -> Path:
        """Folder of the staging folders of running imports."""
        return self.home / "tmp"

    @property
    def exports(self) -> Path:
        """Folder of what is remembered about exports."""
        return self.home / "exports"

    @property
    def citations(self) -> Path:
        """Citation codes and what each shows, one JSON object a line, only ever appended to."""
        return self.exports / "citations.jsonl"

    @property
    def cited(self) -> Path:
        """Numbers of versions that a citation code names, one a line: they are never pruned."""
        return self.exports / "cited"

    @property
    def export_log(self) -> Path:
        """Every export, one JSON object a line, only ever appended to."""
        return self.exports / "log.jsonl"

    @property
    def packages(self) -> Path:
        """Folder of documents made for many areas at once; a cache that may be removed."""
        return self.exports / "packages"

    @property
    def exports_lock(self) -> Path:
        """Held while a line is appended, and while old versions are removed."""
        return self.exports / "lock"

    @property
    def meetings(self) -> Path:
        """Folder of the book of meetings: files that only grow, one JSON object a line; the last line of a code holds."""
        return self.home / "meetings"

    @property
    def agendas(self) -> Path:
        """Agendas."""
        return self.meetings / "agendas.jsonl"

    @property
    def opened_meetings(self) -> Path:
        """Meetings as they were opened."""
        return self.meetings / "meetings.jsonl"

    @property
    def orders(self) -> Path:
        """Orders, and what became of them."""
        return self.meetings / "orders.jsonl"

    @property
    def handled(self) -> Path:
        """What was done about signals, one JSON object a line, only ever appended to; the last line of a code holds."""
        return self.home / "attention" / "handled.jsonl"

    @property
    def intake_memory(self) -> Path:
        """What people answered about files, one JSON object a line, only ever appended to; the last line of a code holds."""
        return self.home / "intake" / "memory.jsonl"

    @property
    def originals(self) -> Path:
        """Folder of the files as they were given, where the configuration asks for keeping them."""
        return self.home / "originals"

    def manifest(self, version: int) -> Path:
        """The manifest of a version."""
        return self.versions / f"{version:06d}.json"

    def version_numbers(self) -> list[int]:
        """Numbers of all manifests on disk, ascending."""
        return sorted(int(path.stem) for path in self.versions.glob("[0-9]*.json") if path.stem.isdigit())

    def make(self) -> None:
        """Create the folders."""
        for folder in (self.versions, self.files, self.tmp):
            folder.mkdir(parents=True, exist_ok=True)
