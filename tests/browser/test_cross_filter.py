"""A click on a bar filters the page and a chip takes it back; a link to an explored picture says the same to others."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pandas as pd
from playwright.sync_api import expect

from data.store.reader import open_store
from tests.browser.support import dismiss, settle, visit

AREA = '.st-key-card_types .js-plotly-plot rect.nsewdrag[data-subplot="xy"]'


def click_bar(page, place, of):
    """Click into the row of a bar, beside its short end."""
    page.locator(".st-key-card_types").scroll_into_view_if_needed()
    box = page.locator(AREA).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * (place + 0.5) / of)


def test_a_bar_filters_the_page_and_the_chip_takes_it_back(demo_home, page, open_window, server):
    events = open_store(demo_home).query("SELECT event_type, held_on FROM volunteer_events")
    events = events[pd.to_datetime(events["held_on"]).between("2025-01-01", "2025-06-30")]
    kinds = list(open_store(demo_home).ledger("volunteer_events").field("event_type").codes)
    count = page.locator('[class*="st-key-card_kpi_cards_event_count"] [data-testid="stMetricValue"]')
    chip = page.locator(".st-key-chip_category_0")
    visit(page, "volunteer_events")
    expect(count).to_contain_text(f"{len(events):,}")
    click_bar(page, 2, len(kinds))
    expect(chip).to_contain_text(f"类别：{kinds[2]}")
    settle(page)
    expect(count).to_contain_text(f"{(events['event_type'] == kinds[2]).sum():,}")
    chip.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    settle(page)
    expect(count).to_contain_text(f"{len(events):,}")
    click_bar(page, 4, len(kinds))
    expect(chip).to_contain_text(f"类别：{kinds[4]}")
    settle(page)
    # the chart that was clicked keeps its other bars
    expect(page.locator(".st-key-card_types .js-plotly-plot .bars .point")).to_have_count(len(kinds))
    click_bar(page, 4, len(kinds))
    expect(chip).to_have_count(0)

    visit(page, "explore", measure="wish_fulfilment_rate_pct", by="category", form="bars", compare="year_ago")
    said = page.locator(".st-key-card_explore_main").inner_text()
    assert "微心愿实现率（按心愿类别）" in said
    page.get_by_role("button", name="链接").click()
    link = page.locator('.st-key-explore_link code, [data-testid="stPopoverBody"] code').first
    other, watch = open_window(server.url)
    other.goto(link.inner_text().replace("\n", ""))
    settle(other)
    assert other.locator(".st-key-card_explore_main").inner_text() == said
    watch.check()


def test_evidence_opens_the_very_card_in_its_own_scope(page):
    visit(page, "overview")
    link = page.locator('[class*="st-key-item_attention_tools_"] a[href*="area="]:visible').first
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link.get_attribute("href")).query).items()}
    link.click()
    card = page.locator(f".st-key-card_{asked['show']}[data-wl-shown]")
    expect(card).to_be_in_viewport(ratio=0.9)
    settle(page)
    for name in ("area", "period", "from", "to", "compare"):
        expect(page.locator(f".st-key-wl_bound .st-key-{name} input")).to_have_value(asked[name])
    page.keyboard.press("Escape")
    expect(page.locator("[data-wl-shown]")).to_have_count(0)


def test_the_other_button_opens_a_bars_passport_and_a_click_that_of_a_day(demo_home, page):
    events = open_store(demo_home).query("SELECT event_type, held_on FROM volunteer_events")
    days = pd.to_datetime(events["held_on"])
    kinds = list(open_store(demo_home).ledger("volunteer_events").field("event_type").codes)
    visit(page, "volunteer_events")
    settle(page)
    page.locator(".st-key-card_types").scroll_into_view_if_needed()
    box = page.locator(AREA).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 2.5 / len(kinds), button="right")
    said = page.get_by_role("dialog").get_by_test_id("stMetricValue")
    of_kind = days.between("2025-01-01", "2025-06-30") & (events["event_type"] == kinds[2])
    expect(said).to_contain_text(f"{of_kind.sum():,} 场")
    dismiss(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    settle(page)
    box = page.locator('.st-key-card_calendar .js-plotly-plot rect.nsewdrag[data-subplot="xy"]').bounding_box()
    # the first of January 2025 is the Wednesday of the first of 27 weeks
    page.mouse.click(box["x"] + box["width"] * 0.5 / 27, box["y"] + box["height"] * 2.5 / 7)
    expect(said).to_contain_text(f"{(days == '2025-01-01').sum():,} 场")
