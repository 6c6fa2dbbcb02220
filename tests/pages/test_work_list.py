"""任务清单 through app.py: the figures of the demo, the reasons for emptiness, and the published counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data.demo.district import build_district
from data.demo.generate import DEFAULT_SEED
from data.demo.profile import load_profile, profile_codes
from data.demo.work_list import draw_work_list
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store

PAGE = "pages/foundation/work_list.py"


@pytest.fixture
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    return demo_home


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=60)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(PAGE).run()


def words_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def test_the_cards_and_tables_say_what_the_measures_say(home: Path) -> None:
    app = opened(period="custom", **{"from": "2025-01", "to": "2025-06"})
    assert not app.exception
    answers = Answers(open_store(home), Scope(Period("2025-01", "2025-06")))
    codes = ["item", "done", "on_course", "at_risk", "late"]
    values = [answers.figure(f"work_{code}_count").value for code in codes]
    assert [card.value.split()[0] for card in app.metric][:5] == [str(value) for value in values]
    said = words_of(app)
    assert f"**{values[-1]} 项**滞后" in said and "没有画出来" not in said
    silent = answers.work.silent_units()
    assert silent["silent"].sum() == answers.figure("silent_report_count").value
    assert str(silent["unit_name"].iloc[0]) in said
    tables = [table.value for table in app.dataframe]
    assert any("滞后" in set(table.iloc[:, 0]) for table in tables)


def test_an_area_without_tasks_and_a_time_before_them(home: Path) -> None:
    grid = Answers(open_store(home), Scope(Period("2025-01", "2025-06"))).grids(3).iloc[0]["grid_code"]
    for parameters in ({"area": str(grid)}, {"period": "custom", "from": "2011-01", "to": "2011-02"}):
        app = opened(**parameters)
        assert not app.exception
        said = words_of(app)
        assert "没有" in said and "没有画出来" not in said and "这一页暂时打不开" not in said


@pytest.mark.parametrize("code", profile_codes())
def test_each_district_has_its_published_counts(code: str) -> None:
    profile = load_profile(code)
    frames = draw_work_list(build_district(DEFAULT_SEED, profile), profile, np.random.default_rng(1))
    items, reports = frames["work_items"], frames["expected_reports"]
    assert len(items) == profile.count("work_items", profile.size("work_items"))
    assert items["item_title"].is_unique
    categories = profile.ledger("work_items").field("work_category").codes
    assert items["work_category"].nunique() == profile.count("work_categories", len(categories))
    quarterly, monthly = profile.ledger("expected_reports").field("cadence_kind").codes
    members = reports.groupby("cadence_kind")["unit_name"].nunique()
    assert members[quarterly] == profile.count("member_units", 9)
    assert members[monthly] == profile.sketch.levels[0]
    kinds = set(frames["work_targets"]["period_kind"])
    assert kinds == set(profile.names["work_list"]["period_kinds"])
    changed = frames["work_targets"].dropna(subset=["replaced_on"])
    assert changed["change_reason"].notna().all()
