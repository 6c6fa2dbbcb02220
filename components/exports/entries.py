"""The views of an agenda made ready to leave: each at its own period and area, masked and cited like any export."""

from __future__ import annotations

from collections.abc import Mapping

from components.exports.document import Item
from components.exports.prepare import ChoiceError, citation_of, item_of, ledger_of
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS, Lens, views_of
from data.access.citations import cite
from data.measures.answers import Answers
from data.measures.scope import Scope
from data.meetings.model import Entry

Built = dict[tuple[str, Scope, Lens], Mapping[str, View]]
"""Pages built so far, so that several views of one page over one scope cost one building."""


def item_of_entry(answers: Answers, entry: Entry, *, is_cited: bool = True, built: Built | None = None) -> Item:
    """One entry as an item; its scope is its own, whatever the scope of the answers.

    Args:
        answers: the version; only that is taken.
        entry: page, view, scope and note.
        is_cited: keep its citation code, which keeps the version for good. A wall that always shows the newest
            version leaves it out; its items have no code.
        built: pages built already, added to.

    Raises:
        ChoiceError: the page or the view is not there in this version and scope.
    """
    if entry.page not in PAGE_VIEWS:
        raise ChoiceError(f"没有页面“{entry.page}”。")
    local, lens = answers.narrowed(entry.scope), Lens(entry.measure, entry.level)
    pages = {} if built is None else built
    key = (entry.page, entry.scope, lens)
    if key not in pages:
        pages[key] = views_of(entry.page, local, lens)
    if entry.view not in pages[key]:
        raise ChoiceError(f"“{PAGE_VIEWS[entry.page].title}”页在此范围内没有“{entry.view}”这张图表。")
    cited = citation_of(local, entry.page, entry.view, lens)
    code = cite(answers.store.home, cited) if is_cited else ""
    return item_of(local, entry.page, pages[key][entry.view], code, entry.note)


def is_kept(answers: Answers, page: str) -> bool:
    """Whether the district shows the page and keeps its ledger; what is empty for another reason is shown, and says why.

    Args:
        answers: of the version.
        page: last part of the page's address.
    """
    if page not in PAGE_VIEWS:
        return True
    return answers.district.profile.shows(page) and answers.has_ledger(ledger_of(page))
