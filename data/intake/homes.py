"""Rows whose grid is not written, or is none that is known: found by the names of areas beside it, then by coordinates.

Looked at are those rows only, so that a table whose codes are right costs nothing more. Points are compared with the
exact shapes of the smallest grids; one on a shared edge belongs to the smallest code, whatever the order of the file.
Coordinates are never stored: they can point to a household.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import duckdb
import numpy as np
import pyarrow as pa
import shapely

from data.grids.coordinates import BD09, GCJ02, normalised_crs, to_degrees
from data.intake.areas import ALIASES, as_compared, bare
from data.intake.choices import choices_of_degrees
from data.intake.headers import Match
from data.intake.report import QuestionError
from data.intake.tables import ROW, Table, quote
from data.intake.typing_sql import cleaned, narrow

HOMES = "row_homes"
_HALF = 0.5
_PAIR = r"^\D*(-?\d+(?:\.\d+)?)[^\d.-]+(-?\d+(?:\.\d+)?)\D*$"
_EAST, _NORTH = (73.0, 136.0), (3.0, 54.0)


@dataclass(frozen=True, slots=True)
class Places:
    """What is known about where things are, beside codes and names.

    Attributes:
        told: name of an area as written → its grid, as the person who imports has said; "" for none.
        remembered: the same, as it was said before.
        shapes: grid → shape, of the smallest grids that have shapes.
        crs: the coordinate system of coordinates in tables, where it was said.
        asks: whether names that cannot be placed are asked about however few they are.
    """

    told: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, shapely.Geometry] = field(default_factory=dict)
    crs: str = ""
    asks: bool = False


def find_homes(connection: duckdb.DuckDBPyConnection, table: Table, match: Match, places: Places) -> int:
    """Put the grids of the homeless rows of ``staged`` into the table :data:`HOMES`.

    Returns:
        How many were found.

    Raises:
        QuestionError: the coordinates lie beside the district, and inside it once a map service's offset is taken away.
    """
    homeless = f"SELECT {ROW} FROM staged WHERE NOT is_furniture AND coalesce(area_way, 'unmatched') = 'unmatched'"  # noqa: S608  (our own names)
    found = _by_name(connection, table, match, homeless)
    if match.areas.has_point and places.shapes:
        left = f"{homeless} AND {ROW} NOT IN (SELECT {ROW} FROM {HOMES})"  # noqa: S608  (our own names)
        found += _by_point(connection, table, match, places, left)
    return found


def _by_name(connection: duckdb.DuckDBPyConnection, table: Table, match: Match, homeless: str) -> int:
    """The names beside the grid's own cell, each alone and behind those of larger areas."""
    own = [place for place, one in match.columns.items() if one.name == match.ledger.grid_field]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {HOMES} ({ROW} BIGINT, code VARCHAR, way VARCHAR)")
    if not match.areas.names:
        return 0
    columns = [*own, *match.areas.names]
    names = ", ".join(f"{cleaned(f'c{place}')} AS a{place}" for place in columns)
    source = f"SELECT {ROW}, {names} FROM ({table.query}) WHERE {ROW} IN ({homeless})"  # noqa: S608  (our own names)
    cells = [f"a{place}" for place in columns]
    rows = connection.execute(f"SELECT DISTINCT {', '.join(cells)} FROM ({source})").fetchall()  # noqa: S608  (our own names)
    known = dict(connection.execute(f"SELECT said, code FROM {ALIASES}").fetchall())  # noqa: S608  (our own names)
    placed = [(*texts, code) for texts in rows if (code := _placed(texts, known))]
    if not placed:
        return 0
    said = pa.table(  # noqa: F841  (read by name)
        {
            **{name: pa.array([row[place] for row in placed], pa.string()) for place, name in enumerate(cells)},
            "code": pa.array([row[-1] for row in placed], pa.string()),
        }
    )
    same = " AND ".join(f"rows.{name} IS NOT DISTINCT FROM said.{name}" for name in cells)
    connection.execute(
        f"INSERT INTO {HOMES} SELECT {ROW}, code, 'name' FROM ({source}) AS rows JOIN said ON {same}"  # noqa: S608  (our own names)
    )
    return _count(connection)


def _placed(texts: Sequence[str | None], known: Mapping[str, str]) -> str:
    """The grid that names of areas, the smallest first, mean together; empty where they mean none."""
    named = [text for text in texts if text]
    for count in range(len(named), 0, -1):
        for parts in combinations(named, count):
            said = "".join(parts[::-1])
            code = known.get(as_compared(said)) or known.get(bare(said))
            # The smallest area must be among the names: its parent alone would be too coarse.
            if code and parts[0] == named[0]:
                return code
    return ""


