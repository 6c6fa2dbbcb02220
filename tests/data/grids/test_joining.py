"""Streets, communities and grids in files of their own become one tree: by code, by name, or by place."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.report import FileReport
from tests.data.intake.conftest import Store, feature, square


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


X, Y = 113.60, 34.70
STREETS = {"S1": ("北下街街道", X), "S2": ("西大街街道", X + 0.04)}


def _streets(store: Store) -> Path:
    shapes = [feature(square(x, Y, 0.04), 街道编码=code, 街道名称=name) for code, (name, x) in STREETS.items()]
    return store.geojson("街道边界.geojson", shapes)


def _communities(store: Store, **above: str) -> Path:
    """Two communities of one name, one in every street; codes of another scheme than the streets'."""
    shapes = []
    for number, (code, (name, x)) in enumerate(STREETS.items()):
        said = {"{name}": name, "{bare}": name.removesuffix("街道"), "{code}": code}
        columns = {header: said.get(text, text) for header, text in above.items()}
        shapes += [
            feature(square(x, Y, 0.02), 社区编码=f"7{number}1", 社区名称=f"和平社区{number}", **columns),
            feature(square(x + 0.02, Y, 0.02), 社区编码=f"7{number}2", 社区名称="新华社区", **columns),
        ]
    return store.geojson("社区边界.geojson", shapes)


def _grids(store: Store) -> Path:
    shapes = [
        feature(square(x + 0.02, Y, 0.01), 网格编码=f"9{n}", 网格名称=f"第{n}网格", 所属社区="新华", 所属街道=name)
        for n, (name, x) in enumerate(STREETS.values())
    ]
    return store.geojson("网格边界.geojson", shapes)


def _tree(store: Store) -> dict[str, str]:
    return store.rows("grids").set_index("grid_code")["parent_code"].dropna().to_dict()


def _said(report: FileReport, code: str) -> str:
    return "".join(finding.message for finding in report.findings if finding.code == code)


EXPECTED = {"701": "S1", "702": "S1", "711": "S2", "712": "S2"}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"所属街道": "{name}"}, "按名称 4 个"),
        ({"街道": "{bare}"}, "按名称 4 个"),
        ({"上级网格": "{name}"}, "按名称 4 个"),
        ({"街道代码": "{code}"}, "按编码 4 个"),
        ({"所属街道": "不存在的街道"}, "按位置 4 个"),
        ({}, "按位置 4 个"),
    ],
)
def test_communities_find_their_streets(store: Store, columns: dict[str, str], words: str) -> None:
    report = store.bring(_streets(store), _communities(store, **columns))
    assert report.is_accepted, report
    assert _tree(store) == EXPECTED
    assert words in _said(report.files[1], "parents_found")
    assert store.rows("grids").set_index("grid_code").loc["701", "grid_name"] == "和平社区0"


def test_three_files_make_one_tree_and_a_name_that_comes_twice_is_told_by_place(store: Store) -> None:
    files = [_grids(store), _communities(store, 所属街道="{name}"), _streets(store)]
    report = store.bring(*files)
    assert report.is_accepted, report
    assert _tree(store) == EXPECTED | {"90": "702", "91": "712"}
    assert "按名称 2 个" in _said(report.files[0], "parents_found")


def test_files_may_come_one_after_another_in_any_order(store: Store) -> None:
    for path in (_grids(store), _communities(store), _streets(store)):
        report = store.bring_one(path)
        assert not report.is_open, report
    assert _tree(store) == EXPECTED | {"90": "702", "91": "712"}
    assert "原有的 4 个网格归入了本次导入的上级网格" in _said(report, "parents_adopted")


def test_those_without_a_parent_are_listed_by_name(store: Store) -> None:
    astray = [
        feature(square(114 + n / 10, Y, 0.01), 社区编码=f"x{n}", 社区名称=f"远处{n}", 所属街道="没有") for n in range(7)
    ]
    report = store.bring(_streets(store), store.geojson("社区.geojson", astray))
    said = _said(report.files[1], "parent_missing")
    assert all(f"远处{n}（x{n}）" in said for n in range(7))
    assert _tree(store) == {}
