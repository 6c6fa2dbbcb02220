"""数据质量 opens by a click: a cell of the table of months to its rows, a rule to the rows that break it."""

from __future__ import annotations

import re

import pandas as pd
from playwright.sync_api import expect

from data.store.reader import open_store
from tests.browser.support import dismiss, settle, visit

CELLS = '.st-key-card_reporting .js-plotly-plot rect.nsewdrag[data-subplot="xy"]'
MONTHS, HEADING_AND_A_HALF = 12, 50


def total(dialog) -> int:
    told = dialog.get_by_text(re.compile(r"共 [\d,]+ 行"))
    expect(told).to_be_visible()
    return int(re.search(r"共 ([\d,]+) 行", told.inner_text())[1].replace(",", ""))


def test_a_cell_and_a_row_open_to_their_rows_again_and_again(demo_home, page):
    store = open_store(demo_home)
    towns = store.query("SELECT grid_code, grid_name FROM grids WHERE level = 1 ORDER BY grid_code")
    labels = {store.ledger(name).label: name for name in store.manifest.ledgers}
    visit(page, "data_quality")
    settle(page)
    dialog = page.get_by_role("dialog")
    page.locator(".st-key-card_reporting").scroll_into_view_if_needed()
    box = page.locator(CELLS).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 2.5 / MONTHS, box["y"] + box["height"] * 1.5 / len(towns))
    expect(dialog).to_contain_text(f"{towns['grid_name'][1]} · 2024年9月")
    label = dialog.get_by_role("combobox").input_value().partition(" · ")[0]
    ledger = store.ledger(labels[label])
    rows = store.query(f"SELECT {ledger.grid_field} AS grid, {ledger.opened_field} AS day FROM {ledger.name}")
    inside = rows["grid"].str.startswith(towns["grid_code"][1]) & pd.to_datetime(rows["day"]).between(
        "2024-09-01", "2024-09-30"
    )
    assert total(dialog) == inside.sum()
    for _ in range(2):
        dismiss(page)
        expect(dialog).to_have_count(0)
        settle(page)
        table = page.locator('.st-key-card_contradictions [data-testid="stDataFrame"]')
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        # the table follows the pointer: it knows no cell before the pointer has moved over it
        page.mouse.move(box["x"] + 90, box["y"] + HEADING_AND_A_HALF + 9)
        page.mouse.move(box["x"] + 60, box["y"] + HEADING_AND_A_HALF, steps=4)
        page.mouse.click(box["x"] + 60, box["y"] + HEADING_AND_A_HALF, delay=60)
        expect(dialog).to_contain_text("互相矛盾的行 · 没有记到最末一级网格")
        assert total(dialog) > 0
