"""Published beside counted: agrees, does not, or cannot be compared and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.figures.adding import Amount, UnlikeError, add
from data.figures.model import Count, Published, PublishedFigure
from data.measures.answers import Answers
from data.measures.model import Measure
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.store.reader import Reader

ABOUT = 0.1
"""近 and 约 allow a tenth more or less."""

Agrees = Literal["yes", "no", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and what the ledgers say.

    Attributes:
        figure: what was published.
        counted: our number; None where there is none.
        numerator: above the line of a rate.
        denominator: below it.
        unit: of our number.
        agrees: whether both say the same.
        why: why not, or what to know.
        measure: what it was counted by.
    """

    figure: PublishedFigure
    counted: float | None
    agrees: Agrees
    why: str
    unit: str = ""
    numerator: float | None = None
    denominator: float | None = None
    measure: str = ""


def compared(store: Reader, published: Published) -> list[Compared]:
    """Every figure of a district, counted in the store, in the order of the record."""
    month = f"{store.as_of:%Y-%m}"
    whole = Answers(store, Scope(Period(month, month))).available_period()
    return [_Counting(store, whole, published).compare(figure) for figure in published.figures]


class _NotCountedError(Exception):
    """There is no number to compare with; a plain Chinese sentence."""


class _Counting:
    def __init__(self, store: Reader, whole: Period, published: Published) -> None:
        self.store = store
        self.whole = whole
        self.published = published

    def compare(self, figure: PublishedFigure) -> Compared:
        if figure.count is None:
            return Compared(figure, None, "not_comparable", figure.why or _KIND_WORDS[figure.claim])
        try:
            if figure.count.take == "share":
                return self._share(figure, figure.count)
            amounts = self._amounts(figure, figure.count)
            if not amounts:
                raise _NotCountedError("台账里没有这一类的记录")
            value = add(amounts)
        except (_NotCountedError, UnlikeError) as error:
            return Compared(figure, None, "not_comparable", f"{error}。", measure=figure.count.measure)
        unit = figure.unit if figure.count.take == "keys" else amounts[0].measure.unit
        known = {figure.unit, figure.count.unit}
        if figure.count.take == "value" and unit not in known:
            why = f"公布的单位是{figure.unit}，我们按{unit}计，不能直接对照。"
            return Compared(figure, value, "not_comparable", why, unit, measure=amounts[0].measure.code)
        agrees = _agrees(figure, value)
        return Compared(figure, value, agrees, _reason(figure, agrees), unit, measure=amounts[0].measure.code)

    def _amounts(self, figure: PublishedFigure, count: Count) -> list[Amount]:
        """What is added up for a figure: itself, some keys of a breakdown, or other figures."""
        if count.parts:
            parts = [self.published.figure(code) for code in count.parts]
            return [amount for part in parts if part.count for amount in self._amounts(part, part.count)]
        measure = self._measure(count)
        answers = self._answers(count)
        if count.take == "item":
            return [self._item(measure, answers, count)]
        if not count.by:
            value = answers.figure(count.measure).value
            if value is None:
                raise _NotCountedError(f"台账里没有“{measure.label}”的记录")
            return [Amount(measure.label, float(value), measure)]
        rows = answers.rows(count.measure, count.by)
        rows = rows[rows["key"].isin(count.keys)] if count.keys else rows
        if count.take == "keys":
            return [Amount(figure.code, float((rows["value"].fillna(0) > 0).sum()), measure, count.by)]
        told = zip(rows["key"], rows["value"].fillna(0), strict=True)
        return [Amount(f"{measure.label}（{key}）", float(value), measure, f"{count.by}={key}") for key, value in told]

    def _item(self, measure: Measure, answers: Answers, count: Count) -> Amount:
        """What one item says: a figure about one thing is never compared with a total."""
        rows, found = answers.records(measure.ledger, count.search)
        if found != 1:
            raise _NotCountedError(f"{self.store.ledger(measure.ledger).label}里与“{count.search}”相符的有 {found} 项")
        return Amount(measure.label, float(rows[measure.field].iloc[0]), measure, count.search)

    def _share(self, figure: PublishedFigure, count: Count) -> Compared:
        measure, answers = self._measure(count), self._answers(count)
        if count.by:
            rows = answers.rows(count.measure, count.by)
            rows = rows[rows["key"].isin(count.keys)]
            above, below = float(rows["numerator"].sum()), float(rows["denominator"].sum())
        else:
            answer = answers.figure(count.measure)
            above, below = float(answer.numerator or 0), float(answer.denominator or 0)
        if not below:
            raise _NotCountedError(f"“{measure.label}”没有分母")
        value = above * 100 / below
        agrees = _agrees(figure, value)
        why = f"我们的分子、分母是 {above:,.0f}/{below:,.0f}。{_reason(figure, agrees)}"
        return Compared(figure, value, agrees, why, measure.unit, above, below, measure.code)

    def _measure(self, count: Count) -> Measure:
        measure = MEASURES[count.measure]
        if not self.store.has_rows(measure.ledger):
            raise _NotCountedError(f"还没有导入{self.store.ledger(measure.ledger).label}")
        return Answers(self.store, Scope(self.whole)).measure(count.measure)

    def _answers(self, count: Count) -> Answers:
        return Answers(self.store, Scope(Period.parse(count.period) if count.period else self.whole))


_KIND_WORDS = {
    "counted": "公布的数没有对应的台账。",
    "rate": "公布的比率没有写明基数。",
    "title": "这是称号，不是计数。",
    "slogan": "这是口号，不是计数。",
    "assertion": "这是判断，不是计数。",
}


def _agrees(figure: PublishedFigure, value: float) -> Agrees:
    # what is added in floats is compared with a grain of sand
    low, slack = figure.value, 1e-6
    tests = {
        "=": abs(value - low) <= slack,
        "≥": value >= low - slack,
        "≈": abs(value - low) <= ABOUT * low,
        "range": low - slack <= value <= (figure.high or low) + slack,
        "all": abs(value - 100) <= slack,
    }
    return "yes" if tests[figure.qualifier] else "no"


def _reason(figure: PublishedFigure, agrees: Agrees) -> str:
    """What to know; for a disagreement what was expected."""
    expected = {
        "=": "应与公布数相等",
        "≥": "公布为“余、多、以上”，应不少于公布数",
        "≈": "公布为“近、约”，容许相差一成",
        "range": "应落在公布的区间内",
        "all": "公布为百分之百，应全部办到",
    }
    return figure.why if agrees == "yes" else f"{expected[figure.qualifier]}；{figure.why or '请核对台账与公布口径。'}"
