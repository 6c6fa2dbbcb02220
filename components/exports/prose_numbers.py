"""Numbers in a sentence: found in generated words, each bound to the measure it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from components.exports.document import Item
from components.views.formats import plain
from data.measures.model import Measure
from data.measures.registry import MEASURES

ROWS = "rows"
"""In place of a measure's code: the number only counts what the table or figure lists."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence.

    Attributes:
        value: in the measure's unit; of a fraction what is above the line.
        unit: the unit without 万; "" where the sentence names none.
        measure_code: code of the registered measure it comes from, or :data:`ROWS`.
        printed: as it stands in the sentence, without the unit but with the sign of a percentage.
        of: what is below the line of a fraction, else None.
    """

    value: float
    unit: str
    measure_code: str
    printed: str
    of: float | None = None


Run = str | Number


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words and numbers in order.

    Attributes:
        runs: of them.
        footnote: where its numbers come from; "" where the figure below it says so.
    """

    runs: tuple[Run, ...]
    footnote: str = ""

    @property
    def text(self) -> str:
        """The paragraph as one string."""
        return "".join(run if isinstance(run, str) else run.printed for run in self.runs)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers, in order."""
        return tuple(run for run in self.runs if isinstance(run, Number))


def bound(markdown: str, item: Item, code: str = "") -> list[Run]:
    """A generated sentence cut into words and numbers. Dates, names and words in quotes stay words.

    Args:
        markdown: the sentence.
        item: what it is about.
        code: of the measure its numbers come from, where the sentence says so itself.
    """
    text = plain(markdown)
    runs: list[Run] = []
    end = 0
    before: Number | None = None
    quoted = [match.span() for match in re.finditer("“[^”]*”", text)]
    for match in _NUMBER.finditer(text):
        inside = any(start <= match.start() < stop for start, stop in quoted)
        if inside or text[match.end() : match.end() + 1] in _DATE_MARKS or text[: match.start()].endswith("第"):
            continue
        between = text[end : match.start()]
        before = _number(match, text, item, code, before if _CONTINUES.search(between + match.group(0)) else None)
        runs += [between, before]
        end = match.end()
    return merged([*runs, text[end:]])


def merged(runs: Sequence[Run]) -> list[Run]:
    """The same runs without empty ones, neighbouring words in one."""
    kept: list[Run] = []
    for run in runs:
        if isinstance(run, str) and kept and isinstance(kept[-1], str):
            kept[-1] += run
        elif run != "":
            kept.append(run)
    return kept


_NUMBER = re.compile(
    r"((?<=（)[+-])?(?<![\d.,A-Za-z])(\d[\d,]*(?:\.\d+)?)(?:/(\d[\d,]*(?:\.\d+)?))?(%?)(?![\d.]*[A-Za-z—])"
)
_DATE_MARKS = tuple("年月日季号楼栋")
_CONTINUES = re.compile(r"^[^；。]*比(上|去)[^；。]*$|^[^；。]*（[+-]")
"""Between two numbers: the second is a change of the first."""
_UNITS = (
    "个网格",
    "人次",
    "支",
    "件",
    "条",
    "项",
    "个",
    "场",
    "家",
    "名",
    "人",
    "户",
    "元",
    "分",
    "笔",
    "次",
    "对",
    "处",
)


def _number(match: re.Match[str], text: str, item: Item, known: str, before: Number | None) -> Number:
    sign, above, below, percent = match.groups()
    unit, scale = ("%", 1) if percent else _unit_after(text[match.end() :], item)
    value = float(above.replace(",", "")) * scale * (-1 if sign == "-" else 1)
    base = float(below.replace(",", "")) if below else None
    told = _clause(text, match, "，；。：、（）"), _clause(text, match, "；。")
    code = known or (before.measure_code if before else _code(item, unit, told, is_fraction=base is not None))
    return Number(value, unit, code, match.group(0), base)


def _clause(text: str, match: re.Match[str], marks: str) -> str:
    """The words around a number up to the next of the marks."""
    start = max(text.rfind(mark, 0, match.start()) for mark in marks) + 1
    ends = [text.find(mark, match.end()) for mark in marks]
    return text[start : min((end for end in ends if end >= 0), default=len(text))]


def _unit_after(rest: str, item: Item) -> tuple[str, int]:
    """The unit that follows a number, and what 万 or 亿 before it multiplies by."""
    rest = rest.lstrip()
    scale = {"万": 10_000, "亿": 100_000_000}.get(rest[:1], 1)
    rest = rest[1:] if scale > 1 else rest
    known = {item.view.unit, "个百分点", "天", *_UNITS, *(m.unit for m in item.measures)}
    known |= {m.item_unit for m in item.measures}
    found = [unit for unit in known if unit and rest.startswith(unit)]
    return max(found, key=len, default=""), scale


def _code(item: Item, unit: str, told: tuple[str, str], *, is_fraction: bool) -> str:
    """The measure a number belongs to: one of its unit, the one its clause speaks of; else it counts what is listed."""
    own = [m for m in item.measures if _fits(m, unit, item, is_fraction=is_fraction)]
    near = own
    if unit and (not own or item.view.kind == "text"):
        # A brief speaks of more than the figures at its head.
        ledgers = {m.ledger for m in item.measures}
        near = [
            *own,
            *(m for m in MEASURES.values() if m.ledger in ledgers and _fits(m, unit, item, is_fraction=is_fraction)),
        ]
    # 实现一环最窄，543/647 件: the clause of a fraction may name nothing, its sentence does.
    is_named = not is_fraction or any(_likeness(m, told[0]) for m in near)
    clause = told[0] if is_named else told[1]
    scores = [_likeness(m, clause) + (40 if is_fraction and m.is_rate else 0) for m in near]
    best = max(range(len(near)), key=scores.__getitem__, default=None)
    if best is None or (not scores[best] and best >= len(own)):
        return ROWS
    return near[best].code


def _fits(measure: Measure, unit: str, item: Item, *, is_fraction: bool) -> bool:
    """Whether a measure has numbers of this unit: its own, or what stands above and below the line of a rate."""
    if is_fraction or unit in ("%", "个百分点"):
        return measure.is_rate or measure.unit == unit
    of_grids = "个网格" if measure.kind == "share_of_grids" else ""
    counted = measure.item_unit or of_grids or (item.view.unit if measure.cohort else "")
    return measure.unit == unit or (measure.is_rate and unit == counted != "")


def _likeness(measure: Measure, clause: str) -> int:
    """How many pairs of characters the clause shares with what the measure is called and counts."""
    told = f"{measure.label} {measure.numerator} {measure.denominator} {measure.definition}"
    return len({a + b for a, b in pairwise(clause)} & {a + b for a, b in pairwise(told) if " " not in (a, b)})
