"""The page 数据质量 through app.py: opens, says what is wrong, opens each finding to its rows."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import PROJECT_ROOT
from tests.data.measures.stores import load
from tests.data.quality import planted

TIMEOUT = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return planted.built(tmp_path_factory).home


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=TIMEOUT)
    for key, value in parameters.items():
        app.query_params[key] = value
    return app.run().switch_page("pages/office/data_quality.py").run()


def words_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def is_whole(app: AppTest) -> bool:
    said = words_of(app)
    return not app.exception and "这一页暂时打不开" not in said and "没有画出来" not in said


def box(app: AppTest, key: str):
    return next(element for element in app.selectbox if element.key == key)


def test_opens_with_its_findings(home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    app = opened()
    assert is_whole(app)
    said = words_of(app)
    assert "### 数据质量" in said and "这些数靠得住吗" in said and "第 2 版" in said
    assert [metric.label for metric in app.metric] == ["在库记录", "待核占比", "静默单位", "数字矛盾", "边界问题"]
    assert [metric.value.split()[0] for metric in app.metric][2:] == [
        "1",
        str(sum(map(len, planted.EXPECTED.values()))),
        "6",
    ]


def test_a_ledger_a_fault_and_rows_can_be_chosen(home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    app = opened()
    box(app, "quality_ledger").set_value("volunteer_events").run()
    assert is_whole(app) and "志愿服务台账，按发生月份" in words_of(app)
    box(app, "quality_fault").set_value(0).run()
    assert is_whole(app) and "010101 与 010102 重叠" in words_of(app)
    box(app, "quality_kind").set_value("rule").run()
    box(app, "quality_item_rule").set_value("wish_unclaimed").run()
    assert is_whole(app)
    rows = app.dataframe[-1].value
    assert list(rows["key"]) == ["W1"] and rows["source_file"].iloc[0] == "micro_wishes.csv"
    assert "共 1 行" in words_of(app)


@pytest.mark.parametrize("area", ["03", "0101", "010101"])
def test_every_level_opens(home, monkeypatch, area):
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    assert is_whole(opened(area=area))


def test_a_store_without_anything_opens(tmp_path, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(load(tmp_path / "home", {}, None, "2025-03-20").home))
    app = opened()
    assert is_whole(app) and "没有" in words_of(app)


def test_a_district_that_names_its_pages_has_this_one_too(home_of, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(home_of("aksai")))
    app = opened()
    assert is_whole(app) and "没有开设这一页" not in words_of(app)
