"""The views of 数据质量: words that hold, cells that say why they are empty, rows that can be found again."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely.geometry

from components.exports.document import Document
from components.exports.prepare import item_of
from components.exports.tables import data_table, table_of_view
from components.exports.write import write
from components.views.clicks import ROWS, targets
from components.views.figures import figure_of, is_figure
from components.views.map_state import Geometry, map_state
from components.views.model import View
from components.views.pages import data_quality, data_quality_faults, data_quality_rows, data_quality_spots
from components.views.pages.registry import PAGE_VIEWS, views_of
from components.views.tokens import DARK, LIGHT
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.quality.rules import RULES
from data.store.reader import open_store
from tests.data.measures.stores import load, net
from tests.data.quality import planted


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> Answers:
    return planted.ask(planted.built(tmp_path_factory))


@pytest.fixture(scope="module")
def views(answers):
    return views_of("data_quality", answers)


@pytest.fixture(scope="module")
def demo(demo_home) -> Answers:
    return Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))


def complete(views) -> None:
    for name, view in views.items():
        assert view.id == name
        assert view.title and view.source and view.as_of and view.alt, name
        said = f"{view.finding}{view.empty}{''.join(view.frame.get('sentence', []))}"
        assert said.endswith("。") or view.kind == "cards", (name, said)
        assert not any(odd in said for odd in ("nan", "None", "<NA>", "。。", "；。")), said
        assert set(view.labels) <= set(view.frame.columns) or view.empty, name
        if is_figure(view) and not view.empty:
            assert figure_of(view, LIGHT)["data"] and figure_of(view, DARK)["data"]


def test_every_view_is_complete(views, demo):
    complete(views)
    complete(views_of("data_quality", demo))
    leaf = demo.grids(3)["grid_code"].iloc[0]
    for code, _ in demo.grid_path(leaf):
        complete(views_of("data_quality", demo.narrowed(demo.scope.with_grid(code))))


@pytest.mark.parametrize("grids", [None, net()])
def test_a_store_without_rows_says_so(tmp_path, grids):
    bare = views_of("data_quality", planted.ask(load(tmp_path / "home", {}, grids, "2025-03-20")))
    complete(bare)
    assert all(view.empty for view in bare.values() if view.kind not in ("cards", "text", "table"))


def test_the_sentences_say_what_was_planted(views):
    said = "".join(views["brief"].frame["sentence"]).replace("**", "")
    assert (
        "现在有 1 处静默，涉及 1 个单位；缺得最多的是街道3的志愿服务台账，2024年12月以后没有记录，往常每月 5 条" in said
    )
    total = sum(map(len, planted.EXPECTED.values()))
    wrong = sum(len(keys) for code, keys in planted.EXPECTED.items() if RULES[code].severity == "wrong")
    assert f"发现矛盾 {total} 处，其中须改正 {wrong} 处" in said
    assert "边界和网格的问题 6 处" in said and "没有待核的行" in said


def test_cells_tell_their_states_on_every_surface(answers):
    view = data_quality.reporting(answers, "volunteer_events")
    cells = view.frame.set_index(["row", "column"])
    assert cells.loc[("街道3", "2月"), "display"] == "未报" and pd.isna(cells.loc[("街道3", "2月"), "value"])
    assert cells.loc[("街道2", "2月"), "state"] == "zero" and cells.loc[("街道2", "2月"), "value"] == 0
    assert cells.loc[("街道1", "3月"), "display"] == "未到期"
    figure = figure_of(view, LIGHT)
    hatched = {trace["marker"]["pattern"]["shape"]: trace for trace in figure["data"] if trace["type"] == "bar"}
    assert "街道3 · 2月：该报未报" in hatched[""]["customdata"] or "街道2 · 2月：为零" in hatched[""]["customdata"]
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words.count("未报") == 2 and any("角标" in text or "该报未报" in text for text in words)
    matrix = table_of_view(view)
    row = next(row for row in matrix.rows if row[0] == "街道3")
    assert row[-2] == "未报" and row[-1] == "未到期"
    assert [column.name for column in data_table(view).columns] == ["row", "column", "value", "silent"]


def test_all_ledgers_together_mark_the_cells_in_which_one_is_silent(answers):
    frame = data_quality.reporting(answers).frame
    silent = frame[frame["silent"] > 0]
    assert set(silent["row"]) == {"街道3"} and len(silent) == 2


def test_a_fault_is_marked_on_the_map_of_its_own_grids(answers):
    rows = answers.quality.geometry().reset_index(drop=True)
    place = rows.index[rows["code"] == "overlap"][0]
    view = data_quality_faults.geometry_map(answers, int(place))
    assert (view.options["level"], view.options["parent"]) == (3, "01")
    state = map_state(view, Geometry(), LIGHT)
    assert state["marks"] == {"codes": ["010101", "010102"], "shapes": [planted.SQUARE], "label": "互相重叠"}
    other = data_quality_faults.geometry_map(answers, int(rows.index[rows["code"] == "no_shape"][0]))
    assert other.options["marks"]["codes"] == ["02"] and other.options["level"] == 1
    plain = data_quality_faults.geometry_map(answers)
    assert "marks" not in map_state(plain, Geometry(), LIGHT)
    assert plain.frame.set_index("grid_code")["value"].to_dict() == {"01": 2, "02": 1, "03": 1}
    assert data_quality_faults.geometry_map(answers, 99).options.get("marks") is None, "the list has become shorter"


def test_a_message_is_no_markup(answers):
    picked = pd.Series({"message": "*<b>粗</b>* $x$", "shape": None, "grid_codes": (), "label": "问题"})
    assert data_quality_faults.marks_of(picked) == {"codes": [], "shapes": [], "label": "问题"}
    from components.views.item import escaped

    assert "\\<b\\>" in escaped(str(picked["message"]))


def test_everything_offered_opens_to_rows(answers):
    opened = 0
    for kind in data_quality_rows.kinds(answers):
        for item in data_quality_rows.items(answers, kind):
            month = "2024-08" if kind == "reporting" else ""
            rows, total = data_quality_rows.shown_rows(answers, data_quality_rows.pick(kind, item, month), 5)
            assert list(rows.columns) == list(data_quality_rows.HEADINGS)
            assert total or kind == "reporting", (kind, item)
            opened += bool(total)
    assert opened > 15
    assert next(iter(data_quality_rows.kinds(answers))) == "silent", "the card opens with something in it"


def rows_of(answers, said: str) -> int:
    chosen = data_quality_rows.picked(answers, said)
    assert chosen is not None, said
    assert data_quality_rows.name_of(answers, chosen)
    rows, total = data_quality_rows.shown_rows(answers, chosen, 1000)
    assert len(rows) == total
    return total


def test_a_click_on_a_bar_or_a_row_opens_what_it_counts(answers, views):
    bars = {name: targets(views[name], lambda *_: True).get("y", []) for name in ("filled", "late", "refused")}
    counted = {
        "filled": views["filled"].frame["denominator"] - views["filled"].frame["numerator"],
        "late": views["late"].frame["numerator"],
        "refused": views["refused"].frame["value"],
    }
    for name, places in bars.items():
        assert [rows_of(answers, said) if n else 0 for (_, said), n in zip(places, counted[name], strict=True)] == list(
            counted[name]
        )
        assert all(meaning == ROWS for meaning, _ in places)
    assert bars["filled"]
    found = views["contradictions"].frame
    for said, told in zip(found["opens"], found["found"], strict=True):
        n = int(told.split()[0]) if told[0].isdigit() else 0
        assert "published_differs" in said or rows_of(answers, said) == n
        assert n or data_quality_rows.none_of(answers, data_quality_rows.picked(answers, said)).startswith("这一条")
    assert all(rows_of(answers, said) for said in views["silent"].frame["opens"])
    files = views["refused_files"].frame
    assert sum(rows_of(answers, said) for said in files["opens"]) == answers.quality.refused_total


def test_a_click_on_a_cell_opens_its_months_rows(answers):
    view = data_quality.reporting(answers, "volunteer_events")
    places = targets(view, lambda *_: True)
    assert [value for _, value in places["y"]] == ["01", "02", "03"]
    cells = view.frame.set_index(["row_key", "column_key"])["value"]
    for (area, month), n in cells.items():
        said = data_quality_rows.token("reporting", "volunteer_events", month, area)
        assert rows_of(answers, said) == n or pd.isna(n)
    ledgers = data_quality_rows.cell_ledgers(answers, "03", "2025-01")
    assert next(iter(ledgers.items())) == ("volunteer_events", "志愿服务台账 · 未报")
    silent = data_quality_rows.picked(
        answers, data_quality_rows.token("reporting", "volunteer_events", "2025-01", "03")
    )
    assert data_quality_rows.none_of(answers, silent) == (
        "这个月没有记录，该报未报；此前最近一次有记录是 2024年12月（5 条）。"
    )


@pytest.mark.parametrize(
    "said",
    [
        "",
        "rule",
        "rule|nope||",
        "empty|x.y||",
        "reporting|grids||",
        "reporting|volunteer_events|2025-13|01",
        "file|a||",
    ],
)
def test_a_click_on_what_there_is_not_opens_nothing(answers, said):
    assert data_quality_rows.picked(answers, said.replace("|", "\u001f")) is None


def test_every_fault_with_a_place_is_a_dot_and_a_second_click_goes_on(answers):
    rows = answers.quality.geometry()
    spots = data_quality_faults.geometry_map(answers).options["spots"]
    placed = [
        n for n, (codes, shape) in enumerate(zip(rows["grid_codes"], rows["shape"], strict=True)) if len(codes) or shape
    ]
    assert sorted(n for spot in spots for n in spot["ids"]) == placed
    (overlap,) = [spot for spot in spots if spot["label"] == "互相重叠"]
    assert shapely.geometry.shape(planted.SQUARE).covers(shapely.Point(overlap["at"]))
    inside = data_quality_spots.in_grid(answers, "01")
    assert inside == [n for n in placed if any(code.startswith("01") for code in rows["grid_codes"][n])]
    chosen = None
    seen = [chosen := data_quality_spots.following(inside, chosen) for _ in range(len(inside) + 1)]
    assert seen == [*inside, inside[0]]
    assert data_quality_spots.following([], 3) is None


@pytest.mark.parametrize("name", ["png", "xlsx", "pptx", "docx", "html"])
def test_every_view_leaves_the_house(answers, views, tmp_path, name):
    def ready(view: View):
        return item_of(answers, "data_quality", view, f"WL-{view.id}")

    district = answers.district
    document = Document(
        title="数据质量",
        district=district.name,
        area=answers.area_name,
        period=answers.scope.period.label,
        items=tuple(ready(view) for view in views.values()),
        as_of=district.as_of,
        version=district.version,
        code="WL-1",
        is_demo=False,
    )
    written = write(document, name, tmp_path)
    assert written and all(path.stat().st_size > 1000 for path in written)
    assert "data_quality" in PAGE_VIEWS
