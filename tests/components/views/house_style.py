"""What holds for every generated sentence: plain office prose, right units, no more than the figures say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from components.views.formats import plain
from components.views.model import View

HAN = "[\u4e00-\u9fff]"
FORBIDDEN: dict[str, re.Pattern[str]] = {
    "claims more than a figure can show": re.compile(
        "有效解决|圆满|显著|大幅|明显|成效|全面完成|切实|有力|扎实|增长|提升|改善|下滑|恶化|好转|导致|由于|因此"
    ),
    "a value that is none": re.compile(r"(?<![A-Za-z])(nan|NaN|None|NaT|inf|<NA>)(?![A-Za-z])"),
    "marks that follow each other": re.compile(r"[。，；、：]{2,}|[；，、：]”?$|（）|“”|%%|％|,,"),
    "Western marks between Chinese": re.compile(rf"{HAN}[,;!?]|[,;!?]{HAN}|{HAN}\.(?!\d)|\({HAN}|{HAN}\)|{HAN}:"),
    "blanks where none belong": re.compile(rf"{HAN} {HAN}|  | [，。；：、）]|（ |[，。；：、] |“ | ”"),
    "a number without its blank": re.compile(
        rf"{HAN}(?<![第年月日])\d+(?:\.\d+)? ?[件条场个项人户次分天家笔支处](?!月)"
    ),
    "a large number without 万": re.compile(r"(?<![\d.,/（A-Za-z-])(\d{2,3},\d{3}|\d{5,})(?![\d,/A-Za-z])"),
    "a unit twice": re.compile(r"([件条场项人户次分家笔支处万天])\1|个个(?!月)|% ?%|% ?个百分点"),
    "percentages that differ by per cent": re.compile(
        r"(高|低|提高|下降|上升|相差|差|落后)( \*{0,2}|\*{0,2})\d[\d.]*\*{0,2}%"
    ),
    "a word twice": re.compile("的的|了了|在在|为为|是是|没有没有|共共"),
}
"""What is wrong → how it looks. Names in quotes are left out: they are the district's own."""


def faults(text: str) -> list[str]:
    """What is wrong with a sentence; nothing in a good one."""
    bare = re.sub("“[^”]*”", "“某”", plain(text))
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(bare)]


def sentences(views: Iterable[View]) -> dict[str, str]:
    """Whatever a page generates that must end like a sentence, by where it stands."""
    found: dict[str, str] = {}
    for view in views:
        found |= {f"{view.id}.finding": view.finding, f"{view.id}.empty": view.empty, f"{view.id}.alt": view.alt}
        if view.kind == "text":
            found |= {f"{view.id}.{n}": str(text) for n, text in enumerate(view.frame["sentence"])}
    return {place: text for place, text in found.items() if text}


def notes(views: Iterable[View]) -> dict[str, str]:
    """The quiet words below figures, which are no sentences."""
    return {
        f"{view.id}.{row.code}.{name}": str(getattr(row, name))
        for view in views
        if view.kind == "cards" and not view.empty
        for row in view.frame.itertuples(index=False)
        for name in ("note", "change_text")
        if getattr(row, name)
    }


def checked(views: Iterable[View]) -> list[tuple[str, str, str]]:
    """Where something is wrong, what, and the words."""
    known = list(views)
    said = sentences(known)
    wrong = [(place, fault, text) for place, text in {**said, **notes(known)}.items() for fault in faults(text)]
    return wrong + [(place, "no full stop", text) for place, text in said.items() if not plain(text).endswith("。")]
