"""The same ledger in every format people send must come to the same stored rows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
import xlsxwriter

from tests.data.intake.conftest import EVENT_HEADERS, Store, event, feature, square

ROWS = [event("0001"), event("0002", 活动日期="2025-06-02", 服务时长="")]


def _text(delimiter: str = ",", eol: str = "\n") -> str:
    return eol.join(delimiter.join(row) for row in [EVENT_HEADERS, *ROWS]) + eol


def _assert_stored(store: Store) -> None:
    stored = store.rows("volunteer_events").sort_values("event_code")
    assert stored["event_code"].tolist() == ["0001", "0002"]
    assert stored["grid_code"].tolist() == ["010101", "010101"]
    assert [str(day)[:10] for day in stored["held_on"]] == ["2025-06-01", "2025-06-02"]
    assert stored["participation_count"].tolist() == [12, 12]
    assert stored["service_hours"].iloc[0] == 24.5
    assert stored["service_hours"].isna().tolist() == [False, True]
    assert stored["source_row"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf8.csv", _text().encode()),
        ("bom.csv", _text().encode("utf-8-sig")),
        ("gb18030.csv", _text().encode("gb18030")),
        ("unicode.txt", _text("\t").encode("utf-16")),
        ("semicolon.csv", _text(";").encode()),
        ("tab_named.csv", _text("\t").encode()),
        ("crlf.csv", _text(eol="\r\n").encode()),
        ("cr_only.csv", _text(eol="\r").encode()),
        ("packed.csv.gz", gzip.compress(_text().encode())),
        ("packed_gbk_without_suffix", gzip.compress(_text().encode("gb18030"))),
    ],
)
def test_csv_in_every_dress(store: Store, name: str, content: bytes) -> None:
    path = store.folder / name
    path.write_bytes(content)
    report = store.bring_one(path)
    assert (report.verdict, report.ledger, report.rows_accepted) == ("accept", "volunteer_events", 2)
    _assert_stored(store)


def test_rows_keep_their_own_numbers_past_blank_lines_and_line_breaks_in_cells(store: Store) -> None:
    path = store.folder / "events.csv"
    lines = [",".join(EVENT_HEADERS), ",".join(event("A", 活动名称='"清扫\n楼道"')), "", ",".join(event("B"))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    store.bring(path)
    stored = store.rows("volunteer_events").set_index("event_code")
    assert stored["source_row"].to_dict() == {"A": 2, "B": 4}
    assert stored.loc["A", "event_title"] == "清扫\n楼道"


def test_xlsx_with_true_dates_numbers_and_text_codes(store: Store) -> None:
    path = store.folder / "随便起名.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        notes = book.add_worksheet("说明")
        notes.write_string(0, 0, "填表说明")
        hidden = book.add_worksheet("旧表")
        hidden.write_row(0, 0, EVENT_HEADERS)
        hidden.hide()
        sheet = book.add_worksheet("6月")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, EVENT_HEADERS)
        for row, cells in enumerate(ROWS, start=1):
            sheet.write_row(row, 0, cells[:4])
            sheet.write_datetime(row, 4, datetime.fromisoformat(cells[4]), day)
            sheet.write_number(row, 5, 12)
            if cells[6]:
                sheet.write_number(row, 6, float(cells[6]))
        sheet.write_string(1, 8, "旁注")
    report = store.bring_one(path)
    assert report.ledger == "volunteer_events"
    assert {finding.code for finding in report.findings} == {"sheet_skipped", "sheet_hidden", "cells_beside"}
    _assert_stored(store)
    assert set(store.rows("volunteer_events")["source_sheet"]) == {"6月"}


FEATURES = [
    feature(square(113.60, 34.70, 0.04), 网格编码="01", 网格名称="东街", 网格层级=1),
    feature(square(113.60, 34.70, 0.02), 网格编码="0101", 网格名称="一社区", 网格层级=2),
    feature(square(113.62, 34.70, 0.02), 网格编码="0102", 网格名称="二社区", 网格层级="二级网格", 户数="1,200"),
]


def _frame(crs: str) -> gpd.GeoDataFrame:
    plain = [item["properties"] for item in FEATURES]
    shapes = [shapely.from_geojson(json.dumps(item["geometry"])) for item in FEATURES]
    columns = {
        "code": [row["网格编码"] for row in plain],
        "name": [row["网格名称"] for row in plain],
        "level": ["1", "2", "2"],
        "户数": [None, None, "1200"],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490").to_crs(crs)


def _as_geojson(store: Store) -> Path:
    return store.geojson("grids.geojson", FEATURES)


def _as_declared_geojson(store: Store) -> Path:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    return store.geojson("grids.json", FEATURES, crs=crs)


def _as_geopackage(store: Store) -> Path:
    path = store.folder / "grids.gpkg"
    _frame("EPSG:4547").to_file(path, layer="网格", driver="GPKG")
    return path


def _as_shapefile(store: Store) -> Path:
    """Attributes in GBK without a .cpg, as Chinese offices export them."""
    path = store.folder / "grids.zip"
    folder = store.folder / "shp"
    folder.mkdir()
    _frame("EPSG:4490").to_file(folder / "网格.shp", encoding="GB18030")
    (folder / "网格.cpg").unlink(missing_ok=True)
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"数据/{part.name}")
    return path


def _as_topojson(store: Store) -> Path:
    """Two communities that share the arc between them."""
    arcs = [
        [[113.62, 34.70], [113.62, 34.72]],
        [[113.62, 34.72], [113.60, 34.72], [113.60, 34.70], [113.62, 34.70]],
        [[113.62, 34.70], [113.64, 34.70], [113.64, 34.72], [113.62, 34.72]],
        [[113.60, 34.70], [113.64, 34.70], [113.64, 34.74], [113.60, 34.74], [113.60, 34.70]],
    ]
    objects = {
        "street": {"type": "Polygon", "arcs": [[3]], "id": "01", "properties": {"name": "东街"}},
        "communities": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "0101", "properties": {"name": "一社区"}},
                {"type": "Polygon", "arcs": [[2, ~0]], "id": "0102", "properties": {"name": "二社区", "户数": 1200}},
            ],
        },
    }
    path = store.folder / "named_otherwise.geojson"
    path.write_text(json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [_as_geojson, _as_declared_geojson, _as_geopackage, _as_shapefile, _as_topojson])
def test_boundaries_in_every_format(store: Store, write: Callable[[Store], Path]) -> None:
    report = store.bring_one(write(store))
    assert report.verdict == "accept", report
    grids = store.rows("grids").set_index("grid_code")
    assert grids["level"].to_dict() == {"01": 1, "0101": 2, "0102": 2}
    assert grids["grid_name"].to_dict() == {"01": "东街", "0101": "一社区", "0102": "二社区"}
    assert grids["parent_code"].drop("01").tolist() == ["01", "01"]
    assert grids.loc["0102", "household_count"] == 1200
    assert grids["has_shape"].all()
    # A square of 0.02° at 34.7° N: 1.831 km by 2.219 km.
    assert grids.loc["0101", "area_km2"] == pytest.approx(4.063, rel=2e-3)


def test_district_file_sets_name_levels_and_the_last_day(store: Store) -> None:
    path = store.folder / "district.toml"
    path.write_text('name = "示范区"\nlevel_names = ["镇", "村", "格"]\nas_of = "2025-06-15"\n', encoding="utf-8")
    late = store.csv("志愿服务.csv", [event("A"), event("B", 活动日期="2025-06-16")])
    report = store.bring(late, path)
    assert [file.verdict for file in report.files] == ["accept-with-warning", "accept"]
    assert "晚于截至日期 2025-06-15" in store.reasons()[3]
    assert date.fromisoformat(str(store.rows("volunteer_events")["held_on"].max())[:10]) == date(2025, 6, 1)
