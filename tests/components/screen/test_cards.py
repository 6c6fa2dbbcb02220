"""The words of a card's change chip, and its small line."""

from __future__ import annotations

import pytest

from components.screen.cards import _spark, chip_words


@pytest.mark.parametrize(
    ("change", "tone", "chip"),
    [
        ("+8.4%", "good", ("+8.4% · 向好", True)),
        ("-1.8 个百分点", "watch", ("-1.8 个百分点 · 需关注", True)),
        ("持平", "same", ("持平", False)),
        ("-14.6%", "neutral", ("-14.6%", True)),
        ("部分未到期", "neutral", ("部分未到期", False)),
        ("", "neutral", ("", False)),
    ],
)
def test_chip(change: str, tone: str, chip: tuple[str, bool]) -> None:
    assert chip_words(change, tone) == chip


def test_small_line_starts_at_the_first_known_month_and_has_no_hole() -> None:
    assert _spark([None, 1.0, None, 3.0]) == [1.0, 1.0, 3.0]
    assert _spark([None, None, 5.0]) is None
    assert _spark(None) is None
