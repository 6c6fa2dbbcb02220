"""The slides of a meeting: their numbers are those of the rows, and one that fails does not take the others along."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from components.slides import deck
from components.slides.deck import live_deck, meeting_deck
from components.slides.model import SHAPES
from data.access.citations import look_up
from data.measures.scope import Period
from data.meetings.book import open_meeting, orders_before, save_agenda
from data.meetings.model import Agenda, Entry
from data.meetings.orders import finish_order, give_order
from data.meetings.templates import TEMPLATES
from data.store.reader import open_store
from data.store.writer import begin
from tests.components.slides.conftest import HELD_ON, SCOPE, after, entries, opened, texts
from tests.data.store.rows import GRIDS, event, publish

FIRST, LAST = pd.Timestamp("2025-04-01"), pd.Timestamp("2025-06-30")
WIDE = SHAPES["16:9"]


@pytest.fixture(scope="module")
def rows(home):
    """Ledger → raw rows; column g1 says the subdistrict."""
    reader = open_store(home)
    tree = reader.query("SELECT grid_code, g1 FROM grid_tree")
    names = ("volunteer_events", "micro_wishes", "demands", "issue_reports")
    return {name: reader.query(f"SELECT * FROM {name}").merge(tree, on="grid_code", how="left") for name in names}


@pytest.fixture(scope="module")
def made(home):
    views = ("overview.cards", "overview.areas", "overview.brief", "micro_wishes.categories", "organisation.gaps")
    return meeting_deck(home, opened(home, *views), WIDE)


def within(frame, column):
    days = pd.to_datetime(frame[column])
    return frame[(days >= FIRST) & (days <= LAST)]


def test_figures_are_those_of_the_rows(made, rows):
    cards = made.slides[1]
    assert after(cards, "志愿服务活动") == str(len(within(rows["volunteer_events"], "held_on")))
    assert after(cards, "实现微心愿") == str(len(within(rows["micro_wishes"], "fulfilled_on")))
    assert after(cards, "需求立项") == str(len(within(rows["demands"], "converted_on")))
    reported = within(rows["issue_reports"], "reported_on")
    done = int((pd.to_datetime(reported["resolved_on"]) <= LAST).sum())
    assert after(cards, "民呼我应办结率（批次）") == f"{100 * done / len(reported):.1f}"
    assert any(f"{done}/{len(reported)} 件" in text for text in texts(cards))


def test_a_table_holds_the_numbers_of_the_rows(home, made, rows):
    names = open_store(home).query("SELECT grid_code, grid_name FROM grids WHERE level = 1")
    told = [text.partition(" · ")[0] for text in texts(made.slides[2])]
    shown = 0
    for code, name in zip(names["grid_code"], names["grid_name"], strict=True):
        if name not in told:
            continue
        shown += 1
        asked = within(rows["micro_wishes"], "submitted_on")
        asked = asked[asked["g1"] == code]
        kept = int((pd.to_datetime(asked["fulfilled_on"]) <= LAST).sum())
        assert f"{kept}/{len(asked)}" in told[told.index(name) :][:3]
    assert shown >= 7


def test_entries_keep_their_order_note_dwell_and_code(home, made):
    assert [slide.view for slide in made.slides] == ["", "cards", "areas", "brief", "categories", "gaps"]
    assert len({slide.id for slide in made.slides}) == len(made.slides)
    assert [slide.note for slide in made.slides[1:3]] == ["备注 overview.cards", "备注 overview.areas"]
    assert [slide.dwell_seconds for slide in made.slides[1:4]] == [30, 31, 32]
    for slide in made.slides[1:]:
        _, citation = look_up(home, slide.code)
        assert (citation.views, citation.version) == (((slide.page, slide.view),), made.version)
    assert (made.title, made.is_demo, made.shape) == ("季度联席会议", True, WIDE)
    assert all("示例数据" in texts(slide)[-1] or "示例数据" in texts(slide)[-2] for slide in made.slides)


def test_notes_and_titles_are_masked(home):
    spoken = replace(entries("overview.cards")[0], note="请居民张建国，电话13812345678")
    agenda = save_agenda(home, Agenda("", "例会", "kept", (spoken,)))
    slide = live_deck(home, agenda, WIDE).slides[0]
    assert "13812345678" not in slide.note and "建国" not in slide.note and "138****5678" in slide.note


def test_patterns_of_slides_have_names_of_their_own(home):
    both = meeting_deck(home, opened(home, "overview.map", "issue_reports.map", "micro_wishes.cohorts"), WIDE)
    names = [name for slide in both.slides for name in {part.split('"')[0] for part in slide.svg.split(' id="')[1:]}]
    assert names and len(names) == len(set(names))


def test_the_slide_says_what_it_is_narrowed_to(home):
    scope = replace(SCOPE, categories=(("micro_wishes", "环境改善"),))
    agenda = Agenda("", "例会", "kept", entries("micro_wishes.cards", scope=scope))
    assert any("2025年4—6月 · 示范区 · 环境改善" in text for text in texts(live_deck(home, agenda, WIDE).slides[0]))


def test_a_live_wall_takes_the_newest_months_and_keeps_no_version(home):
    agenda = Agenda("", "大屏", "this_month", entries("volunteer_events.cards"))
    (slide,) = live_deck(home, agenda, WIDE).slides
    assert slide.code == "" and any(Period("2025-06", "2025-06").label in text for text in texts(slide))


def test_a_view_that_fails_is_said_in_its_place(home, tmp_path, caplog):
    broken = tmp_path / "broken"
    shutil.copytree(home, broken)
    reader = open_store(broken)
    for table in [name for name in reader.tables if "wish" in name]:
        for path in reader.files(table):
            pd.DataFrame({"other": [1]}).to_parquet(path)
    meeting = opened(broken, "points.cards", "micro_wishes.funnel", "nowhere.cards", "points.nothing")
    with caplog.at_level(logging.ERROR):
        slides = meeting_deck(broken, meeting, WIDE).slides
    assert [slide.is_failed for slide in slides] == [False, False, True, True, True]
    assert all("本页未能生成" in texts(slide) for slide in slides[2:])
    assert slides[2].note == "备注 micro_wishes.funnel"
    assert "micro_wishes.funnel" in caplog.text and "Traceback" in caplog.text
    assert "Traceback" not in slides[2].svg and str(broken) not in slides[2].svg


def test_an_import_changes_nothing_on_the_wall(home, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(home, own)
    meeting = opened(own, "overview.cards", "volunteer_events.trend", "overview.map", "volunteer_events.silent")
    agenda = Agenda("", "大屏", "kept", meeting.entries)
    before, live = meeting_deck(own, meeting, WIDE), live_deck(own, agenda, WIDE)
    grid = open_store(own).query("SELECT grid_code FROM grids WHERE level = 3 AND closed_on IS NULL LIMIT 1").iloc[0, 0]
    publish(own, volunteer_events=[event(f"N{n}", "2025-06-12", 90, grid) for n in range(40)])
    deck._pages.cache_clear()
    after_import = meeting_deck(own, meeting, WIDE)
    assert [slide.svg for slide in after_import.slides] == [slide.svg for slide in before.slides]
    assert (after_import.as_of, after_import.version) == (before.as_of, before.version)
    newest = live_deck(own, agenda, WIDE)
    assert newest.version == before.version + 1
    assert int(after(newest.slides[0], "志愿服务活动")) == int(after(live.slides[0], "志愿服务活动")) + 40


def test_what_is_finished_after_the_meeting_leaves_its_first_slide_alone(home):
    first = opened(home, "overview.cards", held_on=date(2025, 4, 10))
    due = {"who": "区民政局", "due_on": date(2025, 5, 1), "given_on": date(2025, 4, 10)}
    order = give_order(home, first.code, what="补录漏报的活动", **due)
    second = opened(home, "overview.cards")
    assert order.code in {each.code for each in orders_before(home, second)}
    before = meeting_deck(home, second, WIDE).slides[0]
    finish_order(home, order.code, done_on=date(2025, 8, 1), result="已补录")
    assert meeting_deck(home, second, WIDE).slides[0].svg == before.svg
    finish_order(home, order.code, done_on=date(2025, 6, 1), result="已补录")
    mended = meeting_deck(home, second, WIDE).slides[0]
    assert "逾期未办结" in texts(before)[-4:] or "区民政局" in texts(before)
    assert mended.svg != before.svg and "办理结果：已补录" in texts(mended)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A district that keeps volunteer events and nothing else."""
    home = tmp_path_factory.mktemp("small")
    with begin(home, "net") as txn:
        txn.put_grids(GRIDS)
        txn.publish()
    publish(home, volunteer_events=[event(f"e{n}", f"2025-0{1 + n % 6}-11", n + 1) for n in range(24)])
    return home


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_district_does_not_keep_is_left_out(small, name):
    template = TEMPLATES[name]
    views = tuple(Entry(*view.split("."), SCOPE) for view in template.views)
    slides = live_deck(small, Agenda("", template.title, template.rule, views), WIDE).slides
    kept = [view for view in template.views if view.partition(".")[0] in ("overview", "volunteer_events")]
    assert [f"{slide.page}.{slide.view}" for slide in slides] == kept
    assert not any(slide.is_failed for slide in slides)


def test_without_orders_the_first_slide_is_friendly(small):
    agenda = save_agenda(small, Agenda("", "例会", "kept", entries("overview.cards")))
    meeting = open_meeting(small, agenda.code, held_on=HELD_ON)
    assert any("首次会议" in text for text in texts(meeting_deck(small, meeting, WIDE).slides[0]))
    later = open_meeting(small, agenda.code, held_on=date(2025, 10, 9))
    assert any("上次会议没有议定事项" in text for text in texts(meeting_deck(small, later, WIDE).slides[0]))
