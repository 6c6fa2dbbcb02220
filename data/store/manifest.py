"""The manifest: everything a version consists of, as frozen values and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.ledgers.profile import PLAIN, Profile, profile_from


@dataclass(frozen=True, slots=True)
class TableFile:
    """One immutable file of a table.

    Attributes:
        path: relative to the store's home, with forward slashes.
        rows: number of rows (features, for geometry).
        month: "YYYY-MM" of the opened date for tables kept by month, else None.
        sha256: hash of the file's bytes.
        size_bytes: length of the file.
    """

    path: str
    rows: int
    month: str | None = None
    sha256: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or sheet of a file) that was imported.

    Attributes:
        import_id: the import the rows carry.
        file: name of the file, without its folder.
        sheet: name of the sheet; empty for files without sheets.
        ledger: ledger the rows went to ("grids" for boundaries).
        sha256: hash of the file as given.
        rows_read: rows found below the header.
        rows_accepted: rows that passed the checks.
        rows_quarantined: rows refused with reasons.
        rows_duplicate: accepted rows the store already held word for word.
        imported_at: ISO 8601 with offset.
        imported_by: who imported it, as they called themselves; empty where nobody said.
    """

    import_id: str
    file: str
    sheet: str = ""
    ledger: str = ""
    sha256: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    imported_at: str = ""
    imported_by: str = ""


@dataclass(frozen=True, slots=True)
class DistrictInfo:
    """What the district says about itself (district.toml)."""

    name: str = "本区"
    level_names: tuple[str, str, str] = ("一级网格", "二级网格", "三级网格")
    is_demo: bool = False
    as_of: date | None = None
    profile: Profile = PLAIN


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Rows of a ledger and the first and last day on which an item was opened (None without dates)."""

    rows: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version.

    Attributes:
        version: its number; never used twice.
        parent: the version it was made from, or None for the first.
        created_at: when it was published, ISO 8601 with offset.
        note: what the import said about itself.
        as_of: 截至; the district's own date, else the latest stage date of any ledger.
        district: name, level names, demo mark.
        tables: table → files, in month order.
        sources: every file imported so far, oldest first.
        ledgers: ledger → summary, for ledgers with rows.
        marts: ledger → what its marts are built by, see ``data.store.fingerprint``; empty in versions from before it was noted.
        renews: the version whose place this one takes, with marts built anew; None for all others.
    """

    version: int
    parent: int | None
    created_at: str
    note: str
    as_of: date
    district: DistrictInfo = DistrictInfo()
    tables: Mapping[str, tuple[TableFile, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    ledgers: Mapping[str, LedgerSummary] = field(default_factory=dict)
    marts: Mapping[str, str] = field(default_factory=dict)
    renews: int | None = None

    def files(self, table: str) -> tuple[TableFile, ...]:
        """The files of a table; empty when the version has none."""
        return self.tables.get(table, ())

    @property
    def paths(self) -> set[str]:
        """Every file the version needs."""
        return {file.path for files in self.tables.values() for file in files}

    def to_json(self) -> str:
        """The text kept on disk; :meth:`from_json` reads it back."""
        body = {
            "version": self.version,
            "parent": self.parent,
            "created_at": self.created_at,
            "note": self.note,
            "as_of": self.as_of.isoformat(),
            "district": {
                "name": self.district.name,
                "level_names": list(self.district.level_names),
                "is_demo": self.district.is_demo,
                "as_of": _iso(self.district.as_of),
                **self.district.profile.to_dict(),
            },
            "tables": {name: [asdict(file) for file in files] for name, files in sorted(self.tables.items())},
            "sources": [asdict(source) for source in self.sources],
            "ledgers": {
                name: {"rows": summary.rows, "from": _iso(summary.first), "to": _iso(summary.last)}
                for name, summary in sorted(self.ledgers.items())
            },
            "marts": dict(sorted(self.marts.items())),
            "renews": self.renews,
        }
        return json.dumps(body, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read the text kept on disk.

        Raises:
            ValueError, KeyError, TypeError: the text is not a manifest.
        """
        body = json.loads(text)
        return cls(
            version=body["version"],
            parent=body["parent"],
            created_at=body["created_at"],
            note=body["note"],
            as_of=date.fromisoformat(body["as_of"]),
            district=district_from(body["district"]),
            tables={name: tuple(TableFile(**file) for file in files) for name, files in body["tables"].items()},
            sources=tuple(Source(**source) for source in body["sources"]),
            ledgers={
                name: LedgerSummary(summary["rows"], _day(summary["from"]), _day(summary["to"]))
                for name, summary in body["ledgers"].items()
            },
            marts=body.get("marts", {}),
            renews=body.get("renews"),
        )

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest file."""
        return cls.from_json(path.read_text(encoding="utf-8"))


def district_from(values: Mapping[str, Any]) -> DistrictInfo:
    """The district from the keys of a district.toml or a manifest; missing keys keep their defaults.

    Raises:
        ValueError: level_names are not three names, as_of is not a date, or a word of the profile is wrong.
    """
    default = DistrictInfo()
    names = tuple(str(name) for name in values.get("level_names") or default.level_names)
    if len(names) != 3:
        raise ValueError(f'level_names 应为三级名称，例如 ["街道", "社区", "网格"]，收到 {len(names)} 个')
    return DistrictInfo(
        name=str(values.get("name") or default.name),
        level_names=(names[0], names[1], names[2]),
        is_demo=bool(values.get("is_demo", default.is_demo)),
        as_of=_day(values.get("as_of")),
        profile=profile_from(values),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"日期应写成 2025-06-30 的样子，收到“{value}”") from None
