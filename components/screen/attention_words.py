"""How a signal is weighed, and what was done about signals, in words."""

from __future__ import annotations

from components.views.formats import amount
from components.views.item import escaped
from components.views.words import day
from data.attention.book import ACTIONS, Handled
from data.attention.model import Signal


def weighed(signal: Signal) -> str:
    """影响面 57.0 万人 × 偏差 53% × 把握 90%."""
    number, unit = amount(signal.people, "人")
    return f"排序依据：影响面 {number} {unit} × 偏差 {signal.deviation:.0%} × 把握 {signal.confidence:.0%}"


def handled_words(done: Handled) -> str:
    """The signal, what was written, and in grey when, who and what was done."""
    text = f"  \n{escaped(done.text)}" if done.text else ""
    told = f"{day(done.on)} · {escaped(done.by)} · {ACTIONS[done.action]}"
    return f"{escaped(done.sentence)}{text}  \n:small[:gray[{told}]]"
