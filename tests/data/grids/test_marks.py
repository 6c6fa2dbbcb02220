"""What is found about boundaries has a place on the map, and stays with the version until it is settled."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from data.grids.marks import MOST_MARKS, Place, light, mark
from data.intake.report import FileReport
from data.store.maintenance import undo
from tests.data.intake.conftest import Store, feature, square


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


X, Y = 113.60, 34.70
STREET = feature(square(X, Y, 0.04), code="01", name="东街", level=1)


def _communities(shift: float = 0.0) -> list[dict[str, object]]:
    """Four squares that fill the street; the first may be moved over the second."""
    places = {"0101": (X + shift, Y), "0102": (X + 0.02, Y), "0103": (X, Y + 0.02), "0104": (X + 0.02, Y + 0.02)}
    return [feature(square(x, y, 0.02), code=code, name=f"社区{code}", level=2) for code, (x, y) in places.items()]


def _findings(store: Store) -> dict[str, dict[str, object]]:
    return {row["code"]: row for row in store.rows("geometry_findings").to_dict("records")}


def test_overlap_and_gap_are_stored_with_their_shapes(store: Store) -> None:
    report = store.bring_one(store.geojson("a.geojson", [STREET, *_communities(0.001)]))
    assert {one.code for one in report.marks} == {"overlap", "gap"}
    found = _findings(store)
    assert list(found["overlap"]["grid_codes"]) == ["0101", "0102"]
    assert (found["overlap"]["file"], found["overlap"]["weight"]) == ("a.geojson", "warn")
    overlap = shapely.from_geojson(str(found["overlap"]["shape"]))
    assert overlap.bounds == pytest.approx((X + 0.02, Y, X + 0.021, Y + 0.02))
    gap = shapely.from_geojson(str(found["gap"]["shape"]))
    assert gap.bounds == pytest.approx((X, Y, X + 0.001, Y + 0.02))


def test_a_better_file_of_the_same_name_settles_what_was_found(store: Store) -> None:
    store.bring(store.geojson("a.geojson", [STREET, *_communities(0.001)]))
    store.bring(store.geojson("a.geojson", [STREET, *_communities()]))
    assert _findings(store) == {}
    undo(store.home)
    assert set(_findings(store)) == {"overlap", "gap"}


def test_what_was_found_stays_until_all_its_grids_come_again(store: Store) -> None:
    store.bring(store.geojson("a.geojson", [STREET, *_communities(0.001)]))
    store.bring(store.geojson("b.geojson", _communities(0.001)[:1]))
    assert set(_findings(store)) == {"overlap", "gap"}
    store.bring(store.geojson("c.geojson", _communities()[:2]))
    assert set(_findings(store)) == {"gap"}


def test_repaired_strayed_and_repeated_grids_are_marked(store: Store) -> None:
    bow = [[X, Y], [X + 0.01, Y + 0.01], [X + 0.01, Y], [X, Y + 0.01], [X, Y]]
    features = [
        STREET,
        feature({"type": "Polygon", "coordinates": [bow]}, code="0101", name="蝴蝶", level=2),
        feature(square(X + 1, Y, 0.01), code="0102", name="飞地", level=2),
        feature(square(X, Y + 0.03, 0.01), code="0101", name="另一个", level=2),
    ]
    report = store.bring_one(store.geojson("a.geojson", features))
    assert {one.code: one.grid_codes for one in report.marks} == {
        "outside_parent": ("0102",),
        "code_repeated": ("0101",),
        "geometry_repaired": ("0101",),
    }
    assert _findings(store)["geometry_repaired"]["weight"] == "info"


def test_a_shifted_layer_shows_both_positions(store: Store) -> None:
    store.bring(store.geojson("a.geojson", [STREET, *_communities()]))
    moved = [
        feature(
            json.loads(
                shapely.to_geojson(shapely.transform(_shape(one), lambda points: points + np.array([0.004, 0])))
            ),
            **one["properties"],
        )
        for one in _communities()
    ]
    report = store.bring_one(store.geojson("b.geojson", moved))
    assert report.verdict == "ask"
    new, old = (shapely.from_geojson(json.dumps(one.shape)) for one in report.marks if one.code == "crs_offset")
    assert new.bounds[0] - old.bounds[0] == pytest.approx(0.004)


def _shape(item: dict[str, object]) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(item["geometry"]))


def test_marks_are_few_and_light() -> None:
    report = FileReport("a")
    squares = [Place(str(n), (str(n),), shapely.box(0, 0, n / 1000, 1)) for n in range(1, MOST_MARKS + 50)]
    mark(report, "gap", squares)
    assert len(report.marks) == MOST_MARKS
    assert report.marks[0].message == str(MOST_MARKS + 49)
    angles = np.linspace(0, 2 * np.pi, 20_000)
    ring = np.column_stack((np.cos(angles), np.sin(angles) * (1 + 0.01 * np.sin(angles * 900))))
    drawn = light(shapely.Polygon(ring))
    assert len(drawn["coordinates"][0]) <= 400
    assert all(round(x, 6) == x for point in drawn["coordinates"][0] for x in point)


def test_the_table_is_there_before_anything_was_found(store: Store) -> None:
    store.bring(store.geojson("a.geojson", [STREET]))
    assert store.rows("geometry_findings").columns.tolist() == [
        *("import_id", "file", "code", "message", "weight", "grid_codes", "shape", "found_at")
    ]
