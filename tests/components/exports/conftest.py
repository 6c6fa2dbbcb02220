"""Documents as the exporters get them: the demo store's own pages, and the odd ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from components.exports.document import Document, Item, Outline
from components.exports.meeting_document import document_of_meeting
from components.views.model import View, ViewKind
from components.views.pages.registry import PAGE_VIEWS, views_of
from components.views.passport_brief import Brief
from data.grids.outlines import outlines
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.book import read_meeting
from data.meetings.model import Meeting
from data.store.reader import open_store
from tests.components.exports import held

HALF_YEAR = Period("2025-01", "2025-06")
KINDS = get_args(ViewKind)
HOSTILE = (
    '=HYPERLINK("http://evil.example/","点我")',
    "<script>alert(1)</script>",
    "+86 138 0000 0000",
    "-1+1|cmd",
    "@SUM(A1:A9)",
    "</svg><img src=x onerror=alert(2)>",
    "&lt;b&gt; & \"双引号\" '单引号'",
    "极长的名称" * 24,
    "换行\n制表\t与控制\x08字符",
    "生僻字 𠮷 㙍 与表情 🙂",
)
DocumentOf = Callable[..., Document]


@pytest.fixture(scope="session")
def answers(demo_home) -> Answers:
    return Answers(open_store(demo_home), Scope(HALF_YEAR))


@pytest.fixture(scope="session")
def page_views(answers) -> Mapping[str, Mapping[str, View]]:
    """Page title → its views, built once. Never change them."""
    return {entry.title: views_of(page, answers) for page, entry in PAGE_VIEWS.items()}


@pytest.fixture(scope="session")
def items(answers, page_views) -> tuple[Item, ...]:
    """Every view of every page, ready to leave."""
    return tuple(item_of(answers, page, view) for page, views in page_views.items() for view in views.values())


@pytest.fixture(scope="session")
def demo_document(answers, items) -> Document:
    """All pages; every one of the 13 kinds occurs."""
    assert {item.view.kind for item in items} == set(KINDS)
    return document(answers, items)


@pytest.fixture(scope="session")
def document_of(answers, items) -> DocumentOf:
    """A document of the first view that is not empty of each kind named; ``each`` asks for more."""

    def made(*kinds: str, each: int = 1) -> Document:
        picked = [
            item
            for kind in kinds
            for item in [i for i in items if i.view.kind == kind and not i.view.empty and len(i.view.frame)][:each]
        ]
        return document(answers, picked)

    return made


@pytest.fixture(scope="session")
def twelve_document(answers, items) -> Document:
    """Twelve views of twelve kinds (no text), for measuring."""
    seen: dict[str, Item] = {}
    for item in items:
        if not item.view.empty and len(item.view.frame) and item.view.kind != "text":
            seen.setdefault(item.view.kind, item)
    return document(answers, tuple(seen.values()))


@pytest.fixture(scope="session")
def empty_document(answers) -> Document:
    """Views of a time without any record: they have a sentence and, some of them, no frame."""
    nobody = answers.narrowed(Scope(Period("2010-01", "2010-03")))
    views = [view for view in views_of("micro_wishes", nobody).values() if view.empty]
    assert views
    return document(answers, [item_of(answers, "微心愿", view) for view in views])


@pytest.fixture(scope="session")
def one_row_document(answers, items) -> Document:
    """One view of each kind, its frame cut to one row."""
    seen: dict[str, Item] = {}
    for item in items:
        if not item.view.empty and len(item.view.frame):
            seen.setdefault(item.view.kind, item)
    cut = [replace(item, view=replace(item.view, frame=item.view.frame.head(1))) for item in seen.values()]
    return document(answers, cut)


@pytest.fixture(scope="session")
def hostile_document(answers, items) -> Document:
    """Every word that comes from a ledger or a person tries to be a formula, a tag or too long."""
    seen: dict[str, Item] = {}
    for item in items:
        if not item.view.empty and len(item.view.frame):
            seen.setdefault(item.view.kind, item)
    bad = [replace(item, view=poisoned(item.view), page_title=HOSTILE[1]) for item in seen.values()]
    made = document(answers, bad)
    return replace(made, title=HOSTILE[0], area=HOSTILE[5], watermark=HOSTILE[1], code="<b>'\"&")


@pytest.fixture(scope="session")
def long_document(answers) -> Document:
    """A table of 200 rows of all formats, among them hostile words and holes."""
    rows = 200
    frame = pd.DataFrame(
        {
            "name": [HOSTILE[i % len(HOSTILE)] if i % 7 == 0 else f"第{i + 1:03d}网格" for i in range(rows)],
            "count": [i * 1234 for i in range(rows)],
            "average": [None if i % 11 == 0 else i / 3 for i in range(rows)],
            "share_pct": [i / 2 for i in range(rows)],
            "money": [i * 10_000 for i in range(rows)],
            "on": pd.date_range("2025-01-01", periods=rows).date,
        }
    )
    view = View(
        id="long",
        title="很长的表",
        kind="table",
        frame=frame,
        scope=answers.scope,
        unit="个",
        source="网格台账",
        as_of=answers.district.as_of,
        finding="共 **200 行**。",
        alt="很长的表。共 200 行。",
        labels={
            "name": "网格",
            "count": "件数（件）",
            "average": "平均（天）",
            "share_pct": "占比（%）",
            "money": "金额（元）",
            "on": "日期",
        },
        options={"formats": {"count": "integer", "average": "decimal", "money": "yuan", "on": "date"}},
    )
    return document(answers, [item_of(answers, "长表", view)])


def item_of(answers: Answers, page: str, view: View) -> Item:
    """A view with its measures and, of a map, its outlines."""
    measures = tuple(answers.measure(code) for code in view.measures)
    return Item(
        view=view,
        page_title=page,
        code=f"WL{answers.district.version}-{len(page)}{view.id}",
        measures=measures,
        outlines=outlines_of(answers, view),
        passports={one.code: f"本数的出处（{one.label}）。" for one in measures},
        briefs={one.code: Brief(one.label, "12 件", "示范区", 1, one.ledger, "各月齐全") for one in measures},
    )


def document(answers: Answers, items: Sequence[Item]) -> Document:
    """Items under one cover."""
    district = answers.district
    return Document(
        title="网格化治理运行通报",
        district=district.name,
        area=answers.area_name,
        period=answers.scope.period.label,
        items=tuple(items),
        as_of=district.as_of,
        version=district.version,
        code=f"WL{district.version}-全",
        is_demo=district.is_demo,
    )


def outlines_of(answers: Answers, view: View) -> dict[str, Outline]:
    """Where a map's grids are drawn, the borders of the levels above among them."""
    if view.kind != "map":
        return {}
    level = int(view.options["level"])
    found = outlines(answers.store, level, view.frame["grid_code"].astype(str), range(1, level))
    return {code: Outline(*grid) for code, grid in found.items()}


