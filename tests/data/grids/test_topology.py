"""Overlaps, gaps, circles and grids in several parts, from the file to what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.report import FileReport, Finding
from tests.data.intake.conftest import Store, feature, square


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


STREET = feature(square(113.60, 34.70, 0.04), code="01", name="东街", level=1)


def _communities(**moved: float) -> list[dict[str, object]]:
    places = {"0101": (113.60, 34.70), "0102": (113.62, 34.70), "0103": (113.60, 34.72), "0104": (113.62, 34.72)}
    return [
        feature(square(x + moved.get(f"c{code}", 0), y, 0.02), code=code, name=f"社区{code}", level=2)
        for code, (x, y) in places.items()
    ]


def _told(report: FileReport) -> dict[str, Finding]:
    return {finding.code: finding for finding in report.findings if finding.weight == "warn"}


def test_a_whole_map_has_nothing_to_tell(store: Store) -> None:
    assert store.bring_one(store.geojson("网格.geojson", [STREET, *_communities()])).verdict == "accept"


def test_an_overlap_and_the_gap_beside_it_are_told_in_square_metres(store: Store) -> None:
    path = store.geojson("网格.geojson", [STREET, *_communities(c0101=0.001)])
    report = store.bring_one(path)
    told = _told(report)
    assert (report.verdict, set(told)) == ("accept-with-warning", {"overlap", "gap"})
    # 0.001° by 0.02° at 34.71° N: 91.6 m by 2,219 m.
    assert "社区0101（0101）与社区0102（0102）重叠 0.20 平方公里" in told["overlap"].message
    assert "01 空出 0.20 平方公里（1.3%）" in told["gap"].message
    assert told["overlap"].count == 1


def test_a_hair_between_two_hands_and_a_part_of_the_map_are_not_told(store: Store) -> None:
    hair = [STREET, *_communities(c0101=1e-7)]
    assert store.bring_one(store.geojson("a.geojson", hair)).verdict == "accept"
    assert store.bring_one(store.geojson("b.geojson", [STREET, *_communities()[:2]])).verdict == "accept"


def test_a_closed_grid_may_lie_below_the_one_it_became(store: Store) -> None:
    old = feature(square(113.60, 34.70, 0.01), code="0109", name="旧社区", level=2)
    closing = store.csv("网格台账.csv", [["0109", "2025-01-01"]], ["网格编码", "撤销日期"])
    boundaries = store.geojson("网格.geojson", [STREET, *_communities(), old])
    assert set(_told(store.bring_one(boundaries))) == {"overlap"}
    assert set(_told(store.bring(boundaries, closing).files[0])) == set()


def test_parts_of_one_grid_are_put_together_and_count_once(store: Store) -> None:
    parts = [feature(square(x, 34.70, 0.01), code="0101", name="一社区", level=2) for x in (113.60, 113.62, 113.63)]
    report = store.bring_one(store.geojson("网格.geojson", [STREET, *parts]))
    assert (report.verdict, report.rows_read, report.rows_accepted, report.rows_duplicate) == ("accept", 4, 2, 2)
    grid = store.rows("grids").set_index("grid_code").loc["0101"]
    assert grid["area_km2"] == pytest.approx(3 * 4.063 / 4, rel=2e-3)
    (joined,) = [finding for finding in report.findings if finding.code == "parts_joined"]
    assert "分成 3 个要素" in joined.message


def test_two_shapes_of_one_place_are_not_parts(store: Store) -> None:
    twice = [feature(square(x, 34.70, 0.01), code="0101", name="一社区", level=2) for x in (113.60, 113.605)]
    report = store.bring_one(store.geojson("网格.geojson", [STREET, *twice]))
    assert (report.rows_accepted, report.rows_quarantined, report.rows_duplicate) == (2, 1, 0)


def test_parents_that_lead_back_are_told_once(store: Store) -> None:
    ring = [
        feature(square(113.60, 34.70, 0.02), code="a", name="甲", level=2, parent="b"),
        feature(square(113.62, 34.70, 0.02), code="b", name="乙", level=2, parent="a"),
        feature(square(113.60, 34.72, 0.02), code="c", name="丙", level=2, parent="c"),
        feature(square(113.62, 34.72, 0.02), code="d", name="丁", level=2, parent="a"),
    ]
    told = _told(store.bring_one(store.geojson("网格.geojson", [STREET, *ring])))
    assert told["parent_circular"].count == 2
    assert "a → b → a；c → c" in told["parent_circular"].message
