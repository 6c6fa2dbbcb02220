"""Geometry where the browser can fetch it: content-named files in the app's static folder."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.views.map_state import Geometry
from data.grids.tiles import point_map, tile_map, with_coordinates
from data.measures.answers import Answers
from data.settings import PROJECT_ROOT

STATIC = PROJECT_ROOT / "static"
LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Atlas:
    """The published geometry of a version.

    Attributes:
        drawn: real shapes and points.
        tiles: the schematic map, for levels that have neither.
        deepest: the lowest level that has grids; 0 without any.
    """

    drawn: Geometry
    tiles: Geometry
    deepest: int

    def for_level(self, level: int) -> Geometry:
        """What to fetch when a level is shown: everything in the same coordinates as that level."""
        return self.drawn if level in self.drawn.levels else self.tiles


def publish_geometry(answers: Answers) -> Atlas:
    """Put a version's geometry where the browser can fetch it; files that are there already stay.

    Returns:
        Addresses relative to the static folder. Names are hashes of the content, so a browser may keep them.
    """
    district = answers.district
    return _atlas(f"{answers.store.home}@{district.version}@{district.imported_at}", answers)


@st.cache_resource(max_entries=8, show_spinner=False)
def _atlas(identity: str, _answers: Answers) -> Atlas:
    grids = _answers.grids(with_closed=True)
    files = _answers.geometry_files()
    levels: dict[int, tuple[str, ...]] = {}
    kinds: dict[int, Literal["shape", "point", "tile"]] = {}
    placed = with_coordinates(grids)
    for level in LEVELS:
        shapeless = placed[(placed["level"] == level) & ~placed["has_shape"].astype(bool)]
        points = point_map(shapeless)
        addresses = [_publish_file(Path(files[level]))] if level in files else []
        if points["features"]:
            addresses.append(_publish_bytes(_packed(points)))
        if addresses:
            levels[level] = tuple(addresses)
            kinds[level] = "shape" if level in files else "point"
    background = _answers.store.background_file
    drawn = Geometry(levels, _publish_file(background) if background else "", kinds)
    known = {int(level) for level in grids["level"].unique()}
    return Atlas(drawn, _tiles(grids) if known - set(levels) else Geometry(), max(known, default=0))


def _tiles(grids: pd.DataFrame) -> Geometry:
    levels = {level: (_publish_bytes(_packed(shapes)),) for level, shapes in tile_map(grids).items()}
    return Geometry(levels, "", dict.fromkeys(levels, "tile"))


def _packed(collection: dict[str, Any]) -> bytes:
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _publish_bytes(content: bytes) -> str:
    address = f"geo/{hashlib.sha256(content).hexdigest()[:16]}.json.gz"
    if not (STATIC / address).exists():
        _swap_in(STATIC / address, lambda path: path.write_bytes(content))
    return address


def _publish_file(source: Path) -> str:
    address = f"geo/{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}.json.gz"
    if not (STATIC / address).exists():
        _swap_in(STATIC / address, lambda path: shutil.copyfile(source, path))
    return address


def _swap_in(target: Path, write: Callable[[Path], object]) -> None:
    """Write beside the target and rename: a browser never gets half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{uuid.uuid4().hex}.tmp")
    write(beside)
    beside.replace(target)
