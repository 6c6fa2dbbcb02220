"""红色物业, 队伍与议事, 积分 through app.py: they open, show their counts, and say why they are empty."""

import pytest
from streamlit.testing.v1 import AppTest

from data.intake.run import import_files
from data.settings import PROJECT_ROOT

SHOWN = {
    "property": ("**24/162 家**", "示范街道 4 个、示范社区 11 个、示范小区 52 个", "清零"),
    "teams_and_meetings": ("登记为需求", "特色载体"),
    "points": ("服务得分", "反馈公示"),
}
TIMEOUT = 120
GRIDS_ONLY = "网格编码,网格名称,网格层级,上级网格编码\n01,甲街道,1,\n0101,甲一社区,2,01\n010101,第01网格,3,0101\n"


def opened(name: str, **parameters: str) -> tuple[AppTest, str]:
    """The page, opened with parameters in its address, and its words."""
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=TIMEOUT)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(f"pages/foundation/{name}.py").run()
    return app, "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize("name", SHOWN)
def test_opens_with_its_figures(demo_home, monkeypatch, name):
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    app, said = opened(name)
    assert not app.exception
    assert len(app.metric) == 6
    assert "没有画出来" not in said and "打不开" not in said
    assert all(words in said for words in SHOWN[name])


@pytest.mark.parametrize("name", SHOWN)
def test_the_smallest_area_opens_too(demo_home, monkeypatch, name):
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    app, said = opened(name, area="990104001001001")
    assert not app.exception
    assert "没有画出来" not in said and "打不开" not in said


@pytest.mark.parametrize("name", SHOWN)
def test_without_its_ledger_the_page_asks_for_it(tmp_path, monkeypatch, name):
    ledger, district = tmp_path / "网格台账.csv", tmp_path / "district.toml"
    ledger.write_text(GRIDS_ONLY, encoding="utf-8")
    district.write_text('name="小区县"\nlevel_names=["街道","社区","网格"]\nas_of="2025-06-30"\n', encoding="utf-8")
    assert import_files([district, ledger], tmp_path / "home").version is not None
    monkeypatch.setenv("WANGLAN_HOME", str(tmp_path / "home"))
    app, said = opened(name)
    assert not app.exception
    assert "还没有导入" in said
