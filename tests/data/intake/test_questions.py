"""Every question names answers that settle it: passed back, they lead to another verdict or to another question."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.grids.coordinates import offset_of
from data.intake.answers import answers_from, joined_answers
from data.intake.report import FileReport, Question
from tests.cli import run_cli
from tests.data.intake.conftest import EVENT_HEADERS, SHARED, Store, event, feature, square

SOUTH, WEST, SIDE = 34.70, 113.60, 0.02
MOST_CHOICES = 2
"""Of a longer list the first and the last are tried: to try them all takes minutes."""

REPORT_HEADERS = ["事项编号", "事项类型", "网格编码", "上报时间", "描述"]


def grid_features() -> list[dict[str, object]]:
    """One street of two communities with two grids each, in degrees."""
    found = [feature(square(WEST, SOUTH, 2 * SIDE), code="04", name="北下街街道", level=1)]
    for x in (0, 1):
        wide = {
            "type": "Polygon",
            "coordinates": [
                [
                    [WEST + x * SIDE, SOUTH],
                    [WEST + (x + 1) * SIDE, SOUTH],
                    [WEST + (x + 1) * SIDE, SOUTH + 2 * SIDE],
                    [WEST + x * SIDE, SOUTH + 2 * SIDE],
                    [WEST + x * SIDE, SOUTH],
                ]
            ],
        }
        found.append(feature(wide, code=f"040{x + 1}", name=("东里社区", "西里社区")[x], level=2, parent="04"))
        for y in (0, 1):
            place = square(WEST + x * SIDE, SOUTH + y * SIDE, SIDE)
            code = f"040{x + 1}0{y + 1}"
            found.append(feature(place, code=code, name=f"第{y + 1}网格", level=3, parent=code[:4]))
    return found


@pytest.fixture(scope="module")
def net_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("net")
    store = Store(folder / "store", folder)
    assert store.bring(store.geojson("网格.geojson", grid_features())).version == 1
    return store.home


@pytest.fixture
def net(net_home: Path, tmp_path: Path) -> Store:
    shutil.copytree(net_home, tmp_path / "store")
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


def workbook(store: Store, name: str, sheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(store.folder / name)
    return store.folder / name


def placed(codes: Sequence[str], headers: Sequence[str] = EVENT_HEADERS) -> list[list[str]]:
    return [event(f"E{number}", 网格编码=code) for number, code in enumerate(codes)]


def points(rows: int, crs: str = "") -> list[list[str]]:
    """Rows with coordinates near the eastern edge, as a map service would give them."""
    found = []
    for number in range(rows):
        lon, lat = WEST + 2 * SIDE - 0.001, SOUTH + 0.002 + number * 0.001
        if crs:
            east, north = offset_of(crs, lon, lat)
            lon, lat = lon + east / 91_500, lat + north / 110_900
        found.append([*event(f"E{number}", 网格编码=""), f"{lon:.6f}", f"{lat:.6f}"])
    return found


def without(header: str) -> tuple[list[str], Callable[[list[str]], list[str]]]:
    place = EVENT_HEADERS.index(header)
    return [one for one in EVENT_HEADERS if one != header], lambda row: [*row[:place], *row[place + 1 :]]


def missing_date(store: Store) -> Path:
    return store.csv(
        "志愿服务台账.csv",
        [event("A", 网格编码="0401")],
        ["何时" if one == "活动日期" else one for one in EVENT_HEADERS],
    )


def missing_many(store: Store) -> Path:
    headers, cut = without("网格编码")
    return store.csv("志愿服务台账.csv", [cut(event("A"))], ["号码" if one == "活动编号" else one for one in headers])


def twice_the_same(store: Store) -> Path:
    return store.csv("志愿服务.csv", [[*event("A", 网格编码="0401"), "2025-01-01"]], [*EVENT_HEADERS, "活动日期"])


def day_order(store: Store) -> Path:
    rows = [event("A", 网格编码="0401", 活动日期="03/04/2025"), event("B", 网格编码="0401", 活动日期="2025-08-01")]
    return store.csv("志愿服务.csv", rows)


def two_rows_of_one_number(store: Store) -> Path:
    return store.csv("志愿服务.csv", [event("A", 网格编码="0401"), event("A", 网格编码="0402")])


def two_sheets(store: Store) -> Path:
    pages = {month: [EVENT_HEADERS, event(month, 网格编码="0401")] for month in ("3月", "4月")}
    return workbook(store, "志愿服务.xlsx", pages)


def strange(store: Store) -> Path:
    return store.csv("表.csv", [["1", "2"]], ["甲", "乙"])


def ambiguous(store: Store) -> Path:
    return store.csv(
        "数据.csv", [["1", "0401", "其他", "", "2025-01-01"]], ["编号", "网格编码", "类别", "完成日期", "登记日期"]
    )


def traditional(store: Store) -> Path:
    path = store.folder / "表.csv"
    text = "編號,類別,網格編碼,日期,內容\n" + "1,環境衛生,0401,2025-01-01,道路損壞請處理謝謝關注\n" * 30
    path.write_bytes(text.encode("big5"))
    return path


def unknown_names(store: Store) -> Path:
    return store.csv("志愿服务.csv", placed(["东里", "东理社区", "北下街道", "没有的社区"]))


def offset_points(store: Store) -> Path:
    return store.csv("志愿服务.csv", points(6, "gcj02"), [*EVENT_HEADERS, "经度", "纬度"])


def no_code(store: Store) -> Path:
    # half of one grid and half of the next: the place does not tell which is meant
    places = [feature(square(WEST + (n + 0.5) * SIDE, SOUTH, SIDE), 标识=f"X{n}", 说明="同一句话") for n in (0, 1)]
    return store.geojson("社区.geojson", places)


def swapped_axes(store: Store) -> Path:
    return store.geojson("社区.geojson", [feature(square(SOUTH, WEST, SIDE), code="0409", name="新社区", level=2)])


def metres(store: Store) -> Path:
    return store.geojson(
        "社区.geojson", [feature(square(463_000.0, 3_841_000.0, 900.0), code="0409", name="新社区", level=2)]
    )


def shifted(store: Store) -> Path:
    east, north = offset_of("bd09", WEST, SOUTH)
    dx, dy = east / 91_500, north / 110_900
    places = [
        feature(
            square(WEST + dx + x * SIDE, SOUTH + dy + y * SIDE, SIDE), code=f"040{x + 1}0{y + 1}", level=3, name="网格"
        )
        for x in (0, 1)
        for y in (0, 1)
    ]
    return store.geojson("网格.geojson", places)


CASES: dict[str, tuple[str, Callable[[Store], Path]]] = {
    one.__name__: (code, one)
    for code, one in (
        ("column_missing", missing_date),
        ("column_missing", missing_many),
        ("column_twice", twice_the_same),
        ("date_order", day_order),
        ("ids_conflict", two_rows_of_one_number),
        ("sheet_choice", two_sheets),
        ("ledger_unknown", strange),
        ("ledger_ambiguous", ambiguous),
        ("encoding", traditional),
        ("areas_unknown", unknown_names),
        ("points_crs", offset_points),
        ("code_missing", no_code),
        ("axes_swapped", swapped_axes),
        ("crs_unknown", metres),
        ("crs_offset", shifted),
    )
}


def ask(store: Store, path: Path, body: Mapping[str, Any], **wishes: object) -> FileReport:
    return store.bring_one(path, answers=answers_from(body) if body else None, dry_run=True, **wishes)


def tried(question: Question) -> Iterator[Mapping[str, Any]]:
    """The answers to try: alone, or all joined where several may be given."""
    choices = [choice.answers for choice in question.choices]
    yield from choices if len(choices) <= MOST_CHOICES else [*choices[: MOST_CHOICES - 1], choices[-1]]


@pytest.mark.parametrize("case", CASES)
def test_every_choice_settles_its_question(case: str, net: Store) -> None:
    code, make = CASES[case]
    path = make(net)
    (question,) = ask(net, path, {}).questions
    assert question.code == code
    assert question.choices, "nothing to choose from"
    for answers in tried(question):
        assert json.loads(json.dumps(answers)) == answers
        after = ask(net, path, answers)
        assert (question.code, question.message) not in [(one.code, one.message) for one in after.questions], answers


def test_the_first_choices_lead_to_the_end(net: Store) -> None:
    """What is thought likeliest is right for these files, one question after the other."""
    for make in (missing_date, twice_the_same, two_sheets, offset_points, shifted, no_code):
        path, body = make(net), {}
        while questions := (report := ask(net, path, body)).questions:
            body = joined_answers([body, questions[0].choices[0].answers])
        assert report.rows_accepted, (make.__name__, report.findings)


def test_several_layers_without_a_level_are_asked_about_file_by_file(net: Store) -> None:
    files = [
        net.geojson(f"{name}.geojson", [feature(square(WEST, SOUTH + n * SIDE, SIDE), code=f"09{n}", name=name)])
        for n, name in enumerate(("甲", "乙"))
    ]
    body: dict[str, Any] = {}
    for _ in files:
        report = net.bring(*files, answers=answers_from(body) if body else None, dry_run=True)
        (question,) = [question for file in report.files for question in file.questions]
        assert question.code == "level_unknown"
        body = joined_answers([body, question.choices[0].answers])
    assert net.bring(*files, answers=answers_from(body), dry_run=True).is_accepted


def test_answers_hold_for_the_file_they_name(net: Store) -> None:
    first, second = (net.csv(name, [["1", "2"]], ["甲", "乙"]) for name in ("一.csv", "二.csv"))
    body = {"files": {"一.csv": {"ledger": "teams"}}, "ledger": "trainings"}
    messages = [file.questions[0].message for file in net.bring(first, second, answers=answers_from(body)).files]
    assert "按“队伍台账”导入" in messages[0]
    assert "按“培训台账”导入" in messages[1]
    told = ask(net, first, body, ledger="zones").questions[0].message
    assert "按“片区名录”导入" in told


def test_a_sheet_that_is_not_there_is_asked_about_or_told(net: Store) -> None:
    path = two_sheets(net)
    (question,) = ask(net, path, {"sheets": ["5月"]}).questions
    assert (question.code, len(question.choices)) == ("sheet_unknown", 3)
    report = ask(net, path, {"sheets": ["5月", "4月"]})
    assert report.rows_accepted == 1
    assert [finding.code for finding in report.findings] == ["sheet_unknown"]


def test_the_command_prints_the_choices(net: Store) -> None:
    path = net.csv("数据.csv", [event("A", 网格编码="0401", 活动日期="03/04/2025"), event("B", 网格编码="0401")])
    done = run_cli(net.home, "import", str(path), "--dry-run", "--report", str(net.folder / "report.json"))
    assert done.returncode == 3, done.stderr
    asked = json.loads((net.folder / "report.json").read_text(encoding="utf-8"))["questions"][0]
    for number, choice in enumerate(asked["choices"], start=1):
        assert f"{number}. {choice['label']}  {json.dumps(choice['answers'], ensure_ascii=False)}" in done.stdout


@pytest.mark.shared
def test_the_broken_files_can_be_settled(net_home: Path, tmp_path: Path) -> None:
    manifest = SHARED / "nasty" / "manifest.json"
    if not manifest.exists():
        pytest.skip("the team's folder of broken files is not beside this checkout")
    shutil.copytree(net_home, tmp_path / "store")
    store = Store(tmp_path / "store", tmp_path)
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    for entry in entries:
        if entry["verdict"] != "ask":
            continue
        path = SHARED / "nasty" / entry["file"]
        for question in ask(store, path, {}).questions:
            assert question.choices, (entry["file"], question.code)
            after = ask(store, path, question.choices[0].answers)
            assert (question.code, question.message) not in [(one.code, one.message) for one in after.questions]