def _by_point(connection: duckdb.DuckDBPyConnection, table: Table, match: Match, places: Places, homeless: str) -> int:
    rows, points = _points(connection, table, match, homeless)
    if not len(rows):
        return 0
    crs = normalised_crs(places.crs) if places.crs else "EPSG:4490"
    codes = _containing(to_degrees(points, crs), places.shapes)
    if not places.crs and np.mean(codes == "") > _HALF:
        _ask_about_offset(points, places.shapes, table, match)
    found = pa.table({ROW: rows[codes != ""], "code": codes[codes != ""].astype(object)})  # noqa: F841  (read by name)
    connection.execute(f"INSERT INTO {HOMES} SELECT {ROW}, code, 'point' FROM found")  # noqa: S608  (our own names)
    return int(np.count_nonzero(codes != ""))


def _points(
    connection: duckdb.DuckDBPyConnection, table: Table, match: Match, homeless: str
) -> tuple[np.ndarray, np.ndarray]:
    """Rows with a point, and the points; latitude and longitude that have changed places are put right."""
    areas = match.areas
    if areas.both is not None:
        text = narrow(f"c{areas.both}")
        cells = (f"regexp_extract({text}, {quote(_PAIR)}, 1)", f"regexp_extract({text}, {quote(_PAIR)}, 2)")
    else:
        cells = (narrow(f"trim(c{areas.longitude})"), narrow(f"trim(c{areas.latitude})"))
    x, y = (f"TRY_CAST({cell} AS DOUBLE)" for cell in cells)
    is_swapped = f"x BETWEEN {_NORTH[0]} AND {_NORTH[1]} AND y BETWEEN {_EAST[0]} AND {_EAST[1]}"
    columns = connection.execute(
        f"""SELECT {ROW}, CASE WHEN {is_swapped} THEN y ELSE x END AS x, CASE WHEN {is_swapped} THEN x ELSE y END AS y
        FROM (SELECT {ROW}, {x} AS x, {y} AS y FROM ({table.query}) WHERE {ROW} IN ({homeless}))
        WHERE isfinite(x) AND isfinite(y) ORDER BY {ROW}"""  # noqa: S608  (our own names)
    ).fetchnumpy()
    return np.asarray(columns[ROW]), shapely.points(np.column_stack([columns["x"], columns["y"]]))


def _containing(points: np.ndarray, shapes: Mapping[str, shapely.Geometry]) -> np.ndarray:
    """The code of the grid each point lies in, the smallest where it lies in several; empty where in none."""
    codes = sorted(shapes)
    tree = shapely.STRtree([shapes[code] for code in codes])
    mine, theirs = tree.query(points, predicate="intersects")
    smallest = np.full(len(points), len(codes))
    np.minimum.at(smallest, mine, theirs)
    return np.array([*codes, ""], dtype=str)[smallest]


def _ask_about_offset(points: np.ndarray, shapes: Mapping[str, shapely.Geometry], table: Table, match: Match) -> None:
    """Ask which map service the coordinates are of, where its offset would explain that they lie outside.

    Raises:
        QuestionError: it would.
    """
    shares = {crs: float(np.mean(_containing(to_degrees(points, crs), shapes) != "")) for crs in (GCJ02, BD09)}
    likeliest = max(shares, key=lambda crs: shares[crs])
    if shares[likeliest] <= _HALF:
        return
    named = "、".join(f"“{table.headers[place].strip()}”" for place in match.areas.points)
    raise QuestionError(
        f"{table.where}：{named}列的坐标多数落在本区之外；按{'高德' if likeliest == GCJ02 else '百度'}地图的坐标换算后，"
        f"{shares[likeliest]:.0%} 落在区内。请选坐标来自哪里。命令行：用 --crs 写明，例如 --crs {likeliest}。",
        "points_crs",
        choices_of_degrees(likeliest),
    )


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(f"SELECT count(*) FROM {HOMES}").fetchone()  # noqa: S608  (our own names)
    return int(row[0]) if row else 0


def smallest_shapes(
    by_level: Mapping[int, Mapping[str, shapely.Geometry | None]], closed: Container[str]
) -> dict[str, shapely.Geometry]:
    """The shapes of the smallest grids in use that have any."""
    for level in sorted(by_level, reverse=True):
        shapes = {code: shape for code, shape in by_level[level].items() if shape is not None and code not in closed}
        if shapes:
            return shapes
    return {}
