"""A figure's passport in few words: the note that stands under it on paper; its long form is in the annex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.views.formats import fraction
from components.views.passport_words import fraction_words, value_words
from data.ledgers import Ledger
from data.passport.model import Passport, QualityMark

MOST_VALUES = 3
"""Of more measures than this the figure itself prints the values; their note tells definitions and quality only."""
_MOST_LEDGERS = 4


@dataclass(frozen=True, slots=True)
class Brief:
    """What a note says of one measure over one scope.

    Attributes:
        label: of the measure.
        value: as it is printed, a rate with what it is made of: 78.7%（543 ÷ 690 件）.
        where: name of the area it is about.
        definition: number of the definition's version.
        ledger: whose rows it counts.
        quality: whether they can be relied on; empty where the measure is about the data themselves.
    """

    label: str
    value: str
    where: str
    definition: int
    ledger: str
    quality: str


def brief(ledger: Ledger, passport: Passport) -> Brief:
    """The passport of a whole scope, for a note."""
    value, parts = value_words(passport.figure), fraction_words(passport)
    is_whole = not parts or passport.figure.is_small or passport.figure.value is None
    return Brief(
        label=passport.measure.label,
        value=value if is_whole else f"{value}（{parts}）",
        where=passport.area_name,
        definition=passport.definitions[-1].number,
        ledger=ledger.label,
        quality=_mark(passport.mark) if passport.mark else "",
    )


def _mark(mark: QualityMark) -> str:
    """各月齐全、无迟报、待核 0.4%; what was not judged is left to the long form."""
    complete = ""
    if mark.due_months is not None:
        missing = f"缺报 {fraction(mark.silent_months, mark.due_months)} 个月次" if mark.silent_months else "各月齐全"
        complete = missing if mark.due_months else "未到报送时间"
    late = "" if not mark.judged else f"迟报 {mark.late_pct:.1f}%" if mark.late else "无迟报"
    refused = f"待核 {mark.refused_pct:.1f}%" if mark.refused else "无待核"
    return "、".join(part for part in (complete, late, refused) if part)


def note(codes: Iterable[str], briefs: Mapping[str, Brief]) -> str:
    """The note under a figure or sentence: 本数；口径第几版；质量. Empty where no measure is known.

    Args:
        codes: of the measures it shows, in order.
        briefs: measure → its brief.
    """
    told = [briefs[code] for code in dict.fromkeys(codes) if code in briefs]
    if not told:
        return ""
    parts = (_values(told), _definitions(told), _quality(told))
    return "；".join(part for part in parts if part) + "。"


def _values(told: list[Brief]) -> str:
    """管城回族区微心愿实现率 78.7%（543 ÷ 690 件）."""
    if len(told) > MOST_VALUES:
        return ""
    return told[0].where + "，".join(f"{one.label} {one.value}" for one in told)


def _definitions(told: list[Brief]) -> str:
    """口径第 1 版; 口径均为第 1 版; 口径：微心愿实现率第 2 版，其余第 1 版."""
    numbers = [one.definition for one in told]
    if len(set(numbers)) == 1:
        return f"口径{'均为' if len(told) > 1 else ''}第 {numbers[0]} 版"
    usual = max(sorted(set(numbers)), key=numbers.count)
    others = "，".join(f"{one.label}第 {one.definition} 版" for one in told if one.definition != usual)
    return f"口径：{others}，其余第 {usual} 版"


def _quality(told: list[Brief]) -> str:
    """质量：各月齐全、无迟报、无待核; by ledger where there are several."""
    marks = {one.ledger: one.quality for one in told if one.quality}
    if not marks:
        return ""
    if len(set(marks.values())) == 1:
        return f"质量：{'各台账均' if len(marks) > 1 else ''}{next(iter(marks.values()))}"
    listed = [f"{ledger}{quality}" for ledger, quality in list(marks.items())[:_MOST_LEDGERS]]
    rest = f"，另 {len(marks) - _MOST_LEDGERS} 本台账见附件" if len(marks) > _MOST_LEDGERS else ""
    return f"质量：{'，'.join(listed)}{rest}"
