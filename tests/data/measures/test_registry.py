"""The registry: complete, and every definition says what it needs to."""

from __future__ import annotations

import pytest

from data.ledgers import LEDGERS
from data.measures.registry import MEASURES, UnknownMeasureError, breakdowns, measure


@pytest.mark.parametrize("code", MEASURES)
def test_definition(code: str) -> None:
    definition = MEASURES[code]
    ledger = LEDGERS[definition.ledger]
    assert definition.label and definition.unit
    assert any(word in definition.definition for word in ("期间口径", "同批口径", "时点数"))
    assert bool(definition.numerator) == bool(definition.denominator)
    assert not definition.cohort or "同批口径" in definition.definition
    assert definition.unit == "%" or not code.endswith("_pct")
    for stage in (definition.stage, definition.from_stage):
        assert not stage or ledger.stage(stage)
    for by in definition.breakdowns:
        assert by in ("category", "actor", *ledger.dimensions)


def test_labels_are_unique() -> None:
    labels = [definition.label for definition in MEASURES.values()]
    assert len(labels) == len(set(labels))


def test_every_ledger_with_items_has_measures() -> None:
    counted = {definition.ledger for definition in MEASURES.values()}
    linked = {"demand_project_links", "zones", "grid_changes", "work_targets", "work_progress"}
    assert set(LEDGERS) - counted == linked, "links are followed, not counted"


def test_unknown_code() -> None:
    with pytest.raises(UnknownMeasureError, match="event_count"):
        measure("event_counts")
    assert breakdowns("event_count")[:2] == ("month", "grid")
