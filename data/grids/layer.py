"""A layer of shapes as read from a file: attributes as text, geometry as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Basis = Literal["told", "declared", "standard", "none"]
"""Why a layer is taken to be in its coordinate system: told by a person, declared by the file, by the standard of
its format, or on no ground at all."""


@dataclass(slots=True)
class Layer:
    """Shapes that belong together.

    Attributes:
        name: name of the layer inside the file; empty where there is none.
        headers: names of the attributes.
        rows: attributes as text, one list a feature.
        ids: the features' own ids (GeoJSON and TopoJSON ``id``), "" where there is none.
        geometry: shapely geometries or None, one a feature.
        crs: the declared coordinate reference system ("EPSG:4490"), "" when the file declares none.
        basis: see :data:`Basis`; set when the layer is brought to degrees.
        is_bare: a geometry without any Feature around it.
        is_json: read from GeoJSON or TopoJSON, where an outer ring runs counter-clockwise.
        numeric: headers of attributes that were written as numbers, not as text.
        renested: places of features whose coordinates were nested one level too deep or too shallow.
        unreadable: places of features whose coordinates make no shape.
        collapsed: places of features that lost a ring of less than a triangle.
    """

    name: str
    headers: list[str]
    rows: list[list[str]]
    ids: list[str]
    geometry: np.ndarray
    crs: str = ""
    basis: Basis = "none"
    is_bare: bool = False
    is_json: bool = False
    numeric: set[str] = field(default_factory=set)
    renested: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)
    collapsed: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, header: str) -> list[str]:
        """The texts of an attribute."""
        place = self.headers.index(header)
        return [row[place] for row in self.rows]


def is_code_like(text: str) -> bool:
    """Whether a text looks like the code of a grid: digits, perhaps behind some letters."""
    return re.fullmatch(r"[A-Za-z]{0,4}\d[\w-]*", text.strip()) is not None


def attribute_text(value: Any) -> str:
    """An attribute as text: whole numbers without ".0", missing values empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() and abs(float(value)) < 1e15 else repr(float(value))
    return "" if str(value) in ("NaT", "nan", "None", "<NA>") else str(value)


def table_of(properties: Iterable[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Headers (in order of first appearance) and rows of text from dictionaries."""
    listed = list(properties)
    headers = list(dict.fromkeys(key for row in listed for key in row))
    return headers, [[attribute_text(row.get(key)) for key in headers] for row in listed]


def geometry_array(shapes: Iterable[Any]) -> np.ndarray:
    """Shapes as an object array, never taken apart by numpy."""
    listed = list(shapes)
    array = np.empty(len(listed), dtype=object)
    for i, shape in enumerate(listed):
        array[i] = shape
    return array
