"""One class of a map by itself: its name in the legend, and the areas in it as a table."""

from __future__ import annotations

from dataclasses import replace

from components.views.map_state import EMPTIES, SMALL, classed
from components.views.model import View
from components.views.tokens import THEMES

_DESK = THEMES["light"]
"""Classes are the same by day and by night; only the projector has fewer."""


def name_of(view: View, letter: str) -> str:
    """What the legend calls a class: 15 及以上 场, 无记录; empty for a class without areas.

    Args:
        view: a map.
        letter: of the class, as the map's state has it.
    """
    _, letters, classes = classed(view, _DESK)
    if not letter or letter not in letters:
        return ""
    if letter.isdigit():
        return f"{classes[int(letter)].label} {view.unit}".strip()
    return dict((SMALL, *EMPTIES.values()))[letter]


def within(view: View, letter: str) -> View:
    """The map with the areas of one class only."""
    frame, letters, _ = classed(view, _DESK)
    kept = frame[[each == letter for each in letters]].reset_index(drop=True)
    return replace(view, frame=kept)


def table_of(view: View, letter: str) -> View:
    """The areas of one class as a table, in the net's own order."""
    kept = within(view, letter).frame
    what = view.labels.get("label", "区域")
    title = f"图例“{name_of(view, letter)}”的{what}"
    return replace(
        view,
        id="class",
        title=title,
        kind="table",
        frame=kept.loc[:, ["grid_code", "label", "display"]],
        basis=f"{len(kept)} 个",
        unit="",
        finding="",
        alt=f"{title}：{'、'.join(kept['label'])}",
        labels={"label": what, "display": str(view.options.get("measure_label", view.title))},
        options={},
    )
