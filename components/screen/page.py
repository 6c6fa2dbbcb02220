"""What a page script calls first: its views, or the designed emptiness when the scope holds nothing."""

from __future__ import annotations

from collections.abc import Mapping

from components.screen import cache, filters, messages
from components.screen.comparing import per_choice
from components.screen.look import px, screen_theme
from components.screen.maps import draw_map
from components.screen.messages import Step
from components.screen.panels import panel
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS
from components.views.words import NOUNS, missing
from data.measures.answers import Answers

_HEAD_AND_FOOT_PX = 116
"""Of a map's card: title, finding and source; the map takes the rest."""


def page_answers() -> Answers:
    """The numbers of the current version within the page's scope."""
    return cache.answers_of(filters.current_scope())


def open_page(page_id: str) -> Mapping[str, View]:
    """The page's views; none, after saying why and what to do next, when there is nothing to show.

    Args:
        page_id: last part of the page's address, by which the registry knows its views.
    """
    build, ledger = PAGE_VIEWS[page_id].build, PAGE_VIEWS[page_id].ledger
    views = cache.page_views(page_id, build, filters.current_scope())
    if any(not view.empty for view in views.values() if view.kind not in ("cards", "text")):
        return views
    answers = page_answers()
    title = f"所选范围没有{NOUNS[ledger][0]}记录"
    messages.page_empty(title, missing(answers, ledger), _steps(answers), key=page_id, offers_import=True)
    return {}


def _steps(answers: Answers) -> list[Step]:
    """Wider area, all months, all categories: those that would change something."""
    scope, everything = answers.scope, answers.available_period()
    path = [("", answers.district.name), *answers.area_path] if scope.grid_code else []
    steps = [Step(f"查看{name}", filters.go_to_area, (code,)) for code, name in path[-2:-1]]
    if (scope.period.start, scope.period.end) != (everything.start, everything.end):
        steps.append(Step(f"改看 {everything.label}", filters.go_to_period, (everything,)))
    if scope.categories:
        steps.append(Step("全部类别", filters.clear_categories))
    return steps


def count_panel(view: View, height: int) -> None:
    """A chart of counts by area in its card, with the choice of what they are divided by.

    Args:
        view: its first measure is the count.
        height: of the card in px.
    """
    answers = page_answers()
    offered = answers.fair.offered(view.measures[0]) if view.measures else ()
    panel(view, height, bar=lambda: per_choice(offered, answers.scope, view.id))


def map_panel(view: View, height: int) -> None:
    """A map in its card; a click on a grid makes it the page's area.

    Args:
        view: a view of kind map.
        height: of the card in px.
    """
    answers, theme = page_answers(), screen_theme()

    def draw(shown: View) -> None:
        draw_map(
            shown,
            answers,
            px(height - _HEAD_AND_FOOT_PX),
            fill="stretch",
            key=f"{shown.id}_map",
            on_click=filters.go_to_area,
            theme="dark" if theme.is_dark else "light",
        )

    panel(view, height, draw=draw)
