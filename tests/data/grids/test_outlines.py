"""Pictures of the net: true areas, neighbours that meet, names inside, tiles where there are no shapes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.grids.outlines import GridOutline, outlines
from data.store.reader import Reader, open_store
from data.store.writer import begin
from tests.data.measures.stores import load, net


def polygon(outline: GridOutline) -> shapely.Geometry:
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in outline.polygons])


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Reader:
    return open_store(demo_home)


def test_areas_are_those_of_the_grids_table(demo: Reader) -> None:
    listed = demo.query("SELECT grid_code, area_km2 FROM grids WHERE level = 2")
    drawn = outlines(demo, 2, listed["grid_code"])
    assert list(drawn) == sorted(listed["grid_code"])
    for code, area in zip(listed["grid_code"], listed["area_km2"], strict=True):
        assert polygon(drawn[code]).area == pytest.approx(area, rel=1e-3)


def test_the_picture_begins_in_its_south_west_corner_and_neighbours_share_their_edge(demo: Reader) -> None:
    codes = demo.query("SELECT grid_code FROM grids WHERE level = 1")["grid_code"]
    shapes = [polygon(outline) for outline in outlines(demo, 1, codes).values()]
    assert shapely.total_bounds(shapes)[:2] == pytest.approx([0, 0])
    whole = shapely.union_all(shapes)
    assert whole.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-6)
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)).sum() == 0


def test_names_stand_inside_and_rings_are_closed(demo: Reader) -> None:
    codes = demo.query("SELECT grid_code FROM grids WHERE level = 3 LIMIT 60")["grid_code"]
    for outline in outlines(demo, 3, codes).values():
        assert polygon(outline).contains(shapely.Point(outline.label_at))
        assert not outline.is_schematic
        assert all((ring[0] == ring[-1]).all() for rings in outline.polygons for ring in rings)


def test_borders_of_higher_levels_come_on_the_same_plane(demo: Reader) -> None:
    street = demo.query("SELECT min(grid_code) AS c FROM grids WHERE level = 1")["c"][0]
    below = demo.query("SELECT grid_code FROM grids WHERE level = 2 AND parent_code = ?", [street])["grid_code"]
    drawn = outlines(demo, 2, below, above=(1,))
    assert set(drawn) == {*below, street}
    parts = shapely.union_all([polygon(drawn[code]) for code in below])
    assert parts.symmetric_difference(polygon(drawn[street])).area < 0.01 * parts.area


def test_without_shapes_there_are_tiles_of_one_size(tmp_path: Path) -> None:
    reader = load(tmp_path, {}, net(), "2025-01-31")
    codes = reader.query("SELECT grid_code FROM grids WHERE level = 3")["grid_code"]
    drawn = outlines(reader, 3, codes, above=(1, 2))
    assert len(drawn) == 27 + 9 + 3
    assert all(outline.is_schematic for outline in drawn.values())
    areas = [polygon(drawn[code]).area for code in codes]
    assert max(areas) < 1.3 * min(areas)
    assert polygon(drawn["01"]).covers(polygon(drawn["010101"]))


def test_grids_that_are_only_points_become_dots_apart_from_each_other(tmp_path: Path) -> None:
    grids = net()
    grids["longitude"] = 104.0 + np.arange(len(grids)) * 0.01
    grids["latitude"] = 30.0 + np.arange(len(grids)) % 7 * 0.01
    reader = load(tmp_path, {}, grids, "2025-01-31")
    codes = reader.query("SELECT grid_code FROM grids WHERE level = 3")["grid_code"]
    dots = [polygon(outline) for outline in outlines(reader, 3, codes).values()]
    assert len(dots) == 27
    assert shapely.union_all(dots).area == pytest.approx(sum(dot.area for dot in dots))


def test_shapes_with_holes_and_parts_keep_them_and_unknown_codes_are_left_out(tmp_path: Path) -> None:
    ring = shapely.box(104.0, 30.0, 104.1, 30.1).difference(shapely.box(104.04, 30.04, 104.06, 30.06))
    both = shapely.MultiPolygon([ring, shapely.box(104.2, 30.0, 104.3, 30.1)])
    frame = pd.DataFrame({"grid_code": ["01"], "name": ["街道1"], "parent_code": [""]})
    with begin(tmp_path, "test") as txn:
        txn.set_district({"name": "测试区", "level_names": ["街道", "社区", "网格"], "as_of": "2025-01-31"})
        txn.put_grids(net())
        txn.put_shapes(1, gpd.GeoDataFrame(frame, geometry=[both], crs="EPSG:4326"))
        txn.publish()
    drawn = outlines(open_store(tmp_path), 1, ["01", "nowhere"])
    assert list(drawn) == ["01"]
    assert sorted(len(rings) for rings in drawn["01"].polygons) == [1, 2]
    assert not outlines(open_store(tmp_path), 1, [])
