"""A row of cards is no higher than what stands in it."""

from __future__ import annotations

import pandas as pd

from components.screen.heights import EMPTY_PX, around_table, fitting, row_px
from components.views.model import View
from data.measures.scope import Period, Scope

SCOPE = Scope(Period("2025-01", "2025-06"))


def table(rows: int, *, finding: str = "共 3 个。", empty: str = "") -> View:
    frame = pd.DataFrame({"label": [""] * rows})
    return View("v", "名册", "table", frame, SCOPE, finding=finding, empty=empty)


def test_a_short_table_is_low_and_all_of_its_rows_fit() -> None:
    for rows in (1, 3, 6, 7, 9, 40):
        for finding in ("", "共 3 个。"):
            height = fitting(430, table(rows, finding=finding))
            room = height - around_table(table(rows, finding=finding))
            assert height == 430 or row_px(height) * (rows + 1) <= room
    assert fitting(430, table(2)) < fitting(430, table(6)) < fitting(430, table(40)) == 430


def test_the_highest_of_a_row_decides() -> None:
    nothing, chart = table(0, empty="没有。"), View("v", "走势", "trend", pd.DataFrame(), SCOPE)
    assert fitting(430, nothing, nothing) == EMPTY_PX
    assert fitting(430, nothing, table(2)) == fitting(430, table(2)) > EMPTY_PX
    assert fitting(430, nothing, chart) == 430
