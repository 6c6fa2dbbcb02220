"""A click on a cell narrows the page to its row and its column; what is chosen already stays until the cell itself is clicked again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st

from components.screen import cache, clicks, narrowing
from components.screen.address import Choices
from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store

YEAR, MARCH = Period("2025-01", "2025-06"), Period("2025-03", "2025-03")
KINDS = LEDGERS["volunteer_events"].field("event_type").codes
ROW, COLUMN = "category:volunteer_events", "month"


@pytest.fixture
def choices(demo_home) -> Choices:
    reader = open_store(demo_home)
    areas = cache.areas_of(reader)
    return Choices(Answers(reader, Scope(YEAR)).district, areas, ("volunteer_events",))


@pytest.mark.parametrize(
    ("scope", "cell", "kind", "month"),
    [
        (Scope(YEAR), (KINDS[0], "2025-03"), KINDS[0], "2025-03"),
        (Scope(MARCH, categories=(("volunteer_events", KINDS[0]),)), (KINDS[0], "2025-04"), None, "2025-04"),
        (Scope(MARCH, categories=(("volunteer_events", KINDS[0]),)), (KINDS[1], "2025-03"), KINDS[1], None),
        (Scope(MARCH, categories=(("volunteer_events", KINDS[0]),)), (KINDS[0], "2025-03"), "", ""),
    ],
    ids=["new", "other month", "other kind", "again"],
)
def test_a_click_on_a_cell(choices, monkeypatch, scope, cell, kind, month):
    """None: left as it is."""
    state = {"compare": "previous", f"{clicks._KEY}_heard": SimpleNamespace(picked=[[ROW, cell[0]], [COLUMN, cell[1]]])}
    monkeypatch.setattr(st, "session_state", state)
    narrowing.begin(narrowing.Here(scope, choices, is_custom=scope.period == MARCH))
    clicks._take()
    assert (state.get("cat_volunteer_events"), state.get("from")) == (kind, month)
