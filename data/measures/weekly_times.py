"""Weekdays and hours as people write them: 周一至周五, 周末, 每天; 09:00-17:00."""

from __future__ import annotations

import re

_DAYS = "一二三四五六日"
_RANGE = re.compile(r"([一二三四五六日])(?:至|到|-|—|~)(?:周|星期)?([一二三四五六日])")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|—|~|至|到)\s*(\d{1,2})[:：](\d{2})")
_WORDS = {"每天": _DAYS, "每日": _DAYS, "全天": _DAYS, "工作日": "一二三四五", "周末": "六日", "双休日": "六日"}
EVERY_DAY = frozenset(range(7))
WHOLE_DAY = (0, 24 * 60)


def weekdays(text: str | None) -> frozenset[int]:
    """The days of the week a text names, Monday 0; every day where it names none.

    >>> sorted(weekdays("周一至周三、周末"))
    [0, 1, 2, 5, 6]
    """
    said = (text or "").replace("天", "日") if not any(word in (text or "") for word in ("每天", "全天")) else "每日"
    found: set[int] = set()
    for word, days in _WORDS.items():
        if word in said:
            found.update(_DAYS.index(day) for day in days)
            said = said.replace(word, "")
    for first, last in _RANGE.findall(said):
        start, end = _DAYS.index(first), _DAYS.index(last)
        found.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    found.update(_DAYS.index(char) for char in _RANGE.sub("", said) if char in _DAYS)
    return frozenset(found) or EVERY_DAY


def hours(text: str | None) -> tuple[int, int]:
    """Minutes of the day from and to; the whole day where the text names none or ends before it starts.

    >>> hours("9:00-11:30")
    (540, 690)
    """
    match = _TIME.search(text or "")
    if match is None:
        return WHOLE_DAY
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return (start, end) if start < end <= WHOLE_DAY[1] else WHOLE_DAY


def in_words(days: frozenset[int]) -> str:
    """周一、周三; 每天, 工作日 and 周末 by their names."""
    named = {EVERY_DAY: "每天", frozenset(range(5)): "工作日", frozenset((5, 6)): "周末"}
    return named.get(days) or "、".join(f"周{_DAYS[day]}" for day in sorted(days))
