"""A published figure as a record: what was said, of what kind the claim is, and how it can be counted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

DISTRICTS = Path(__file__).parent / "districts"

Qualifier = Literal["=", "≥", "≈", "range", "all"]
Claim = Literal["counted", "rate", "title", "slogan", "assertion"]
Take = Literal["value", "keys", "share", "item"]


@dataclass(frozen=True, slots=True)
class Count:
    """How a published figure is counted.

    Attributes:
        measure: measure code.
        period: months of the ledgers that stand for the published window; empty = all there are.
        by: breakdown, where only some keys are meant.
        keys: keys of the breakdown that are added; empty = all of them.
        take: the value, the number of keys that have any, a rate with its numerator and denominator, or what
            the one item found by ``search`` says in the measure's field.
        unit: the measure's unit where the text uses another word for the same thing.
        search: words that find the one item.
        parts: codes of figures this one is the sum of, in place of a measure.
    """

    measure: str = ""
    period: str = ""
    by: str = ""
    keys: tuple[str, ...] = ()
    take: Take = "value"
    unit: str = ""
    search: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure as it was published.

    Attributes:
        code: name in code, unique in its district.
        text: the words it stands in.
        value: the number; the lower end of a range.
        high: the upper end of a range.
        qualifier: exact, at least (余, 多, 以上), about (近, 约), a range, or 100 % of a base that is not stated.
        unit: as published.
        window: the time it is about, as published.
        base: what is in the denominator; "未说明" is a legal value.
        claim: counted, rate, title or award, slogan, assertion.
        as_of: the day the text speaks from; None where it says none.
        source: where it was published.
        count: how it is counted; None where it is not comparable.
        why: why it is not comparable, or what to know when comparing.
    """

    code: str
    text: str
    value: float
    qualifier: Qualifier
    unit: str
    window: str
    base: str
    claim: Claim
    as_of: date | None
    source: str
    high: float | None = None
    count: Count | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the published figures leave open; asked, not smoothed over.

    Attributes:
        text: the question.
        figures: codes of the figures it is about.
    """

    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """All that a district published."""

    district: str
    figures: tuple[PublishedFigure, ...]
    questions: tuple[Question, ...]

    def figure(self, code: str) -> PublishedFigure:
        """The figure of a code.

        Raises:
            KeyError: there is none.
        """
        for candidate in self.figures:
            if candidate.code == code:
                return candidate
        raise KeyError(f"{self.district} has no published figure {code!r}")


def published_districts() -> tuple[str, ...]:
    """Districts with published figures on record."""
    return tuple(sorted(path.stem for path in DISTRICTS.glob("*.toml")))


@cache
def published(district: str) -> Published | None:
    """What a district published; None where nothing is on record."""
    if district not in published_districts():
        return None
    body = tomllib.loads((DISTRICTS / f"{district}.toml").read_text(encoding="utf-8"))
    shared = ("window", "source", "as_of")
    common: dict[str, Any] = {name: body[name] for name in shared if name in body}
    return Published(
        district,
        tuple(_figure({**common, **values}) for values in body["figure"]),
        tuple(Question(values["text"], tuple(values["figures"])) for values in body.get("question", [])),
    )


def _figure(values: Mapping[str, Any]) -> PublishedFigure:
    count = values.get("count")
    return PublishedFigure(
        code=values["code"],
        text=values["text"],
        value=values["value"],
        qualifier=values.get("qualifier", "="),
        unit=values["unit"],
        window=values["window"],
        base=values.get("base", ""),
        claim=values.get("claim", "counted"),
        as_of=values.get("as_of"),
        source=values["source"],
        high=values.get("high"),
        count=None if count is None else _count(count),
        why=values.get("why", ""),
    )


def _count(values: Mapping[str, Any]) -> Count:
    lists = {name: tuple(values[name]) for name in ("keys", "parts") if name in values}
    return Count(**{**values, **lists})
