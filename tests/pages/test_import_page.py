"""数据导入 in AppTest: its parts, a basket with questions, previews and faults, an empty store."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.screen.intake_basket import Basket
from data.intake.preview_model import Column, MonthChange, Preview
from data.intake.report import Choice, FileReport, ImportReport, Question
from data.intake.run import import_files
from data.settings import PROJECT_ROOT
from data.store.pointer import current_version
from data.store.reader import open_store
from pages import PAGES
from tests.cli import linked_copy

PAGE = next(page for page in PAGES if page.url_path == "import_files")
EVIL = "台账[x](www.x.cn)_**粗**.csv"


@pytest.fixture
def home(demo_home, tmp_path, monkeypatch):
    own = tmp_path / "store"
    linked_copy(demo_home, own)
    monkeypatch.setenv("WANGLAN_HOME", str(own))
    return own


def opened(basket: Basket | None = None, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=120)
    if basket is not None:
        app.session_state["wl_intake"] = basket
    app.run()
    app.switch_page(PAGE.path)
    for key, value in parameters.items():
        app.query_params[key] = value
    return app.run()


def words_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def checked(home, *files: FileReport, previews=()) -> Basket:
    """A basket whose check has just ended."""
    basket = Basket(names=[file.file for file in files])
    for path in basket.paths:
        path.write_text("编号\n", encoding="utf-8")
    basket.report = ImportReport(list(files), previews=list(previews))
    basket.checked_against = current_version(home)
    return basket


def preview(file: str, ledger: str = "micro_wishes") -> Preview:
    columns = (Column("编号", "wish_code", "心愿编号", "alias", 1.0), Column("备注", "", "", "none", 0.0))
    return Preview(
        file,
        "六月",
        ledger,
        0.9,
        columns,
        (("WX-1", "**急**"),),
        (3,),
        ((0, 0, "编号重复"),),
        (MonthChange(ledger, "2025-06", 1, 0, 0, 2),),
    )


@pytest.mark.parametrize("part", ["import", "quarantine", "versions", "ledgers", "没有这一页"])
def test_each_part_opens_with_its_title(home, part):
    app = opened(part=part)
    assert not app.exception
    said = words_of(app)
    assert "### 数据导入" in said and "这一页暂时打不开" not in said
    assert "当前是示例数据" in said or part in ("quarantine", "versions", "ledgers")


def test_a_file_with_a_question_asks_and_keeps_the_answer(home):
    choices = (Choice("月在前", {"date_order": "MDY"}), Choice("日在前", {"date_order": "DMY"}))
    asked = Question("date_order", "“日期”列看不出 *月* 和日的先后。", f"{EVIL} 第 2 列", choices)
    basket = checked(home, FileReport(EVIL, "ask", "micro_wishes", questions=[asked]), previews=[preview(EVIL)])
    app = opened(basket)
    assert not app.exception
    said = words_of(app)
    assert r"看不出 \*月\* 和日的先后" in said
    assert r"台账\[x\](www\.x.cn)\_\*\*粗\*\*.csv" in said
    assert EVIL not in said
    assert "1 个文件有问题要先回答" in said
    assert app.button(key="intake_confirm").disabled
    app.radio(key="intake_answer_0_0").set_value(1).run()
    assert basket.told.body() == {"files": {EVIL: {"date_order": "DMY"}}}


def test_several_choices_need_a_word_to_be_taken(home):
    choices = tuple(Choice(f"工作表“{name}”", {"sheets": [name]}) for name in ("五月", "六月", "七月"))
    asked = Question("sheet_choice", "有 3 个工作表", "a.xlsx", choices, several=True)
    basket = checked(home, FileReport("a.xlsx", "ask", questions=[asked]))
    app = opened(basket)
    assert app.button(key="intake_give_0_0").disabled
    app.pills(key="intake_answer_0_0").set_value([0, 2]).run()
    assert basket.told.body() == {}
    app.button(key="intake_give_0_0").click().run()
    assert basket.told.body() == {"files": {"a.xlsx": {"sheets": ["五月", "七月"]}}}


def test_each_unknown_name_gets_any_grid_or_waits(home):
    codes = list(open_store(home).query("SELECT grid_code FROM grids WHERE level = 2 ORDER BY 1 LIMIT 2")["grid_code"])
    parts = [("甲社", codes[0]), ("甲社", codes[1]), ("乙社", ""), ("丙社", codes[0])]
    choices = [Choice(f"“{text}”是 {code}", {"files": {"a.csv": {"areas": {text: code}}}}) for text, code in parts]
    rest = Choice("都留待核对", {"files": {"a.csv": {"areas": {"甲社": "", "乙社": "", "丙社": ""}}}})
    asked = Question("areas_unknown", "有 3 个名称找不到", "a.csv", (*choices, rest), several=True)
    basket = checked(home, FileReport("a.csv", "ask", questions=[asked]))
    app = opened(basket)
    assert not app.exception
    assert len(app.selectbox(key="intake_text_0_0_0").options) > 100
    app.selectbox(key="intake_text_0_0_0").set_value(codes[1])
    app.selectbox(key="intake_text_0_0_1").set_value(codes[0])
    app.button(key="intake_give_0_0").click().run()
    assert basket.told.body() == {"files": {"a.csv": {"areas": {"甲社": codes[1], "乙社": codes[0], "丙社": ""}}}}


def test_another_ledger_may_be_named_where_none_fits(home):
    asked = Question("ledger_unknown", "看不出是哪种台账", "a.csv")
    basket = checked(home, FileReport("a.csv", "ask", questions=[asked]))
    app = opened(basket)
    box = app.selectbox(key="intake_answer_0_0_other")
    box.set_value(box.options.index("微心愿台账")).run()
    assert basket.told.body() == {"files": {"a.csv": {"ledger": "micro_wishes"}}}


def test_facts_preview_and_changes_of_a_file(home):
    file = FileReport("a.csv", "accept-with-warning", "micro_wishes", 1, 1)
    file.area_match, file.masked = {"by_code": 1}, {"电话": {"done": "没有导入", "rows": 0}}
    basket = checked(home, file, previews=[preview("a.csv")])
    app = opened(basket)
    assert not app.exception
    said = words_of(app)
    for words in (
        "按编码 1 行",
        "“电话”没有导入",
        "把握 90%",
        "第 3 行] 编号重复",
        "新增 **1**，更改 0，相同 0，不再出现 **2**",
    ):
        assert words in said, words
    assert not app.button(key="intake_confirm").disabled
    app.radio(key="intake_gone_0").set_value("drop").run()
    assert basket.told.body() == {"files": {"a.csv": {"gone": "drop"}}}


def test_versions_tell_who_and_the_newest_can_be_taken_back(home, tmp_path):
    grid = open_store(home).query("SELECT min(grid_code) AS code FROM grids WHERE level = 3")["code"][0]
    path = tmp_path / "志愿服务.csv"
    path.write_text(f"活动编号,活动名称,网格编码,活动类型,活动日期,参与人次\nBB-1,扫雪,{grid},政策宣传,2025-06-02,5\n")
    assert import_files([path], home, by="党建办").version == 2
    app = opened(part="versions")
    assert not app.exception
    table = app.dataframe[0].value
    assert table[["版本", "状态", "经办人", "采用"]].values.tolist()[0] == [2, "当前", "党建办", 1]
    app.button(key="undo_history_2").click().run()
    assert current_version(home) == 1
    assert app.dataframe[0].value["状态"].tolist() == ["已撤销", "当前"]


def test_rows_that_wait_are_listed_by_reason(home, tmp_path):
    path = tmp_path / "志愿服务.csv"
    path.write_text("活动编号,活动名称,网格编码,活动类型,活动日期,参与人次\nBB-1,电话13812345678,x,政策宣传,去年,5\n")
    import_files([path], home)
    app = opened(part="quarantine")
    assert not app.exception
    assert "共 1 行" in words_of(app)
    assert app.dataframe[0].value["size"].tolist() == [1, 1]
    assert "13812345678" not in str(app.dataframe[1].value)


def test_an_empty_store_offers_both_ways_and_opens_the_import(tmp_path, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("WANGLAN_DEMO", "0")
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=120).run()
    assert "数据仓还是空的" in words_of(app)
    assert {button.key for button in app.button} == {"start_import", "start_demo"}
    app.button(key="start_import").click().run()
    assert not app.exception
    assert "数据仓还是空的，先放这些" in words_of(app)
    for part in ("quarantine", "versions", "ledgers"):
        assert not opened(part=part).exception
    assert current_version(tmp_path / "new") is None, "no demo was built"
