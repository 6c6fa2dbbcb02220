"""A store of our own with meetings in it, and slides read back as people read them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from components.slides.model import Slide
from data.measures.scope import Period, Scope
from data.meetings.book import open_meeting, save_agenda
from data.meetings.model import Agenda, Entry, Meeting

SCOPE = Scope(Period("2025-04", "2025-06"))
HELD_ON = date(2025, 7, 10)


@pytest.fixture(scope="module")
def home(demo_home, tmp_path_factory) -> Path:
    """The demo store, copied: meetings, citations and imports are written into it."""
    own = tmp_path_factory.mktemp("meetings") / "store"
    shutil.copytree(demo_home, own)
    return own


def entries(*views: str, scope: Scope = SCOPE) -> tuple[Entry, ...]:
    """page.view → entries over one scope."""
    return tuple(Entry(*view.split("."), scope, f"备注 {view}", 30 + n) for n, view in enumerate(views))


def opened(home: Path, *views: str, held_on: date = HELD_ON, title: str = "季度联席会议") -> Meeting:
    """A meeting with some views."""
    agenda = save_agenda(home, Agenda("", title, "kept", entries(*views)))
    return open_meeting(home, agenda.code, held_on=held_on)


def texts(slide: Slide) -> list[str]:
    """What a slide says, from back to front."""
    root = ElementTree.fromstring(slide.svg)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def after(slide: Slide, label: str) -> str:
    """What stands right after a label."""
    told = texts(slide)
    return told[told.index(label) + 1]
