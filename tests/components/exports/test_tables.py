"""The printable table of each kind holds the frame's own numbers, in Chinese and in a form that reads well."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from components.exports.document import Item
from components.exports.tables import Table, long_table, printed, table_of, table_of_view
from components.views.model import View
from data.measures.scope import Period, Scope
from tests.components.exports.conftest import KINDS

SCOPE = Scope(Period("2025-01", "2025-06"))


def view(kind: str, frame: pd.DataFrame, **more: object) -> View:
    return View(id="v", title="题", kind=kind, frame=frame, scope=SCOPE, **more)


def numbers(cells) -> list[float]:
    return sorted(float(c) for c in cells if isinstance(c, int | float))


def frame_numbers(values: pd.Series) -> list[float]:
    return sorted(float(v) for v in values if not pd.isna(v))


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_a_chinese_heading_and_every_cell_a_plain_type(demo_document, kind):
    for item in demo_document.items:
        if item.view.kind != kind:
            continue
        table = table_of(item)
        for row in table.rows:
            assert len(row) == len(table.columns)
            assert all(cell is None or type(cell) in (int, float, str, date) for cell in row), row
            assert not any(isinstance(cell, float) and math.isnan(cell) for cell in row)
        assert all(any("\u4e00" <= char <= "\u9fff" for char in text) for text in table.headings), table.headings
        for text in (cell for row in table.texts for cell in row):
            assert text not in ("nan", "None", "NaT", "<NA>")


@pytest.mark.parametrize("kind", ["trend", "bars", "stacked", "funnel", "sankey", "calendar", "table", "tree"])
def test_numbers_are_the_frames_own(demo_document, kind):
    for item in demo_document.items:
        if item.view.kind == kind:
            table = table_of(item)
            for column in table.columns:
                if column.is_number and column.name in item.view.frame:
                    found = numbers(table.column(column.name))
                    assert found == frame_numbers(item.view.frame[column.name]), (item.view.id, column)


def test_shares_keep_both_counts_and_small_ones_are_fractions(demo_document):
    seen_small = False
    for item in demo_document.items:
        if item.view.kind == "share_bars" and not item.view.empty:
            table, frame = table_of(item), item.view.frame
            assert numbers(table.column("numerator")) == frame_numbers(frame["numerator"])
            assert numbers(table.column("denominator")) == frame_numbers(frame["denominator"])
            small = frame["is_small"].astype(bool)
            assert numbers(table.column("value")) == frame_numbers(frame.loc[~small, "value"])
            for cell, is_small, n, d in zip(
                table.column("value"), small, frame["numerator"], frame["denominator"], strict=True
            ):
                if is_small:
                    assert cell == f"{n:.0f}/{d:.0f}"
                    seen_small = True
    assert seen_small


def test_a_heat_map_is_a_matrix_and_its_further_columns_stay_in_the_long_table(demo_document):
    for item in demo_document.items:
        if item.view.kind == "heatmap":
            frame, table = item.view.frame, table_of(item)
            assert len(table.rows) == frame["row"].nunique()
            assert len(table.columns) == frame["column"].nunique() + 1
            cells = [cell for row in table.rows for cell in row[1:]]
            assert numbers(cells) == frame_numbers(frame["value"])
            assert set(item.view.labels) == {column.name for column in long_table(item.view).columns}


def test_states_of_a_map_are_words_and_zero_stays_a_number():
    frame = pd.DataFrame(
        {
            "grid_code": list("abcde"),
            "label": list("甲乙丙丁戊"),
            "value": [3.0, 0.0, np.nan, np.nan, np.nan],
            "state": ["value", "value", "none", "wait", "hide"],
            "display": ["3 场", "为零", "无记录", "未到期", "数少隐去"],
        }
    )
    table = table_of_view(
        view("map", frame, unit="场", options={"level": 1, "measure_label": "活动场次", "unit": "场"})
    )
    assert table.headings[1] == "活动场次（场）"
    assert table.column("value") == (3, 0, "无记录", "未到期", "数少隐去")


def test_a_hidden_count_does_not_come_back_through_the_map():
    frame = pd.DataFrame(
        {"grid_code": ["a"], "label": ["甲"], "value": [2.0], "state": ["hide"], "display": ["数少隐去"]}
    )
    shown = table_of_view(view("map", frame, options={"level": 3, "unit": "件"}))
    assert "2" not in str(shown.texts)


def test_rates_of_a_map_have_their_fractions_and_small_ones_no_percentage():
    frame = pd.DataFrame(
        {
            "grid_code": ["a", "b", "c"],
            "label": ["甲", "乙", "丙"],
            "value": [82.4, 100.0, np.nan],
            "state": ["value", "value", "hide"],
            "display": ["82.4%（14/17）", "2/2", "数少隐去"],
            "is_small": [False, True, False],
        }
    )
    table = table_of_view(view("map", frame, unit="%", options={"level": 1, "measure_label": "实现率", "unit": "%"}))
    assert table.texts == (("甲", "82.4%", "14/17", "a"), ("乙", "2/2", "2/2", "b"), ("丙", "数少隐去", "", "c"))


def test_cards_are_rows_in_full_numbers_and_base_units():
    frame = pd.DataFrame(
        {
            "label": ["得分", "实现率", "天数"],
            "value": [10_700.0, 77.8, np.nan],
            "display": ["1.07", "7/9", "—"],
            "unit": ["万分", "件", ""],
            "change_text": ["-2.4%", "", ""],
            "note": ["", "不足 10，只列分数", "没有可算的记录"],
        }
    )
    table = table_of_view(view("cards", frame))
    assert table.headings == ("指标", "数值", "单位", "对比", "说明")
    assert table.rows[0][1:3] == (10_700, "分")
    assert table.rows[1][1:3] == ("7/9", "件")
    assert table.rows[2][1] is None and table.texts[2][1] == "—"


def test_a_trend_names_its_months_with_their_years():
    frame = pd.DataFrame({"key": ["2024-12", "2025-01"], "label": ["12月", "25年1月"], "value": [1.0, 2.5]})
    table = table_of_view(view("trend", frame, unit="场", labels={"key": "年月", "value": "场次"}))
    assert table.headings == ("年月", "场次（场）")
    assert table.texts == (("2024年12月", "1.0"), ("2025年1月", "2.5"))


def test_a_tree_is_listed_branch_by_branch():
    frame = pd.DataFrame(
        {
            "key": ["r", "a", "b", "a1"],
            "label": ["区", "甲", "乙", "甲一"],
            "parent": ["", "r", "r", "a"],
            "value": [3, 2, 1, 2],
        }
    )
    table = table_of_view(view("tree", frame, unit="个", labels={"label": "组织", "value": "含下级（个）"}))
    assert [row[:2] for row in table.rows] == [("区", ""), ("甲", "区"), ("甲一", "甲"), ("乙", "区")]


def test_formats_are_declared_per_column(long_document):
    table = table_of(long_document.items[0])
    assert table.formats == ("text", "integer", "decimal", "percent", "yuan", "date")
    assert table.texts[12] == ("第013网格", "14,808", "4.0", "6.0%", "120,000", "2025-01-13")
    assert len(table.rows) == 200


@pytest.mark.parametrize("kind", ["bars", "map", "heatmap"])
def test_counts_for_every_so_many_keep_two_telling_figures(kind):
    rows = [("甲", "一月", 0.0331), ("乙", "一月", 12.34)]
    frame = pd.DataFrame(rows, columns=["row", "column", "value"])
    frame = frame.assign(label=frame["row"], state="value", display="", grid_code=["01", "02"])
    labels = {"label": "网格", "value": "活动"} if kind == "bars" else {"row": "网格"}
    table = table_of_view(view(kind, frame, unit="场/百户", labels=labels))
    assert [set(row) & {"0.033", "0.0", "12.3"} for row in table.texts] == [{"0.033"}, {"12.3"}]


def test_an_empty_view_still_has_headings(empty_document):
    for item in empty_document.items:
        assert isinstance(table_of(item), Table)


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (1286, "integer", "1,286"),
        (29, "decimal", "29.0"),
        (29.55, "number", "29.6"),
        (100, "percent", "100.0%"),
        (36500, "yuan", "36,500"),
        (0.0331, "ratio", "0.033"),
        (5.214, "ratio", "5.21"),
        (0, "ratio", "0"),
        (None, "integer", "—"),
        ("数少隐去", "integer", "数少隐去"),
    ],
)
def test_cells_in_print(cell, kind, text):
    assert printed(cell, kind) == text


def test_one_row_and_hostile_views_make_tables(one_row_document, hostile_document):
    for item in (*one_row_document.items, *hostile_document.items):
        assert isinstance(item, Item)
        assert table_of(item).rows
