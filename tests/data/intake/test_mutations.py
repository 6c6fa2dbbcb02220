"""Files of every kind with bytes changed, lost or added: each ends in a verdict, and none in an exception."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import geopandas as gpd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake.report import FileReport, Verdict
from data.intake.run import import_files
from data.intake.sandbox import import_safely
from data.store.layout import Layout
from tests.data.intake.conftest import EVENT_HEADERS, Store, event, feature, square

ROWS = [EVENT_HEADERS, event("A"), event("B", 参与人次="1,2"), event("C", 活动日期="2025年6月3日")]
SHAPES = [
    feature(square(113.6, 34.7, 0.04), code="01", name="东街", level=1),
    feature(square(113.6, 34.7, 0.02), code="0101", name="一社区", level=2, parent="01"),
]


def _csv() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode("gb18030")


def _xlsx() -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        for place, row in enumerate(ROWS) if (sheet := book.add_worksheet("6月")) else ():
            sheet.write_row(place, 0, row)
    return body.getvalue()


def _html() -> bytes:
    lines = "".join("<tr>" + "".join(f"<td colspan=1>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><table>{lines}</table></html>".encode()


def _ods() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}office:1.0" '
        f'xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="6月">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'<?xml version="1.0"?><m:manifest xmlns:m="{office}manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zip(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def _geojson() -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": SHAPES}, ensure_ascii=False).encode()


def _topojson() -> bytes:
    arcs = [[[113.6, 34.7], [113.64, 34.7], [113.64, 34.74], [113.6, 34.7]]]
    shape = {"type": "Polygon", "arcs": [[0]], "id": "01", "properties": {"name": "东街"}}
    return json.dumps({"type": "Topology", "objects": {"街道": shape}, "arcs": arcs}).encode()


def _kml() -> bytes:
    ring = "113.6,34.7 113.64,34.7 113.64,34.74 113.6,34.74 113.6,34.7"
    shape = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    data = '<ExtendedData><Data name="街道编码"><value>01</value></Data></ExtendedData>'
    inside = f"<Folder><name>街道</name><Placemark><name>东街</name>{data}{shape}</Placemark></Folder>"
    return (
        f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'.encode()
    )


def _by_gdal(driver: str, suffix: str, folder: Path) -> bytes:
    target = folder / f"grids{suffix}"
    gpd.GeoDataFrame.from_features(SHAPES, crs="EPSG:4490").to_file(target, driver=driver)
    if suffix != ".shp":
        return target.read_bytes()
    return _zip({path.name: path.read_bytes() for path in folder.iterdir()})


def _zip(members: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return body.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "csv": _csv,
    "csv.gz": lambda: gzip.compress(_csv()),
    "xlsx": _xlsx,
    "ods": _ods,
    "html": _html,
    "geojson": _geojson,
    "topojson": _topojson,
    "kml": _kml,
    "kmz": lambda: _zip({"doc.kml": _kml()}),
}
DRAWN = {"shp.zip": ("ESRI Shapefile", ".shp"), "gpkg": ("GPKG", ".gpkg"), "gml": ("GML", ".gml")}
EXAMPLES = 5
KINDS = (*MADE, *DRAWN)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    @cache
    def find(kind: str) -> bytes:
        return MADE[kind]() if kind in MADE else _by_gdal(*DRAWN[kind], tmp_path_factory.mktemp("drawn"))

    return find


@st.composite
def edits(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Some bytes replaced, a piece cut out or doubled, the end cut off."""
    changes = draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
    piece = draw(st.none() | st.tuples(st.floats(0, 1), st.integers(1, 40), st.integers(0, 2)))
    end = draw(st.none() | st.floats(0.05, 1))

    def change(body: bytes) -> bytes:
        edited = bytearray(body)
        for place, value in changes:
            edited[int(place * (len(edited) - 1))] = value
        if piece is not None:
            start = int(piece[0] * len(edited))
            edited[start : start + piece[1]] = edited[start : start + piece[1]] * piece[2]
        return bytes(edited[: max(1, int(len(edited) * end))] if end is not None else edited)

    return change


def _within(body: bytes, change: Callable[[bytes], bytes], number: int) -> bytes:
    """A zip whose checksums are right and whose one member is not."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    name = sorted(members)[number % len(members)]
    return _zip(members | {name: change(members[name]) if members[name] else b"x"})


def _assert_ends_in_a_verdict(file: FileReport) -> None:
    assert file.verdict in get_args(Verdict)
    assert bool(file.questions) == (file.verdict == "ask")
    assert file.verdict != "reject" or file.findings


@pytest.mark.parametrize("kind", KINDS)
def test_whole_files_are_taken(kind: str, whole: Callable[[str], bytes], store: Store) -> None:
    path = store.folder / "文件"
    path.write_bytes(whole(kind))
    assert store.bring_one(path, dry_run=True).verdict.startswith("accept")


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(change=edits(), number=st.integers(0, 30), inside=st.booleans())
def test_changed_files_end_in_a_verdict(
    kind: str,
    whole: Callable[[str], bytes],
    tmp_path: Path,
    change: Callable[[bytes], bytes],
    number: int,
    inside: bool,
) -> None:
    body = whole(kind)
    path = tmp_path / "文件"
    path.write_bytes(_within(body, change, number) if inside and body.startswith(b"PK") else change(body))
    report = import_files([path], tmp_path / "home", dry_run=True)
    _assert_ends_in_a_verdict(report.files[0])


def test_damaged_files_end_in_a_verdict_in_a_process_of_their_own(
    whole: Callable[[str], bytes], store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    paths = [store.folder / f"文件.{kind}" for kind in KINDS]
    for path, kind in zip(paths, KINDS, strict=True):
        body = whole(kind)
        path.write_bytes(body[: len(body) * 2 // 3] + b"\xff\x00<" + body[len(body) * 3 // 4 :])
    report = import_safely(paths, store.home)
    assert [file.file for file in report.files] == [path.name for path in paths]
    for file in report.files:
        _assert_ends_in_a_verdict(file)
        assert {"reader_died", "stopped"}.isdisjoint(finding.code for finding in file.findings)
    assert not Layout(store.home).current.exists()
    assert "Traceback" not in caplog.text
