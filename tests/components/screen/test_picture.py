"""What the menu of a card hands to the browser: a whole picture, a safe file name, the finding without its stars."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components.screen.picture import document_of, file_name, finding_text, item_of, picture
from components.views.model import View
from components.views.pages import grid_map, map_frame
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import Reader, open_store

VIEW = View(
    id="trend",
    title="志愿服务/活动场次",
    kind="trend",
    frame=pd.DataFrame({"label": ["1月", "2月"], "value": [3.0, 4.0]}),
    scope=Scope(Period("2025-01", "2025-02")),
    unit="场",
    basis="按月",
    finding="**2 月 4 场**为最高。",
    source="志愿服务台账",
    as_of=date(2025, 6, 30),
)


@pytest.fixture(scope="module")
def own_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: what leaves is written into the store's log."""
    return Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("store") / "home"))


@pytest.fixture
def reader(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("WANGLAN_HOME", str(own_home))
    return open_store(own_home)


def test_the_picture_says_all_it_needs_to_stand_alone(reader: Reader) -> None:
    made = picture(VIEW, reader, (760, 300))
    for words in (
        "志愿服务/活动场次",
        "示范区 · 场 · 2025年1—2月 · 按月",
        "2 月 4 场为最高。",
        "来源：志愿服务台账 · 截至 2025年6月30日",
        "示例数据",
    ):
        assert f">{words}" in made["svg"]
    assert made["width"] > 760
    assert made["svg"].startswith(f'<svg xmlns="http://www.w3.org/2000/svg" width="{made["width"]:.0f}"')
    assert made["family"] in made["svg"]


def test_a_map_is_drawn_from_its_outlines(reader: Reader) -> None:
    answers = Answers(reader, Scope(Period("2025-01", "2025-06")))
    view = grid_map.build_map(answers, grid_map.DEFAULT_MEASURE, map_frame.frame_of([], 2))["map"]
    item = item_of(view, reader, (760, 300))
    assert set(view.frame["grid_code"]) < set(item.outlines)
    assert document_of(view, reader).area == "示范区"
    assert picture(view, reader, (760, 300))["svg"].count("<path") >= len(view.frame)


def test_the_file_name_is_safe() -> None:
    assert file_name(VIEW, "望江街道") == "志愿服务_活动场次_望江街道_2025年1—2月"


def test_sentences_are_copied_one_a_line() -> None:
    text = View("t", "简报", "text", pd.DataFrame({"sentence": ["**12 场**。", "共 3 件。"]}), VIEW.scope)
    assert finding_text(text) == "12 场。\n共 3 件。"
    assert finding_text(VIEW) == "2 月 4 场为最高。"
