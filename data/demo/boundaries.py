"""From straight cuts to boundaries: one line for each shared edge, bent once, used by both neighbours.

Nesting is exact because nothing is drawn twice: level-3 polygons are the faces of one network of lines,
and the levels above are unions of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import linemerge

from data.demo.subdivision import Leaf, metres
from data.demo.terrain import Points, Warp, smoothed, to_degrees

_STEP_M = 55.0
_SNAP_M = 0.01
_SIMPLIFY_DEGREES = 3.5e-5


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Exactly nested polygons in degrees.

    Attributes:
        leaves: one polygon a leaf, in the leaves' order.
        warp: the bend that was used, so that river and roads bend with it.
    """

    leaves: list[Polygon]
    warp: Warp


def draw(leaves: list[Leaf], rng: np.random.Generator) -> Boundaries:
    """Bend the network of cuts and return its faces.

    Raises:
        ValueError: the network does not give one face a leaf (a bend folded over).
    """
    warp = Warp.drawn(rng)
    network = shapely.unary_union([leaf.polygon.boundary for leaf in leaves], grid_size=_SNAP_M)
    merged = linemerge(network)
    straight = shapely.get_parts(shapely.polygonize([merged]))
    arcs = [LineString(to_degrees(warp.apply(_densified(shapely.get_coordinates(arc))))) for arc in merged.geoms]
    faces = shapely.get_parts(shapely.polygonize(arcs))
    if not len(straight) == len(faces) == len(leaves):
        raise ValueError(f"{len(leaves)} leaves, but {len(straight)} straight and {len(faces)} bent faces")
    simple = shapely.coverage_simplify(faces, _SIMPLIFY_DEGREES)
    return Boundaries(_matched(leaves, simple, warp), warp)


def bent(line: tuple[tuple[float, float], ...], warp: Warp) -> LineString:
    """A drawn line in degrees, bent like the boundaries."""
    return LineString(to_degrees(warp.apply(_densified(smoothed(metres(line))))))


def joined(polygons: list[Polygon]) -> Polygon:
    """The union of neighbouring polygons of one coverage, vertices kept as they are."""
    return shapely.coverage_union_all(np.array(polygons, dtype=object))


def _densified(points: Points) -> Points:
    """Points at even steps along a line, its own vertices included."""
    rows = [points[:1]]
    for start, end in itertools.pairwise(points):
        steps = max(1, round(float(np.hypot(*(end - start))) / _STEP_M))
        rows.append(start + (end - start) * (np.arange(1, steps + 1) / steps)[:, None])
    return np.vstack(rows)


def _matched(leaves: list[Leaf], faces: np.ndarray, warp: Warp) -> list[Polygon]:
    """Faces in the order of the leaves: a leaf's inner point, bent, lies in its face."""
    inner = np.array([leaf.polygon.representative_point().coords[0] for leaf in leaves])
    places = shapely.points(to_degrees(warp.apply(inner)))
    leaf_index, face_index = shapely.STRtree(faces).query(places, predicate="within")
    found = dict(zip(leaf_index.tolist(), face_index.tolist(), strict=True))
    if len(set(found.values())) != len(leaves):
        raise ValueError("a bent face holds no leaf or several")
    return [faces[found[index]] for index in range(len(leaves))]
