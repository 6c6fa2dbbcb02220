"""The page 供需对接 through app.py: its figures, every area level, emptiness, and the search of the matrix."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import PROJECT_ROOT

PAGE = "pages/service/supply_and_demand.py"


@pytest.fixture
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    return demo_home


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=90)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def words_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value).split()[0] for metric in app.metric}


def test_published_counts_stand_on_the_page(home: Path) -> None:
    app = opened(period="custom", **{"from": "2023-07", "to": "2025-06"})
    said = words_of(app)
    assert "### 供需对接" in said and "没有画出来" not in said
    assert figures(app)["在册资源"] == "543"
    assert figures(app)["提出需求"] == "259"
    assert "在册资源 543 项" in said and "只作推荐，不自动登记" in said
    assert "24 家单位" in said


def test_every_level_opens(home: Path) -> None:
    said = words_of(opened(area="990104001"))
    assert "这一页暂时打不开" not in said and "没有画出来" not in said


def test_a_time_without_records_says_so(home: Path) -> None:
    said = words_of(opened(period="custom", **{"from": "2011-01", "to": "2011-02"}))
    assert "没有" in said and "这一页暂时打不开" not in said


def test_the_matrix_is_searched(home: Path) -> None:
    app = opened()
    app.text_input(key="search_pairings").set_value("教育局").run()
    assert not app.exception
    tables = [frame.value for frame in app.dataframe if "organ" in frame.value.columns]
    assert tables and all("教育局" in name for name in tables[0]["organ"])
    app.text_input(key="search_pairings").set_value("没有这个单位").run()
    assert "没有名称含“没有这个单位”的结对单位或社区" in words_of(app)
