"""Where the faults of the net lie, as dots on the map that can be clicked, and which fault a click means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import shapely.geometry

from data.measures.answers import Answers

MOST_SPOTS = 300
_DIGITS = 6


def spots_of(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A dot a place: where it lies (or the grid it lies in), what it is called, and its faults.

    Args:
        rows: of ``answers.quality.geometry()``; a fault without grids and shape has no place.
    """
    found: dict[Any, dict[str, Any]] = {}
    for place, (label, shape, codes) in enumerate(zip(rows["label"], rows["shape"], rows["grid_codes"], strict=True)):
        at = _point(shape)
        where = tuple(at) if at else codes[0] if len(codes) else ""
        if not where:
            continue
        spot = found.setdefault(where, {"at": at, "code": "" if at else where, "label": label, "ids": []})
        spot["ids"].append(place)
    return [
        spot | {"label": f"{spot['label']}等 {len(spot['ids'])} 处" if len(spot["ids"]) > 1 else spot["label"]}
        for spot in list(found.values())[:MOST_SPOTS]
    ]


def _point(shape: object) -> list[float]:
    """A point inside a shape; none where there is no shape."""
    if not isinstance(shape, dict):
        return []
    inside = shapely.geometry.shape(shape).representative_point()
    return [] if inside.is_empty else [round(inside.x, _DIGITS), round(inside.y, _DIGITS)]


def in_grid(answers: Answers, code: str) -> list[int]:
    """The faults of a grid or below it."""
    rows = answers.quality.geometry()["grid_codes"]
    return [place for place, codes in enumerate(rows) if any(code in _way(answers, one) for one in codes)]


def _way(answers: Answers, code: str) -> Sequence[str]:
    return [code, *(above for above, _ in answers.grid_path(code))]


def following(places: Sequence[int], chosen: int | None) -> int | None:
    """The fault a click means where there are several: the next after the one that is shown."""
    if not places:
        return None
    return places[(places.index(chosen) + 1) % len(places)] if chosen in places else places[0]