def poisoned(view: View) -> View:
    """The same view, its words hostile, its numbers as they were."""
    frame = view.frame.copy()
    for name in ("label", "row", "column", "sentence"):
        if name in frame:
            words = hostile_words(frame[name])
            frame[name] = [words[old] for old in frame[name]]
    options = dict(view.options)
    if view.kind == "sankey":
        nodes = hostile_words([*frame["source"], *frame["target"]])
        frame = frame.assign(source=frame["source"].map(nodes), target=frame["target"].map(nodes))
        options["columns"] = [[nodes[n] for n in column if n in nodes] for column in options["columns"]]
        options["roles"] = {nodes[n]: role for n, role in options["roles"].items() if n in nodes}
    if view.kind == "table":
        words_columns = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
        for name in words_columns:
            frame[name] = [HOSTILE[i % len(HOSTILE)] for i in range(len(frame))]
    if view.kind == "table":
        options.pop("formats", None)
    return replace(
        view,
        frame=frame,
        title=HOSTILE[1],
        finding=f"{HOSTILE[5]} **{HOSTILE[0]}**。" if view.finding else "",
        alt=HOSTILE[1],
        source=HOSTILE[5],
        basis=HOSTILE[1],
        options=options,
    )


def hostile_words(names: Iterable[str]) -> dict[str, str]:
    """Each name → hostile words that no other name has."""
    return {old: f"{HOSTILE[i % len(HOSTILE)]} {i}" for i, old in enumerate(dict.fromkeys(names))}


@pytest.fixture(scope="session")
def meeting_home(demo_home, tmp_path_factory) -> Path:
    """A store of our own with two meetings: one with six orders, and the next one with eight views and twelve orders."""
    home = tmp_path_factory.mktemp("meetings") / "store"
    shutil.copytree(demo_home, home)
    held.fill(home)
    return home


@pytest.fixture(scope="session")
def meeting(meeting_home) -> Meeting:
    """The quarterly meeting: eight views, twelve orders."""
    return read_meeting(meeting_home, held.code_of(meeting_home, held.QUARTERLY))


@pytest.fixture(scope="session")
def meeting_document(meeting_home, meeting) -> Document:
    """What was on the wall and what was ordered."""
    return document_of_meeting(meeting_home, meeting)
