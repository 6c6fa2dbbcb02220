"""Templates name views that there are, and that say something."""

from __future__ import annotations

import pytest

from components.views.pages.registry import views_of
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.meetings.templates import TEMPLATES
from data.store.reader import open_store


def test_templates_are_those_that_are_asked_for():
    assert {code: template.title for code, template in TEMPLATES.items()} == {
        "quarterly": "季度联席会议",
        "monthly": "月度例会",
        "dispatch": "专题调度",
    }


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_view_of_a_template_has_something_to_show(demo_home, code):
    template = TEMPLATES[code]
    assert template.code == code
    assert len(set(template.views)) == len(template.views) >= 8
    store = open_store(demo_home)
    answers = Answers(store, Scope(preset_period(template.rule, store.as_of)))
    pages = {view.partition(".")[0] for view in template.views}
    there = {f"{page}.{name}": view for page in pages for name, view in views_of(page, answers).items()}
    assert [name for name in template.views if name not in there] == []
    assert [name for name in template.views if there[name].empty] == []
