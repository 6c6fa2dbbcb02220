"""The record of definitions: no change passes by it, and a former definition still counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from data.measures import definitions as module
from data.measures import registry
from data.measures.answers import Answers
from data.measures.definitions import DefinitionError, definitions, record, unrecorded
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.store.reader import open_store

CODE = "wish_fulfilment_rate_pct"


@pytest.fixture
def own_record(tmp_path, monkeypatch):
    """A copy of the record that may be written to."""
    path = tmp_path / "definitions.toml"
    path.write_bytes(module.RECORD.read_bytes())
    monkeypatch.setattr(module, "RECORD", path)
    _forget()
    yield path
    monkeypatch.undo()
    _forget()


def _forget():
    module._recorded.cache_clear()
    definitions.cache_clear()


def change(monkeypatch, **values):
    monkeypatch.setitem(MEASURES, CODE, replace(MEASURES[CODE], **values))
    definitions.cache_clear()


def test_every_definition_in_use_is_on_record():
    assert unrecorded() == {}, (
        "改了口径：把 since 写成新口径开始的月份，再运行 python -m tools.record_definitions --why 原因"
    )


def test_no_code_means_two_measures():
    groups = {name: value for name, value in vars(registry).items() if name.endswith("_MEASURES")}
    codes = [measure.code for group in groups.values() for measure in group]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert len(codes) == len(MEASURES)


def test_months_of_definitions_rise():
    for code in MEASURES:
        known = definitions(code)
        assert known[-1].measure == MEASURES[code]
        assert [one.since for one in known] == sorted({one.since for one in known})
        assert all(one.why for one in known)


def test_a_change_needs_a_month_and_a_reason_and_keeps_the_former_one(own_record, monkeypatch):
    old = MEASURES[CODE]
    change(monkeypatch, stage="claimed", definition="改按认领计")
    assert "since" in unrecorded()[CODE]
    with pytest.raises(DefinitionError, match="since"):
        record("试改")
    change(monkeypatch, since="2025-07")
    with pytest.raises(DefinitionError, match="--why"):
        record("")
    assert record("按新的考核办法") == [CODE]
    assert unrecorded() == {}
    former, present = definitions(CODE)
    assert (former.number, former.since, former.measure.stage) == (1, old.since, old.stage)
    assert (present.number, present.since, present.why, present.measure.stage) == (
        2,
        "2025-07",
        "按新的考核办法",
        "claimed",
    )
    assert replace(former.measure, breakdowns=old.breakdowns) == old


def test_a_new_name_is_no_new_definition(own_record, monkeypatch):
    change(monkeypatch, label="心愿实现率")
    assert unrecorded() == {}


@pytest.fixture
def ended() -> Iterator[None]:
    """One measure less; the order of the others and of it stays what it was for the tests that follow."""
    before = dict(MEASURES)
    del MEASURES[CODE]
    yield
    MEASURES.clear()
    MEASURES.update(before)


def test_a_measure_that_ends_is_noted(own_record, ended):
    assert CODE in unrecorded()
    record("不再统计")
    assert unrecorded() == {}


def test_a_former_definition_counts_as_it_did(demo_home):
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    claimed = replace(MEASURES[CODE], stage="claimed")
    assert answers.under(claimed).figure(CODE).value == answers.figure("wish_claim_rate_pct").value
    assert answers.under(claimed).figure(CODE).value != answers.figure(CODE).value
    assert list(answers.under(claimed).series(CODE)["value"]) == list(answers.series("wish_claim_rate_pct")["value"])
