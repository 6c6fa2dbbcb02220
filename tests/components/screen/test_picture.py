"""What is written into a saved picture, and what its file is called."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components.screen.picture import picture_words
from components.views.model import View
from components.views.tokens import LIGHT
from data.measures.scope import Period, Scope

VIEW = View(
    id="trend",
    title="志愿服务/活动场次",
    kind="trend",
    frame=pd.DataFrame(),
    scope=Scope(Period("2025-01", "2025-06")),
    unit="场",
    basis="按月",
    finding="**3 月 318 场**为半年最高。",
    source="志愿服务台账",
    as_of=date(2025, 6, 30),
)


def test_the_picture_says_all_it_needs_to_stand_alone() -> None:
    words = picture_words(VIEW, LIGHT, area="望江街道", is_demo=True)
    assert words["title"] == "志愿服务/活动场次"
    assert words["subtitle"] == "望江街道 · 场 · 2025年1—6月 · 按月"
    assert words["finding"] == "3 月 318 场为半年最高。"
    assert words["footnote"] == "来源：志愿服务台账 · 截至 2025年6月30日"
    assert words["standing"] == "示例数据"
    assert picture_words(VIEW, LIGHT, area="", is_demo=False)["standing"] == ""


def test_the_file_name_is_safe() -> None:
    assert (
        picture_words(VIEW, LIGHT, area="望江街道", is_demo=True)["file"]
        == "志愿服务_活动场次_望江街道_2025年1—6月.png"
    )
