"""The quiet words below a card's figure."""

from __future__ import annotations

from components.views.words import quantity
from components.views.words_hidden import HIDDEN
from data.measures.model import Figure


def named(name: str, figure: Figure, *, bold: bool = False) -> str:
    """本期提出 690 件; without a blank before words that stand for a hidden number."""
    told = quantity(figure, bold=bold)
    return f"{name}{told}" if told == HIDDEN else f"{name} {told}"
