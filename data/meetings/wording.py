"""What people type about a meeting, before it is kept: one line, nothing that identifies a person, not too long."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from data.access.masking import mask
from data.store.errors import StoreError

TITLE_LENGTH, NOTE_LENGTH = 40, 500
WHO_LENGTH, WHAT_LENGTH, RESULT_LENGTH = 40, 120, 120
"""In characters; longer text is refused rather than cut, since what is lost of an order is not seen."""

_UNSEEN = {"Cc", "Cf", "Cs"}
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100


class MeetingError(StoreError):
    """Something about an agenda, a meeting or an order; the message is plain Chinese and says what to do."""


def one_line(text: str, limit: int, name: str) -> str:
    """A text as it is kept.

    Args:
        text: as typed.
        limit: most characters.
        name: what the text is, in words.

    Raises:
        MeetingError: too long.
    """
    return _within(mask(_visible(text)), limit, name)


def some_lines(text: str, limit: int, name: str) -> str:
    """A text as it is kept, with its line breaks; see :func:`one_line`."""
    lines = [mask(_visible(line)) for line in text.splitlines()]
    return _within("\n".join(lines).strip(), limit, name)


def said(text: str, limit: int, name: str) -> str:
    """:func:`one_line`, of a text that must not be empty.

    Raises:
        MeetingError: empty or too long.
    """
    kept = one_line(text, limit, name)
    if not kept:
        raise MeetingError(f"请填写{name}")
    return kept


def _visible(text: str) -> str:
    """Without signs that nobody sees (they turn text around or break a line); runs of blanks are one."""
    seen = "".join(sign if sign.isspace() or unicodedata.category(sign) not in _UNSEEN else "" for sign in text)
    return " ".join(seen.split())


def _within(text: str, limit: int, name: str) -> str:
    if len(text) > limit:
        raise MeetingError(f"{name}最多 {limit} 字，现有 {len(text)} 字，请精简")
    return text


def checked_day(day: date, name: str) -> date:
    """A day that can be meant.

    Raises:
        MeetingError: its year is mistyped.
    """
    plain = day.date() if isinstance(day, datetime) else day
    if not _EARLIEST_YEAR <= plain.year <= _LATEST_YEAR:
        raise MeetingError(f"{name}写成了 {plain.isoformat()}，请核对年份")
    return plain


def in_words(day: date) -> str:
    """2025年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def not_before(day: date, first: date, name: str, first_name: str) -> date:
    """A day that follows another, or is the same.

    Raises:
        MeetingError: it comes before.
    """
    plain = checked_day(day, name)
    if plain < first:
        raise MeetingError(f"{name}（{in_words(plain)}）早于{first_name}（{in_words(first)}），请核对")
    return plain
