"""Each page through app.py: opens, has its title and cards, says why it is empty, survives nonsense in the address."""

import pytest
from streamlit.testing.v1 import AppTest

from components.views.item import escaped
from data.intake.run import import_files
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from pages import PAGES

MINE = {
    page.url_path: page
    for page in PAGES
    if page.url_path in ("overview", "volunteer_events", "micro_wishes", "demands_to_projects")
}
TIMEOUT = 60


@pytest.fixture
def home(demo_home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    return demo_home


def opened(name: str, **parameters: str) -> AppTest:
    """The page, opened with parameters in its address."""
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=TIMEOUT)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    if name != "overview":
        app.switch_page(MINE[name].path).run()
    return app


def words_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize("name", MINE)
def test_opens_with_title_cards_and_no_exception(home, name):
    app = opened(name)
    assert not app.exception
    said = words_of(app)
    assert f"### {MINE[name].title}" in said
    assert "这一页暂时打不开" not in said and "没有画出来" not in said
    assert len(app.metric) == 6
    assert said.count("截至 2025年6月30日") > 4


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize(
    "nonsense",
    [
        {"period": "yesterday", "area": "没有这个网格", "compare": "<script>"},
        {"period": "custom", "from": "2025-13", "to": "x"},
        {"period": "custom", "from": "2025-06", "to": "2024-01"},
        {"cat_micro_wishes": "不存在", "item": "' OR 1=1 --"},
    ],
)
def test_survives_nonsense_in_the_address(home, name, nonsense):
    app = opened(name, **nonsense)
    assert not app.exception
    assert "这一页暂时打不开" not in words_of(app)
    assert len(app.metric) == 6


@pytest.mark.parametrize("name", MINE)
def test_an_area_or_time_without_records_says_so(home, name):
    app = opened(name, period="custom", **{"from": "2011-01", "to": "2011-02"})
    assert not app.exception
    said = words_of(app)
    assert "没有" in said and "不等于" in said
    assert "这一页暂时打不开" not in said


@pytest.mark.parametrize("name", MINE)
def test_every_level_opens(home, name):
    leaf = Answers(open_store(home), Scope(Period("2025-01", "2025-06"))).grids(3).iloc[-1]["grid_code"]
    path = Answers(open_store(home), Scope(Period("2025-01", "2025-06"))).grid_path(leaf)
    for code, _ in path:
        app = opened(name, area=code)
        assert not app.exception
        assert "没有画出来" not in words_of(app)


GRIDS_ONLY = "网格编码,网格名称,网格层级,上级网格编码\n01,甲街道,1,\n0101,甲一社区,2,01\n010101,第01网格,3,0101\n"


@pytest.mark.parametrize("name", MINE)
def test_without_a_ledger_the_page_asks_for_it(tmp_path, monkeypatch, name):
    ledger, district = tmp_path / "网格台账.csv", tmp_path / "district.toml"
    ledger.write_text(GRIDS_ONLY, encoding="utf-8")
    district.write_text('name="小区县"\nlevel_names=["街道","社区","网格"]\nas_of="2025-06-30"\n', encoding="utf-8")
    home = tmp_path / "home"
    assert import_files([district, ledger], home).version is not None
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    app = opened(name)
    assert not app.exception
    assert "还没有导入" in words_of(app)
    assert "这一页暂时打不开" not in words_of(app)


def test_a_project_in_the_address_shows_its_demands(home):
    answers = Answers(open_store(home), Scope(Period("2025-01", "2025-06")))
    rows, _ = answers.records("projects", limit=50)
    code = next(c for c in rows["project_code"] if len(answers.linked(project_code=c)))
    demand = answers.linked(project_code=code).iloc[0]
    said = words_of(opened("demands_to_projects", item=code))
    assert "对应需求" in said
    backwards = opened("demands_to_projects", item=demand["demand_code"])
    assert "对应项目" in words_of(backwards)
    assert f"**需求：{escaped(demand['demand_title'])}**" in words_of(backwards)


def test_search_narrows_the_records(home):
    app = opened("volunteer_events")
    everything = words_of(app)
    box = next(element for element in app.text_input if element.key == "search_volunteer_events")
    box.set_value("没有这样的活动").run()
    assert not app.exception
    assert "没有与“没有这样的活动”相符的记录" in words_of(app)
    assert "没有与" not in everything
