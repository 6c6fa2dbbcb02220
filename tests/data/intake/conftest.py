from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.intake.report import FileReport, ImportReport
from data.intake.run import import_files
from data.settings import PROJECT_ROOT
from data.store.pointer import current_version, read_manifest
from data.store.reader import Reader

SHARED = PROJECT_ROOT.parent / "shared"

NASTY = SHARED / "nasty"

EVENT_HEADERS = ["活动编号", "活动名称", "网格编码", "活动类型", "活动日期", "参与人次", "服务时长"]


class Store:
    """A fresh store and short ways to fill and read it."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder

    def bring(self, *paths: Path, **wishes: object) -> ImportReport:
        return import_files(list(paths), self.home, **wishes)

    def bring_one(self, path: Path, **wishes: object) -> FileReport:
        return self.bring(path, **wishes).files[0]

    def rows(self, table: str) -> pd.DataFrame:
        version = current_version(self.home)
        assert version is not None, "nothing was stored"
        return Reader(self.home, read_manifest(self.home, version)).query(f"SELECT * FROM {table}")

    def reasons(self) -> dict[int, str]:
        frame = self.rows("quarantine")
        return {row.row_number: "；".join(row.reasons) for row in frame.itertuples()}

    def csv(self, name: str, rows: Sequence[Sequence[str]], headers: Sequence[str] = EVENT_HEADERS) -> Path:
        path = self.folder / name
        lines = [",".join(headers), *(",".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def geojson(self, name: str, features: Sequence[dict[str, object]], **members: object) -> Path:
        path = self.folder / name
        body = {"type": "FeatureCollection", "features": list(features), **members}
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        return path


def everything_stored(home: Path) -> str:
    """All that a store holds, as text, the packed as well."""
    said = [
        json.dumps(pq.read_table(path).to_pydict(), default=str, ensure_ascii=False) for path in home.rglob("*.parquet")
    ]
    said += [gzip.decompress(path.read_bytes()).decode() for path in home.rglob("*.gz")]
    said += [path.read_text(encoding="utf-8") for path in home.rglob("*.json")]
    return "\n".join(said)


def canary() -> str:
    """The text that an outside file would bring in."""
    return (NASTY / "_canary.txt").read_text(encoding="utf-8").strip()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "files"
    folder.mkdir()
    return Store(tmp_path / "store", folder)


@pytest.fixture
def shared_file() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the team's sample file {name} is not beside this checkout")
        return path

    return find


def square(x: float, y: float, size: float) -> dict[str, object]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, object] | None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def event(code: str = "E1", **cells: str) -> list[str]:
    """One good row of a volunteer ledger, cells replaced by header."""
    good = dict(zip(EVENT_HEADERS, [code, "清扫楼道", "010101", "环境整治", "2025-06-01", "12", "24.5"], strict=True))
    return list((good | cells).values())
