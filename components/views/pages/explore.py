"""自助分析: one measure, one breakdown, the picture that suits them, its sentence and its table.

A view here is made from its id alone (see ``explore_choice``), so whatever keeps page, view and scope can show it again:
an agenda, a citation code, a command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.views.model import View
from components.views.pages import cards, explore_choice, explore_drawn
from components.views.pages.explore_choice import CARD, HEAT, MAP, TOTAL, Choice
from data.measures.answers import Answers


class ExploredViews(Mapping[str, View]):
    """Every view that can be explored in one scope by its id; made when it is asked for, listed is only the usual one.

    Args:
        answers: version and scope.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def __getitem__(self, view_id: str) -> View:
        choice = self._choice(view_id)
        if choice is None:
            raise KeyError(view_id)
        return view_of(self._answers, choice)

    def __contains__(self, view_id: object) -> bool:
        return self._choice(str(view_id)) is not None

    def __iter__(self) -> Iterator[str]:
        usual = explore_choice.usual(self._answers)
        return iter([usual.id] if usual else [])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _choice(self, view_id: str) -> Choice | None:
        choice = explore_choice.parse(view_id)
        return choice if choice and explore_choice.is_offered(self._answers, choice) else None


def build(answers: Answers) -> Mapping[str, View]:
    """The page's views by id."""
    return ExploredViews(answers)


def view_of(answers: Answers, choice: Choice) -> View:
    """The view of a choice that is offered in the scope."""
    form = explore_choice.form_of(answers, choice)
    if form == CARD:
        title = answers.measure(choice.measure).label
        return cards.cards(answers, choice.id, title, (choice.measure,))
    if choice.across:
        return explore_drawn.cells(answers, choice, is_table=form != HEAT)
    if form == MAP:
        return explore_drawn.area_map(answers, choice)
    return explore_drawn.breakdown(answers, choice, form)


def headline(choice: Choice) -> Choice:
    """The bare figure of a choice's measure."""
    return Choice(choice.measure, TOTAL, CARD)
