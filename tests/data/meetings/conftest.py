"""A small store, and an agenda to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.meetings.book import save_agenda
from data.meetings.model import Agenda
from tests.data.meetings.samples import ENTRY, OTHER
from tests.data.store.rows import event, publish


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(tmp_path, volunteer_events=[event("a", "2025-06-30", 5)])
    return tmp_path


@pytest.fixture
def agenda(home: Path) -> Agenda:
    return save_agenda(home, Agenda("", "三季度联席会议", "this_quarter", (ENTRY, OTHER)))
