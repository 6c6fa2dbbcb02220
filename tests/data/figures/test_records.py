"""The records of what was published are whole: every one says of what kind it is and how, or why not, it is counted."""

from __future__ import annotations

import pytest

from data.demo.profile import profile_codes
from data.figures.model import Published, published, published_districts
from data.measures.registry import MEASURES, breakdowns
from data.measures.scope import Period


@pytest.fixture(params=published_districts())
def record(request: pytest.FixtureRequest) -> Published:
    found = published(request.param)
    assert found is not None
    return found


def test_every_demo_district_has_its_record() -> None:
    assert published_districts() == tuple(sorted(profile_codes()))
    assert published("nowhere") is None


def test_codes_are_unique_and_words_are_there(record: Published) -> None:
    codes = [figure.code for figure in record.figures]
    assert len(set(codes)) == len(codes)
    assert [figure.code for figure in record.figures if not (figure.text and figure.unit and figure.source)] == []
    assert [figure.code for figure in record.figures if figure.claim == "rate" and not figure.base] == []
    assert [
        figure.code for figure in record.figures if (figure.qualifier == "range") != (figure.high is not None)
    ] == []


def test_what_is_not_counted_says_why(record: Published) -> None:
    silent = [figure.code for figure in record.figures if figure.count is None and not figure.why]
    assert [code for code in silent if record.figure(code).claim in ("counted", "rate")] == []
    claims = {"title", "slogan", "assertion"}
    counted = [figure.code for figure in record.figures if figure.claim in claims and figure.count is not None]
    # only the sum that is refused may be tried
    assert all(record.figure(code).count.parts for code in counted)  # type: ignore[union-attr]


def test_counts_name_measures_and_breakdowns_there_are(record: Published) -> None:
    for figure in record.figures:
        count = figure.count
        if count is None or count.parts:
            continue
        assert count.measure in MEASURES, figure.code
        assert not count.by or count.by in breakdowns(count.measure), figure.code
        assert not count.period or Period.parse(count.period)
        if count.take == "value":
            assert MEASURES[count.measure].unit in (figure.unit, count.unit) or count.by, figure.code


def test_questions_are_about_figures(record: Published) -> None:
    codes = {figure.code for figure in record.figures}
    assert [name for question in record.questions for name in question.figures if name not in codes] == []
    assert record.questions
