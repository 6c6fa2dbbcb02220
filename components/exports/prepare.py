"""The only maker of Documents: views from the pages' builders, masked, cited, with outlines and what their numbers mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from components.exports.document import Document, Item, Outline
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS, Lens, views_of
from components.views.passport_brief import Brief, brief
from components.views.passport_words import footnote
from data.access.citations import Citation, cite_all
from data.access.masking import mask, masked_frame
from data.grids.outlines import outlines
from data.measures.answers import Answers
from data.measures.model import Measure
from data.measures.registry import MEASURES
from data.measures.scope import Scope
from data.store.errors import StoreError
from data.store.reader import Reader

Choice = tuple[str, str]
"""A page and one of its views."""

_CODES = (
    "key",
    "code",
    "item_code",
    "grid_code",
    "parent",
    "day",
    "opened_on",
    "due_on",
    "source",
    "target",
    "role",
    "row_key",
    "column_key",
)
"""Columns that hold codes and keys: no free text, and views would come apart if these changed."""

SIZES: Mapping[str, tuple[int, int]] = {
    "cards": (1840, 192),
    "trend": (760, 372),
    "bars": (600, 330),
    "share_bars": (600, 330),
    "stacked": (720, 372),
    "funnel": (600, 400),
    "sankey": (1120, 500),
    "calendar": (1100, 300),
    "heatmap": (900, 420),
    "table": (1100, 400),
    "map": (900, 620),
    "tree": (760, 430),
    "text": (700, 420),
}
"""Width and height of a kind as it was designed, in px."""


class ChoiceError(StoreError):
    """Something was asked for that cannot be exported; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Views that are taken together.

    Attributes:
        name: how the command names it.
        title: how people name it.
        views: page.view, or a page for all of its views.
    """

    name: str
    title: str
    views: tuple[str, ...]


BUNDLES: dict[str, Bundle] = {
    bundle.name: bundle
    for bundle in (
        Bundle(
            "monthly",
            "月度通报",
            (
                "overview.cards",
                "overview.brief",
                "overview.map",
                "overview.areas",
                "volunteer_events.trend",
                "volunteer_events.types",
                "micro_wishes.funnel",
                "micro_wishes.cohorts",
                "micro_wishes.categories",
                "demands_to_projects.flows",
                "demands_to_projects.conversion",
                "issue_reports.closure",
            ),
        ),
        Bundle(
            "quarterly",
            "季度通报",
            (
                "overview",
                "volunteer_events.calendar",
                "volunteer_events.types",
                "micro_wishes.funnel",
                "micro_wishes.categories",
                "micro_wishes.backlog",
                "demands_to_projects.flows",
                "demands_to_projects.funnel",
                "demands_to_projects.money",
                "issue_reports.closure",
                "issue_reports.kinds",
                "organisation.coverage",
                "work_list.categories",
                "property.rates",
            ),
        ),
    )
}
"""Named selections, sensible for an office; a page by its name is a selection too."""


@dataclass(frozen=True, slots=True)
class Options:
    """The words around the views.

    Attributes:
        title: of the document; empty = 网格化治理运行通报, or the one view's own title.
        issuer: office at the red head; empty for a plain head.
        issue_number: 〔2025〕12号.
        watermark: grey words across every page.
        lens: measure and level of the map page.
    """

    title: str = ""
    issuer: str = ""
    issue_number: str = ""
    watermark: str = ""
    lens: Lens = field(default_factory=Lens)


DEFAULT_TITLE = "网格化治理运行通报"


def prepare(answers: Answers, wanted: Iterable[str | Choice], options: Options | None = None) -> Document:
    """Make a document that may leave the house.

    Args:
        answers: version and scope; small counts are hidden there already.
        wanted: (page, view) pairs, "page.view", a page for all of its views, or the name of a bundle.
        options: the words around the views.

    Raises:
        ChoiceError: a page or view there is not, or nothing to export.
    """
    options = options or Options()
    views = chosen_views(answers, wanted, options.lens)
    cited = [citation_of_all(answers, list(views), options.lens)]
    cited += [citation_of(answers, page, view_id, options.lens) for page, view_id in views]
    document_code, *codes = cite_all(answers.store.home, cited)
    items = tuple(
        item_of(answers, page, view, code) for ((page, _), view), code in zip(views.items(), codes, strict=True)
    )
    district = answers.district
    return Document(
        title=options.title.strip() or (items[0].view.title if len(items) == 1 else DEFAULT_TITLE),
        district=district.name,
        area=answers.area_name,
        period=answers.scope.period.label,
        items=items,
        as_of=district.as_of,
        version=district.version,
        code=document_code,
        is_demo=district.is_demo,
        watermark=options.watermark.strip(),
        issuer=options.issuer.strip(),
        issue_number=options.issue_number.strip(),
    )


def chosen_views(answers: Answers, wanted: Iterable[str | Choice], lens: Lens | None = None) -> dict[Choice, View]:
    """The views asked for, each once, in the order asked; a bundle leaves out what the district does not keep.

    Raises:
        ChoiceError: a page or view there is not, or nothing left.
    """
    pages: dict[str, Mapping[str, View]] = {}
    found: dict[Choice, View] = {}
    for page, view_id, is_optional in _asked(wanted):
        if page not in PAGE_VIEWS:
            raise ChoiceError(f"没有页面“{page}”，可选：{'、'.join(PAGE_VIEWS)}；或组合：{'、'.join(BUNDLES)}。")
        if page not in pages:
            pages[page] = views_of(page, answers, lens)
        if view_id and view_id not in pages[page]:
            if is_optional:
                continue
            title = PAGE_VIEWS[page].title
            raise ChoiceError(f"“{title}”页没有“{view_id}”，可选：{'、'.join(pages[page]) or '（此范围内没有）'}。")
        for name in [view_id] if view_id else pages[page]:
            view = pages[page][name]
            if not (is_optional and view.empty and not answers.has_ledger(ledger_of(page))):
                found.setdefault((page, name), view)
    if not found:
        raise ChoiceError("没有可以导出的内容：请至少选择一张图表。")
    return found


def _asked(wanted: Iterable[str | Choice]) -> list[tuple[str, str, bool]]:
    """Page, view ("" = all) and whether it may be left out, with bundles taken apart."""
    asked: list[tuple[str, str, bool]] = []
    for choice in wanted:
        if not isinstance(choice, str):
            asked.append((*choice, False))
            continue
        bundle = BUNDLES.get(choice) or next((each for each in BUNDLES.values() if each.title == choice), None)
        for name in bundle.views if bundle else (choice,):
            page, _, view = name.strip().partition(".")
            asked.append((page, view, bundle is not None))
    return asked


def ledger_of(page: str) -> str:
    """The ledger a page needs; the net itself where it names none."""
    return PAGE_VIEWS[page].ledger or "grids"


def item_of(answers: Answers, page: str, view: View, code: str, note: str = "") -> Item:
    """A page's view made ready to leave: masked, with what its numbers mean and where its grids lie.

    Args:
        answers: version and scope the view was made of.
        page: last part of the page's address.
        view: as the page built it.
        code: its citation code.
        note: for the one who presents it.
    """
    measures = tuple(measures_of(answers, view))
    passports = {one.code: _passport(answers.store, view.scope, one.code) for one in measures}
    return Item(
        view=masked(view),
        page_title=PAGE_VIEWS[page].title,
        code=code,
        measures=measures,
        outlines=outlines_of(answers, view),
        size_px=SIZES.get(view.kind, (760, 372)),
        note=mask(note),
        passports={code: line for code, (line, _) in passports.items()},
        briefs={code: few for code, (_, few) in passports.items()},
    )


@lru_cache(maxsize=512)
def _passport(store: Reader, scope: Scope, code: str) -> tuple[str, Brief]:
    """Where a figure comes from, in one line and in few words; several views of one document show the same."""
    answers = Answers(store, scope)
    passport = answers.passports.passport(code)
    return footnote(answers, passport), brief(answers.ledger(passport.measure.ledger), passport)


def masked(view: View) -> View:
    """The view without what would identify a person: its texts, sentences and headings."""
    words = {name: mask(str(getattr(view, name))) for name in ("title", "basis", "finding", "alt", "empty")}
    return replace(view, frame=masked_frame(view.frame, _CODES), **words)  # type: ignore[arg-type]  # names of text fields


def measures_of(answers: Answers, view: View) -> list[Measure]:
    """What the view's numbers mean, in the district's words."""
    codes = [*view.measures]
    if view.kind == "cards" and "code" in view.frame:
        codes += [str(code) for code in view.frame["code"]]
    return [answers.measure(code) for code in dict.fromkeys(codes) if code in MEASURES]


def outlines_of(answers: Answers, view: View) -> dict[str, Outline]:
    """Where the grids of a map, and the borders above them, are drawn; nothing for other kinds."""
    if view.kind != "map" or "grid_code" not in view.frame:
        return {}
    codes = [str(code) for code in view.frame["grid_code"] if not pd.isna(code)]
    level = int(view.options.get("level", 1))
    drawn = outlines(answers.store, level, codes, above=range(1, level))
    return {code: Outline(shape.polygons, shape.label_at, shape.is_schematic) for code, shape in drawn.items()}


def citation_of(answers: Answers, page: str, view_id: str, lens: Lens | None = None) -> Citation:
    """What a code must say to show one view again; ``code_of`` gives its code, ``cite`` keeps it as well."""
    return citation_of_all(answers, [(page, view_id)], lens or Lens())


def citation_of_all(answers: Answers, views: Sequence[Choice], lens: Lens) -> Citation:
    """The same of several views over one scope."""
    on_map = any(page == "grid_map" for page, _ in views)
    shown = lens if on_map else Lens()
    return Citation(answers.store.version, tuple(views), answers.scope, shown.measure, shown.level)
