"""KML, KMZ and GML: folders as layers, Chinese names of data, and nothing that a file only points to."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from data.intake.answers import answers_from
from data.intake.memory import recall_all
from data.store.layout import Layout
from data.store.reader import open_store
from tests.data.intake.conftest import Store, feature, square


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


X, Y = 113.60, 34.70
SPEAKS = '<?xml version="1.0" encoding="UTF-8"?>'


def _ring(x: float, y: float, size: float) -> str:
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    points = " ".join(f"{a:.6f},{b:.6f},0" for a, b in corners)
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon>"


def _mark(name: str, shape: str, **data: str) -> str:
    said = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in data.items())
    page = "<description><![CDATA[<!DOCTYPE html><script>alert(1)</script>]]></description>"
    return f"<Placemark><name>{name}</name>{page}<ExtendedData>{said}</ExtendedData>{shape}</Placemark>"


STREETS = _mark("东街", _ring(X, Y, 0.04), 街道编码="01")
COMMUNITIES = _mark("一社区", _ring(X, Y, 0.02), 社区编码="71", 所属街道="东街", 户数="800")
COMMUNITIES += _mark(
    "二社区", f"<MultiGeometry>{_ring(X + 0.02, Y, 0.02)}</MultiGeometry>", 社区编码="72", 所属街道="东街"
)
POINT = f"<Placemark><name>路灯</name><Point><coordinates>{X},{Y}</coordinates></Point></Placemark>"
LINK = "<NetworkLink><Link><href>file:///etc/hostname</href></Link></NetworkLink>"


def _folder(name: str, *inside: str) -> str:
    return f"<Folder><name>{name}</name>{''.join(inside)}</Folder>"


def _kml(*inside: str) -> str:
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>图</name>{LINK}{"".join(inside)}</Document></kml>'
    )


def _write(store: Store, name: str, body: str | bytes) -> Path:
    path = store.folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def _assert_tree(store: Store) -> None:
    grids = store.rows("grids").set_index("grid_code")
    assert grids["grid_name"].to_dict() == {"01": "东街", "71": "一社区", "72": "二社区"}
    assert grids["level"].to_dict() == {"01": 1, "71": 2, "72": 2}
    assert grids["parent_code"].dropna().to_dict() == {"71": "01", "72": "01"}
    assert grids["household_count"].dropna().to_dict() == {"71": 800}
    assert grids["has_shape"].all()


TEXT = _kml(_folder("街道", STREETS), _folder("社区", _folder("东片", COMMUNITIES), POINT))


@pytest.mark.parametrize(
    "body",
    [
        (SPEAKS + TEXT).encode(),
        TEXT.encode("utf-8-sig"),
        (SPEAKS.replace("UTF-8", "GBK") + TEXT).encode("gbk"),
        (SPEAKS.replace("UTF-8", "UTF-16") + TEXT).encode("utf-16"),
    ],
)
def test_folders_of_a_kml_are_levels(store: Store, body: bytes) -> None:
    report = store.bring_one(_write(store, "边界.txt", body))
    assert report.verdict == "accept-with-warning", report
    _assert_tree(store)
    assert [finding.code for finding in report.findings if finding.weight == "warn"] == ["layer_skipped"]


def test_several_kml_in_a_kmz(store: Store) -> None:
    path = store.folder / "边界.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", _kml(_folder("街道", STREETS)))
        archive.writestr("../../社区.kml", _kml(_folder("社区", COMMUNITIES)))
        archive.writestr("files/icon.png", b"x")
    assert store.bring_one(path).verdict == "accept"
    _assert_tree(store)
    assert not list(store.folder.parent.rglob("社区.kml"))


def test_gml_keeps_its_zeros(store: Store) -> None:
    path = store.folder / "边界.gml"
    shapes = [
        feature(square(X, Y, 0.04), code="01", name="东街"),
        feature(square(X, Y, 0.02), code="0101", name="一社区"),
    ]
    gpd.GeoDataFrame.from_features(shapes, crs="EPSG:4490").assign(level=[1, 2]).to_file(path, driver="GML")
    path.with_suffix(".xsd").unlink()
    report = store.bring_one(path)
    assert report.verdict == "accept", report
    grids = store.rows("grids").set_index("grid_code")
    assert grids["grid_name"].to_dict() == {"01": "东街", "0101": "一社区"}
    assert grids.loc["01", "longitude"] == pytest.approx(X + 0.02)


BOMB = '<!DOCTYPE k [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ((SPEAKS + BOMB + TEXT).encode(), "xml_doctype"),
        ((SPEAKS + "<!-- -->" + BOMB + TEXT).encode("utf-16"), "xml_doctype"),
        ((SPEAKS + BOMB + TEXT).encode("utf-16-le"), "xml_doctype"),
        ((SPEAKS.replace("UTF-8", "UTF-7") + TEXT).encode(), "encoding"),
        (_kml("<!-- <OGRVRTDataSource> -->").encode(), "xml_foreign"),
        (TEXT.encode()[:-40], "file_damaged"),
        (_kml().encode(), "file_empty"),
        (b'<?xml version="1.0"?><gpx><trk/></gpx>', "file_kind"),
    ],
)
def test_what_is_refused(store: Store, body: bytes, code: str) -> None:
    report = store.bring_one(_write(store, "边界.kml", body))
    assert (report.verdict, [finding.code for finding in report.findings]) == ("reject", [code])
    assert not Layout(store.home).current.exists()


def test_versions_of_one_thing_are_asked_about_and_taken_when_named(store: Store) -> None:
    spare = COMMUNITIES.replace("一社区", "旧社区")
    path = _write(
        store, "a.kml", _kml(_folder("街道", STREETS), _folder("社区", COMMUNITIES), _folder("社区备份", spare))
    )
    (question,) = store.bring_one(path).questions
    assert (question.code, question.several) == ("layer_choice", True)
    assert [choice.answers["files"]["a.kml"]["layers"] for choice in question.choices] == [
        ["街道"],
        ["社区"],
        ["社区备份"],
    ]
    unknown = store.bring_one(path, answers=answers_from({"layers": ["别的"]}))
    assert unknown.questions[0].code == "layer_unknown"
    assert store.bring_one(path, answers=answers_from({"layers": ["街道", "社区"]})).verdict == "accept"
    _assert_tree(store)


def test_a_lone_layer_beside_known_grids_is_asked_for_its_level_unless_its_codes_are_known(store: Store) -> None:
    store.bring(_write(store, "边界.kml", TEXT))
    bare = [feature(square(X, Y, 0.01), code="x"), feature(square(X + 0.01, Y, 0.01), code="y")]
    (question,) = store.bring_one(store.geojson("新的.geojson", bare)).questions
    assert question.code == "level_unknown"
    assert [choice.answers for choice in question.choices] == [
        {"files": {"新的.geojson": {"level": level}}} for level in (3, 2, 1)
    ]
    again = [feature(square(X, Y, 0.02), code="71"), feature(square(X + 0.02, Y, 0.02), code="72")]
    assert store.bring_one(store.geojson("再来.geojson", again)).verdict == "accept"
    _assert_tree(store)


def _drawn(name: str, east: float, south: float = Y) -> str:
    return _mark(name, _ring(east, south, 0.02))


@pytest.mark.parametrize(
    ("drawn", "codes"),
    [
        ((_drawn("一社区", X), _drawn("二 社区", X + 0.02)), ["71", "72"]),
        ((_drawn("未命名多边形", X + 0.001), _drawn("", X + 0.02)), ["71", "72"]),
        ((_drawn("一社区", X), _drawn("三社区", X + 0.5)), []),
        ((_drawn("一社区", X), _drawn("一社区", X + 0.02)), []),
    ],
)
def test_drawings_without_codes_are_known_by_name_or_place_or_asked_about(
    store: Store, drawn: tuple[str, ...], codes: list[str]
) -> None:
    store.bring(_write(store, "边界.kml", TEXT))
    report = store.bring_one(_write(store, "手绘.kml", _kml(_folder("地标", *drawn))), dry_run=True)
    told = [finding.count for finding in report.findings if finding.code == "codes_by_name"]
    assert (report.verdict == "ask", told, report.rows_accepted) == (not codes, [2] if codes else [], len(codes))
    if codes:
        store.bring_one(_write(store, "手绘.kml", _kml(_folder("地标", *drawn))))
        assert store.rows("grids")["grid_code"].tolist() == ["01", "71", "72"]
        _assert_tree(store)


@pytest.mark.parametrize(
    ("drawn", "answer", "taken", "remembered"),
    [
        (
            (_drawn("一社区", X), _drawn("三社区", X + 0.5)),
            {"三社区": "72"},
            {"71": X, "72": X + 0.5},
            {"三社区": "72"},
        ),
        ((_drawn("一社区", X), _drawn("三社区", X + 0.5)), {"三社区": ""}, {"71": X, "72": X + 0.02}, {}),
        (
            (_drawn("一社区", X), _drawn("一社区", X + 0.3)),
            {"第 1 个图形": "71", "第 2 个图形": "72"},
            {"71": X, "72": X + 0.3},
            {},
        ),
    ],
    ids=["one is named", "one is left aside", "two of one name"],
)
def test_drawings_that_mean_no_grid_are_asked_about_one_by_one(
    store: Store, drawn: tuple[str, ...], answer: dict[str, str], taken: dict[str, float], remembered: dict[str, str]
) -> None:
    store.bring(_write(store, "边界.kml", TEXT))
    path = _write(store, "手绘.kml", _kml(_folder("地标", *drawn)))
    (question,) = store.bring_one(path).questions
    offered = [choice.answers["files"]["手绘.kml"]["areas"] for choice in question.choices]
    assert (question.code, question.several, offered[-1]) == ("shapes_unknown", True, dict.fromkeys(answer, ""))
    assert ("71" in {code for pair in offered for code in pair.values()}) == (len(answer) == len(drawn))
    report = store.bring_one(path, answers=answers_from({"files": {"手绘.kml": {"areas": answer}}}))
    assert (report.rows_quarantined, report.rows_read) == (list(answer.values()).count(""), 2)
    shapes = gpd.read_parquet(open_store(store.home).files("shapes_2")[0])
    assert shapes.set_index("grid_code").bounds["minx"].to_dict() == pytest.approx(taken)
    assert recall_all(store.home).areas == remembered
