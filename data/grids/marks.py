"""Places on the map that findings about boundaries are about: few, light, the weightiest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.intake.report import FileReport, Mark
from data.store.schema import FINDING_COLUMNS

MOST_MARKS = 200
_MOST_POINTS = 400
_FINEST = 1e-5
"""Degrees, about a metre: the first step by which an outline is made lighter."""
_DIGITS = 6
_HAIR = 1e-3


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was noticed.

    Attributes:
        message: one Chinese sentence.
        grid_codes: the grids it is about.
        shape: in degrees.
    """

    message: str
    grid_codes: tuple[str, ...]
    shape: shapely.Geometry | None


def mark(report: FileReport, code: str, places: Iterable[Place]) -> None:
    """Add the places of a finding to its file's marks; of all of them the most important stay.

    Args:
        report: holds the finding already, by whose weight the marks are ordered, before their size.
        code: the finding's.
        places: without a shape they are left out.
    """
    fresh = [
        Mark(code, place.message, place.grid_codes, shape)
        for place in places
        if place.shape is not None and (shape := light(place.shape))
    ]
    if not fresh:
        return
    weights = weights_of(report)
    marks = [*report.marks, *fresh]
    areas = [shapely.area(shapely.from_geojson(json.dumps(one.shape))) for one in marks]
    order = sorted(
        range(len(marks)), key=lambda place: (weights.get(marks[place].code, "warn") == "info", -areas[place])
    )
    report.marks = [marks[place] for place in order[:MOST_MARKS]]


def weights_of(report: FileReport) -> dict[str, str]:
    """Code of a finding → its weight."""
    return {finding.code: finding.weight for finding in report.findings}


def light(shape: shapely.Geometry) -> dict[str, Any]:
    """A shape as GeoJSON that a map draws at once: few points, six digits; empty where nothing is left."""
    shape = _areas(shapely.force_2d(shape))
    tolerance = _FINEST
    while shapely.get_num_coordinates(shape) > _MOST_POINTS:
        shape, tolerance = shapely.simplify(shape, tolerance, preserve_topology=tolerance < 1), tolerance * 2
        if tolerance > 1:
            shape = shapely.envelope(shape)
    rounded = shapely.transform(shape, lambda points: np.round(points, _DIGITS))
    return {} if rounded.is_empty else dict(json.loads(shapely.to_geojson(rounded)))


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """The areas of a shape, where it has any, without the hairs that rounding leaves beside them."""
    areas = [part for part in shapely.get_parts(shapely.get_parts([shape])) if part.geom_type == "Polygon"]
    if len(areas) < 2 and shape.geom_type != "GeometryCollection":
        return shape
    least = max(map(shapely.area, areas), default=0.0) * _HAIR
    kept = [part for part in areas if shapely.area(part) >= least]
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0] if kept else shape


def finding_rows(reports: Sequence[FileReport], import_id: str, found_at: str) -> pd.DataFrame:
    """The marks of an import as rows of the table ``geometry_findings``."""
    rows = [
        (
            import_id,
            report.file,
            one.code,
            one.message,
            weights_of(report).get(one.code, "warn"),
            list(one.grid_codes),
            json.dumps(one.shape),
            found_at,
        )
        for report in reports
        for one in report.marks
    ]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS))
