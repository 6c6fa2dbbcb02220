"""自助分析: what is offered can be drawn, its numbers are those of the rows, and its id alone brings it back."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date

import pandas as pd
import pytest

from components.exports.entries import item_of_entry
from components.exports.pictures import picture_svg
from components.exports.prepare import ChoiceError, citation_of, prepare
from components.exports.write import write
from components.screen.citing import page_address
from components.slides.deck import meeting_deck
from components.slides.model import SHAPES
from components.views.figures import figure_of, is_figure
from components.views.pages import explore, explore_choice
from components.views.pages.explore_choice import Choice
from components.views.pages.registry import views_of
from components.views.tokens import THEMES
from data.access.citations import cite, look_up
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.book import open_meeting, save_agenda
from data.meetings.model import Agenda, Entry
from data.store.reader import open_store

HALF_YEAR = Period("2025-01", "2025-06")
SOME = ("event_count", "wish_fulfilment_rate_pct")
BARS = "event_count-category-bars"
CELLS = "event_count-category-auto-by_month"
RATES = "wish_fulfilment_rate_pct-grid-bars"


@pytest.fixture(scope="module")
def home(demo_home, tmp_path_factory):
    """The demo store, copied: citations and meetings are written into it."""
    own = tmp_path_factory.mktemp("explored") / "store"
    shutil.copytree(demo_home, own)
    return own


@pytest.fixture(scope="module")
def answers(home):
    return Answers(open_store(home), Scope(HALF_YEAR))


@pytest.fixture(scope="module")
def events(answers):
    """The events of the period, row by row."""
    rows = answers.store.query("SELECT event_type AS category, held_on FROM volunteer_events")
    month = pd.to_datetime(rows["held_on"]).dt.strftime("%Y-%m")
    return rows.assign(month=month)[month.between(HALF_YEAR.start, HALF_YEAR.end)]


def offered(answers, code):
    """Every choice of a measure that the page offers."""
    for by in explore_choice.ways(answers, code):
        yield from (Choice(code, by, form) for form in (explore_choice.AUTO, *explore_choice.forms(answers, code, by)))
        for across in explore_choice.seconds(answers, code, by):
            yield Choice(code, by, across=across)


def test_whatever_is_offered_is_drawn_and_found_by_its_id(answers):
    inside = answers.narrowed(answers.scope.with_grid(answers.grids(2)["grid_code"].iloc[0]))
    known = views_of("explore", inside)
    for code in SOME:
        for choice in offered(inside, code):
            assert explore_choice.parse(choice.id) == choice
            view = known[choice.id]
            assert view.id == choice.id and view.title and view.measures == (code,) and view.source and view.as_of
            assert view.finding or view.empty, choice
            assert not set(view.labels.values()) & {"", "key"}
            if is_figure(view) and not view.empty:
                assert figure_of(view, THEMES["light"])["data"], choice


def test_bars_and_cells_hold_what_the_rows_hold(answers, events):
    known = views_of("explore", answers)
    bars = known[BARS].frame.set_index("key")["value"]
    assert bars[bars > 0].to_dict() == events["category"].value_counts().to_dict()
    cells = known[CELLS].frame
    crossed = {(r.row_key, r.column_key): r.value for r in cells.itertuples() if r.value}
    assert crossed == events.groupby(["category", "month"]).size().to_dict()
    table = known["event_count-category-table-by_month"].frame.set_index("key")
    assert table.loc["环境整治", "2025-03"] == crossed["环境整治", "2025-03"]
    line = known["event_count-month-line"].frame.set_index("key")["value"]
    assert line.to_dict() == events["month"].value_counts().to_dict()


def test_the_sentence_says_the_whole_and_its_change(answers, events):
    before = answers.store.query(
        "SELECT count(*) AS n FROM volunteer_events WHERE held_on BETWEEN '2024-07-01' AND '2024-12-31'"
    )["n"].iloc[0]
    finding = views_of("explore", answers)[BARS].finding
    assert finding.startswith(f"2025年1—6月志愿服务活动 **{len(events):,}** 场，比上期多 {len(events) - before} 场")
    top = events["category"].value_counts()
    assert f"{top.index[0]}最多，**{top.iloc[0]}/{len(events):,} 场**" in finding


def test_rates_on_too_few_are_fractions_and_months_not_yet_due_are_not_ranked(answers):
    known = views_of("explore", answers)
    cells = known["wish_fulfilment_rate_pct-grid-auto-by_month"].frame
    few = cells[cells["display"] != ""]
    assert len(few) and few["value"].isna().all() and few["display"].str.contains("/").all()
    line = known["wish_fulfilment_rate_pct-month-line"]
    assert pd.isna(line.frame["value"].iloc[-1]) and "6月" not in line.finding.split("；", 1)[1]
    assert "暂不对比" in line.finding and "比上期" not in line.finding
    assert "change" not in known["wish_fulfilment_rate_pct-grid-table"].frame
    assert "change" in known["event_count-grid-table"].frame


def test_areas_are_not_ranked_by_how_much_they_did(answers):
    view = views_of("explore", answers)["event_count-grid-bars"]
    assert list(view.frame["key"]) == sorted(view.frame["key"])
    assert "最多" not in view.finding and "最高" not in view.finding


@pytest.mark.parametrize(
    "wrong",
    [
        "event_count",
        "event_count-month",
        "event_count-month-map",
        "event_count-month-auto-by_category",
        "event_count-nonsense-bars",
        "nothing-month-line",
        "event_count-category-heat",
        "event_count-total-bars",
        "stored_row_count-month-line",
        "event_count-category-bars-<script>",
    ],
)
def test_what_is_not_offered_is_no_view(answers, wrong):
    known = views_of("explore", answers)
    assert wrong not in known
    with pytest.raises(KeyError):
        known[wrong]
    with pytest.raises(ChoiceError):
        prepare(answers, [("explore", wrong)])


def test_a_wrong_address_becomes_the_nearest_choice(answers):
    nearest = explore_choice.nearest
    assert nearest(answers, "", "", "", "")[0] == Choice("event_count", "month")
    assert nearest(answers, "x", "category", "bars", "") == (Choice("event_count", "category", "bars"), ["指标"])
    assert nearest(answers, "event_count", "x", "bars", "") == (Choice("event_count", "month", "bars"), ["分组"])
    assert nearest(answers, "event_count", "month", "map", "grid") == (Choice("event_count"), ["再分", "图形"])
    leaf = answers.narrowed(answers.scope.with_grid(answers.grids(3)["grid_code"].iloc[0]))
    assert [by for by in explore_choice.ways(leaf, "event_count") if by.startswith("grid")] == ["grid"]


def test_it_leaves_as_a_picture_a_presentation_and_a_report(answers, tmp_path):
    wanted = [f"explore.{BARS}", f"explore.{CELLS}", f"explore.{RATES}", "explore.event_count-total-card"]
    document = prepare(answers, [*wanted, "explore.event_count-grid-map"])
    assert [item.view.id for item in document.items][:3] == [BARS, CELLS, RATES]
    for item in document.items:
        assert item.page_title == "自助分析" and item.code and item.measures
    assert document.items[0].view.title in picture_svg(document.items[0], document)
    for kind in ("pptx", "docx"):
        (path,) = write(document, kind, tmp_path)
        files = zipfile.ZipFile(path)
        said = "".join(files.read(name).decode("utf-8", "ignore") for name in files.namelist() if name.endswith(".xml"))
        assert "志愿服务活动（按活动类型）" in said and "微心愿实现率（按街道）" in said


def test_an_agenda_and_a_citation_code_bring_the_same_picture_back(home, answers):
    shown = views_of("explore", answers)[CELLS]
    entry = Entry("explore", CELLS, answers.scope)
    item = item_of_entry(answers.narrowed(Scope(Period("2024-01", "2024-01"))), entry)
    assert item.view.finding == shown.finding
    pd.testing.assert_frame_equal(item.view.frame, shown.frame)
    agenda = save_agenda(home, Agenda("", "议一议", "kept", (entry,)))
    deck = meeting_deck(home, open_meeting(home, agenda.code, held_on=date(2025, 7, 10)), SHAPES["16:9"])
    assert any(shown.title in slide.svg for slide in deck.slides)
    code = cite(home, citation_of(answers, "explore", CELLS))
    _, citation = look_up(home, code)
    again = views_of(citation.views[0][0], Answers(open_store(home, citation.version), citation.scope))
    assert again[citation.views[0][1]].finding == shown.finding
    address = page_address(citation)
    assert address.startswith("explore?v=1&period=custom&from=2025-01&to=2025-06")
    assert "measure=event_count&by=category&across=month" in address and "form" not in address


def test_counts_are_divided_where_the_scope_asks_for_it(answers):
    divided = answers.narrowed(Scope(HALF_YEAR, per="thousand_people"))
    view = explore.view_of(divided, Choice("event_count", "grid", "bars"))
    people = answers.store.query("SELECT sum(population_count) AS n FROM grids WHERE level = 3")["n"].iloc[0]
    assert view.unit == "场/千人" and "每千人" in view.finding
    whole = answers.figure("event_count").value * 1000 / people
    assert view.frame["value"].min() < whole < view.frame["value"].max()
    assert explore.view_of(divided, Choice("wish_fulfilment_rate_pct", "grid", "bars")).unit == "件"
