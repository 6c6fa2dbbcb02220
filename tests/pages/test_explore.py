"""自助分析 and the chips through app.py: the address is what is shown, and what cannot be shown is told."""

import pytest
from streamlit.testing.v1 import AppTest

from components.views.pages.registry import views_of
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store

HALF_YEAR = Period("2025-01", "2025-06")


@pytest.fixture
def home(demo_home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    return demo_home


def opened(path, **parameters):
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=60)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(path).run()
    assert not app.exception
    return app


def words_of(app):
    return "\n".join(element.value for element in app.markdown)


def test_the_address_says_what_is_shown(home):
    app = opened("pages/situation/explore.py", measure="event_count", by="category", form="bars")
    view = views_of("explore", Answers(open_store(home), Scope(HALF_YEAR)))["event_count-category-bars"]
    assert view.finding in words_of(app) and view.title in words_of(app)
    assert not app.toast
    app.selectbox(key="explore_by").set_value("team_kind").run()
    assert app.query_params["by"] == "team_kind" and "form" not in app.query_params
    assert "（按队伍类型）" in words_of(app)


def test_what_the_address_cannot_mean_is_told_and_left_out(home):
    app = opened("pages/situation/explore.py", measure="event_count", by="nonsense", form="map")
    assert any("分组" in toast.value for toast in app.toast)
    assert "志愿服务活动（按月）" in words_of(app)


def test_each_chip_takes_its_own_filter_back(home):
    answers = Answers(open_store(home), Scope(HALF_YEAR))
    area, name = answers.grids(1).loc[0, ["grid_code", "grid_name"]]
    app = opened(
        "pages/service/volunteer_events.py",
        area=area,
        cat_volunteer_events="便民服务,医疗义诊",
        period="custom",
        **{"from": "2025-03", "to": "2025-03"},
    )
    chips = {button.label: button for button in app.button if (button.key or "").startswith("chip_")}
    assert list(chips) == ["期间：2025年3月", f"范围：{name}", "类别：医疗义诊", "类别：便民服务", "全部取消"]
    chips["类别：医疗义诊"].click().run()
    assert app.query_params["cat_volunteer_events"] == "便民服务"
    next(button for button in app.button if button.key == "chip_all").click().run()
    assert not [button for button in app.button if (button.key or "").startswith("chip_")]
    assert app.metric[0].value.startswith(f"{answers.figure('event_count').value:,}")
