"""No figure without its passport: every view of every page, whole and by the rows it shows; and the words of a passport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.views import passport_words as words
from components.views.model import View
from components.views.pages import openings
from components.views.pages.overview_attention import rows_of
from components.views.pages.registry import PAGE_VIEWS, views_of
from data.measures.answers import Answers
from data.measures.registry import breakdowns
from data.measures.scope import Period, Scope
from data.passport.model import QualityMark
from data.store.reader import open_store

WORDS_ONLY = {"questions"}
"""Views that hold questions about published figures, and no figure of ours."""

ONE_BY_ONE = {"calendar", "sankey", "heatmap", "funnel", "tree", "text"}
"""Kinds whose figures are no rows of one breakdown."""
BY_TABLE = {"reporting"}
"""Each cell opens to the rows of the table beside it."""


@pytest.fixture(scope="module")
def answers(demo_home: Path) -> Answers:
    return Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))


def wrong_openings(answers: Answers, view: View) -> Iterator[str]:
    """Single figures, a few of each view, whose passport has another number than the drawing, or no rows."""
    if view.kind in ONE_BY_ONE and not view.opens and not view.empty and view.id not in BY_TABLE:
        yield "its single figures do not open"
    for opening in view.opens[:: max(len(view.opens) // 4, 1)]:
        here = answers.narrowed(opening.scope) if opening.scope else answers
        for code in opening.codes:
            passport = here.passports.passport(code, opening.by, opening.key, opening.cuts)
            if opening.value is not None and passport.figure.value != pytest.approx(opening.value):
                yield f"{opening.label} is {opening.value}, its passport says {passport.figure.value}"
            if passport.figure.value and not passport.sides and not passport.is_held_back:
                yield f"{opening.label} has no rows"


@pytest.mark.parametrize("page", PAGE_VIEWS)
def test_every_figure_of_every_page_opens(answers: Answers, page: str) -> None:
    without: list[str] = []
    for view in views_of(page, answers).values():
        if view.id in WORDS_ONLY:
            continue
        local, by = answers.narrowed(view.scope), words.opened_by(view)
        codes = words.codes_of(view)
        without += [] if codes else [f"{view.id}: no measure"]
        for code in codes:
            passport = local.passports.passport(code)
            told = words.facts(local, passport)
            stands = bool(passport.figure.value or passport.figure.denominator)
            if {"意思", "算法", "单位", "范围", "来源", "口径"} - set(told) or (stands and not passport.sides):
                without.append(f"{view.id}: {code}")
        without += [f"{view.id}: {said}" for said in wrong_openings(local, view)]
        if by and not view.empty:
            opened = [code for code in codes if by in breakdowns(code)]
            keys = set(view.frame["key"]) if "key" in view.frame else set(view.frame.get("grid_code", ()))
            # above the nodes of a tree's lowest level stand those one comes through
            keys = keys - set(view.frame["parent"]) if view.kind == "tree" else keys
            known = {str(key) for code in opened for key in local.rows(code, by)["key"]}
            without += [f"{view.id}: no row {key}" for key in map(str, keys) if key not in known]
            without += [] if opened else [f"{view.id}: no measure by {by}"]
    assert not without


def test_rate_tells_its_working_and_its_sides(answers: Answers) -> None:
    passport = answers.passports.passport("wish_fulfilment_rate_pct")
    figure = passport.figure
    assert passport.sides == ("numerator", "denominator", "rest")
    said = words.working(passport)
    assert said.startswith(f"{figure.numerator:,.0f}（其中已实现的微心愿数）÷ {figure.denominator:,.0f}（")
    assert said.endswith(f"× 100% = {figure.value:.1f}%")
    footnote = words.footnote(answers, passport)
    assert said in footnote
    assert all(word in footnote for word in ("微心愿台账", "2025年1—6月", "截至 2025年6月30日", "第 1 版", "质量"))


def test_a_divided_count_says_what_it_is_divided_by(answers: Answers) -> None:
    local = answers.narrowed(replace(answers.scope, per="household"))
    passport = local.passports.passport("event_count", "grid1", "990104001")
    grids = answers.grids(3, "990104001")
    households, events = int(grids["household_count"].sum()), int(passport.figure.value or 0)
    said = words.facts(local, passport)["折算"]
    assert said.startswith(f"{events:,} 场 ÷ {households:,} 户 × 100 = {events * 100 / households:.2g}")
    assert "折算" not in words.facts(answers, answers.passports.passport("event_count"))


def test_one_category_says_which(answers: Answers) -> None:
    passport = answers.passports.passport("wish_fulfilment_rate_pct", "category", "文化活动")
    assert words.scope_words(passport).endswith("文化活动")
    rows = answers.passports.rows("wish_fulfilment_rate_pct", "rest", "category", "文化活动", limit=1000)
    assert set(rows.rows["wish_category"]) == {"文化活动"}
    assert rows.rows["fulfilled_on"].isna().all()
    assert set(rows.rows["source_file"]) == {"微心愿台账.xlsx"}
    headings = words.row_columns(answers.ledger("micro_wishes"), rows)
    assert {"来源文件", "工作表", "行号", "入库版本"} <= set(headings.values())


def test_rows_of_a_hidden_grid_are_held_back(answers: Answers) -> None:
    """Where the number itself is hidden (数少隐去), so are the rows, and the drawer says why."""
    rows = answers.rows("wish_submitted_count", "grid3")
    hidden = rows.loc[rows["state"] == "hide", "key"]
    assert len(hidden)
    passport = answers.passports.passport("wish_submitted_count", "grid3", hidden.iloc[0])
    assert passport.sides == ()
    assert "数少隐去" in words.held_back_words(answers, passport)
    inside = answers.narrowed(answers.scope.with_grid(hidden.iloc[0]))
    assert inside.passports.selections("wish_submitted_count") == []


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (QualityMark(78, 0, 0, 500, 0, 3000), "各月齐全 · 没有迟报 · 没有待核的行"),
        (
            QualityMark(78, 2, 12, 400, 3, 997),
            "缺报 2/78 个月次（按一级网格逐月） · 迟报 3.0%（12/400 行） · 待核 0.3%（3 行，全版本）",
        ),
        (QualityMark(None, None, None, None, 0, 10), "名册，不按月报送 · 没有待核的行"),
    ],
)
def test_quality_is_told_in_words(mark: QualityMark, said: str) -> None:
    assert words.mark_words(mark) == said


def test_a_sentence_opens_to_the_number_it_tells(answers: Answers) -> None:
    """What a signal counts is what its passport counts; one about a task opens to that task alone."""
    signals = {signal.key: signal for signal in answers.attention()}
    rows = rows_of(list(signals.values()), ())
    compared = []
    for opening, key in zip(openings.sentences(rows, signals.values()), rows["key"], strict=True):
        signal, here = signals[key], answers.narrowed(opening.scope or answers.scope)
        figure = here.passports.passport(opening.codes[0], cuts=opening.cuts).figure
        if signal.form in ("more", "fewer", "overdue", "due_soon"):
            assert figure.value == signal.value, opening.label
        if signal.form in ("task_behind", "task_missed") and opening.cuts:
            assert figure.value == 1, opening.label
        compared.append(signal.form)
    assert {"overdue", "task_missed"} <= set(compared)


@pytest.mark.parametrize(
    ("page", "view_id", "title", "period"),
    [
        ("demands_to_projects", "stuck_demands", "title", Period("2024-03", "2024-05")),
        ("issue_reports", "overdue", "title", Period("2024-03", "2024-05")),
        ("grid_map", "waiting", "title", Period("2024-03", "2024-05")),
        ("work_list", "items", "item_title", Period("2025-01", "2025-06")),
    ],
)
def test_a_row_of_a_list_opens_to_that_item_alone(
    answers: Answers, page: str, view_id: str, title: str, period: Period
) -> None:
    """Whatever the period: lists of what waits speak of the as-of day."""
    local = answers.narrowed(answers.scope.with_period(period))
    view = views_of(page, local)[view_id]
    assert len(view.opens) == len(view.frame) > 0
    for place in (0, len(view.frame) - 1):
        opening = view.opens[place]
        assert opening.at == str(place)
        here = local.narrowed(opening.scope or local.scope)
        code, ledger = opening.codes[0], here.ledger(here.measure(opening.codes[0]).ledger)
        (row,) = here.passports.rows(code, "value", cuts=opening.cuts).rows.to_dict("records")
        assert row[ledger.title_field] == view.frame[title].iloc[place]
        assert "item_code" not in view.frame or row[ledger.id_field] == view.frame["item_code"].iloc[place]
        assert row["source_file"] and row["source_row"] and row["import_id"]
        assert here.passports.passport(code, cuts=opening.cuts).figure.value == 1
