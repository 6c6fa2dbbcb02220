"""The demo files, written once for these tests, and read back as anybody would read them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import shape

from data.demo.generate import write_demo
from data.ledgers import LEDGERS, Ledger

_NAMED = {
    "grids": ["网格台账.xlsx"],
    "volunteer_events": ["志愿服务台账_2023下.csv", "志愿服务台账_2024.xlsx", "志愿服务台账_2025上.csv"],
    "micro_wishes": ["微心愿台账.xlsx"],
    "demands": ["需求清单台账.csv"],
    "projects": ["项目清单台账.xlsx"],
    "demand_project_links": ["需求项目对应表.csv"],
}
"""Ledgers whose files go by names of their own; the others by the ledger's."""
_FILES = {name: _NAMED.get(name, [f"{ledger.label}.xlsx"]) for name, ledger in LEDGERS.items()}
_BOUNDARIES = {1: "街道边界", 2: "社区边界", 3: "网格边界"}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo_files")
    write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def net(demo_folder: Path) -> dict[int, pd.DataFrame]:
    """Boundaries by level, indexed by code: name, parent, level, kind, polygon."""
    return {level: read_boundaries(demo_folder / f"{name}.geojson") for level, name in _BOUNDARIES.items()}


@pytest.fixture(scope="session")
def ledgers(demo_folder: Path) -> dict[str, pd.DataFrame]:
    """Each ledger's files as one frame with declared names and all declared columns, dates as timestamps."""
    return {
        name: pd.concat([read_ledger(demo_folder / file, LEDGERS[name]) for file in files], ignore_index=True)
        for name, files in _FILES.items()
        if (demo_folder / files[0]).exists()
    }


def read_boundaries(path: Path) -> pd.DataFrame:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rows = [{**feature["properties"], "polygon": shape(feature["geometry"])} for feature in features]
    return pd.DataFrame(rows).set_index("网格编码")


def read_ledger(path: Path, ledger: Ledger) -> pd.DataFrame:
    """Every heading must be a declared one; text stays text, numbers and dates are read by the declared type."""
    if path.suffix == ".xlsx":
        frame = pd.read_excel(path, dtype=str, engine="calamine")
    else:
        encoding = "utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "gb18030"
        frame = pd.read_csv(path, dtype=str, encoding=encoding)
    names = {header: field.name for field in ledger.fields for header in field.headers}
    frame = frame.rename(columns=lambda header: names[header])
    for field in ledger.fields:
        if field.name in frame and field.type == "date":
            frame[field.name] = pd.to_datetime(frame[field.name].str.replace(" 00:00:00", ""), format="mixed")
        elif field.name in frame and field.type in ("integer", "decimal"):
            frame[field.name] = pd.to_numeric(frame[field.name])
    return frame
