"""Scope: what a figure is about. One frozen value gives the WHERE, the sentence, the cache key and the file name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

Compare = Literal["previous", "year_ago", "cumulative", "custom", "none"]
Per = Literal["", "household", "thousand_people", "grid", "staff"]

ZONE_PREFIX = "zone:"
"""An area code that starts so names a zone (片区) instead of a grid."""
GRIDS_PREFIX = "grids:"
"""An area code that starts so lists grids, joined by "+": what an area was made of before grids were merged."""
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


def month_index(month: str) -> int:
    """Months since year 0, so that months can be counted with.

    Raises:
        ValueError: not of the form YYYY-MM.
    """
    match = _MONTH.match(month)
    if match is None:
        raise ValueError(f"月份应写成 2025-06 的样子，收到的是“{month}”")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_of_index(index: int) -> str:
    """The inverse of :func:`month_index`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months, both ends included ("2025-01", "2025-06")."""

    start: str
    end: str

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if month_index(self.start) > month_index(self.end):
            raise ValueError(f"期间的开始 {self.start} 晚于结束 {self.end}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2025-01..2025-06``, ``2025-06`` or ``2025``.

        Raises:
            ValueError: any other text.
        """
        if re.fullmatch(r"\d{4}", text):
            return cls(f"{text}-01", f"{text}-12")
        start, _, end = text.partition("..")
        return cls(start.strip(), (end or start).strip())

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the period, in order."""
        return tuple(month_of_index(i) for i in range(month_index(self.start), month_index(self.end) + 1))

    @property
    def month_count(self) -> int:
        """Number of months."""
        return month_index(self.end) - month_index(self.start) + 1

    @property
    def first_day(self) -> date:
        """First day of the first month."""
        return date(int(self.start[:4]), int(self.start[5:]), 1)

    @property
    def last_day(self) -> date:
        """Last day of the last month."""
        following = month_index(self.end) + 1
        return date.fromordinal(date(following // 12, following % 12 + 1, 1).toordinal() - 1)

    def shifted(self, months: int) -> Period:
        """The same length, moved by a number of months."""
        return Period(month_of_index(month_index(self.start) + months), month_of_index(month_index(self.end) + months))

    def previous(self) -> Period:
        """The period of the same length just before (环比)."""
        return self.shifted(-self.month_count)

    def year_ago(self) -> Period:
        """The same months one year earlier (同比)."""
        return self.shifted(-12)

    @property
    def label(self) -> str:
        """The period in words: 2025年1—6月, 2025年6月, 2025年, 2024年7月—2025年6月."""
        (y1, m1), (y2, m2) = (map(int, self.start.split("-")), map(int, self.end.split("-")))
        if self.start == self.end:
            return f"{y1}年{m1}月"
        if y1 == y2:
            return f"{y1}年" if (m1, m2) == (1, 12) else f"{y1}年{m1}—{m2}月"
        return f"{y1}年{m1}月—{y2}年{m2}月"

    @property
    def short_label(self) -> str:
        """The period where there is little room: 25年1—6月."""
        return self.label.replace("20", "", 1) if self.label.startswith("20") else self.label

    def __str__(self) -> str:
        """The text :meth:`parse` reads."""
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Period, area, categories and what to compare with.

    Attributes:
        period: the months counted.
        grid_code: the grid whose whole subtree is meant, or "zone:<code>" for a zone, or "grids:<code>+<code>"; empty = the district.
        categories: (ledger, category) pairs; a ledger without any is not narrowed.
        compare: previous period (环比), same months a year ago (同比), the year up to the period's end against the
            same months a year ago (累计同比, where the period starts in January), any other period, or none.
        mode: working mode (平时, 急时) of the district's profile; empty = the usual one.
        against: the other period, where ``compare`` is "custom"; else None.
        per: what counts by area are divided by (households, people, grids, staff); empty = totals.
    """

    period: Period
    grid_code: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    compare: Compare = "previous"
    mode: str = ""
    against: Period | None = None
    per: Per = ""

    def __post_init__(self) -> None:
        """Refuse another period that is not compared with, and a comparison with none."""
        if (self.compare == "custom") != (self.against is not None):
            raise ValueError("与任选一期对比时要写明那一期，其他对比方式不写")

    def categories_of(self, ledger: str) -> tuple[str, ...]:
        """The categories chosen for one ledger; empty = all."""
        return tuple(category for name, category in self.categories if name == ledger)

    def with_period(self, period: Period) -> Scope:
        """The same scope over other months."""
        return replace(self, period=period)

    def with_grid(self, grid_code: str) -> Scope:
        """The same scope in another area."""
        return replace(self, grid_code=grid_code)

    def with_categories(self, categories: tuple[tuple[str, str], ...]) -> Scope:
        """The same scope over other categories."""
        return replace(self, categories=categories)

    @property
    def is_year_to_date(self) -> bool:
        """Whether the period runs from January to a month of the same year."""
        return self.period.start == f"{self.period.end[:4]}-01"

    @property
    def base(self) -> Scope | None:
        """The scope this one is compared with, whole months; None where nothing is compared."""
        if self.compare == "none":
            return None
        if self.against is not None:
            return self.with_period(self.against)
        return self.with_period(self.period.previous() if self.compare == "previous" else self.period.year_ago())

    @property
    def compare_label(self) -> str:
        """环比上期, 同比去年同期, 累计同比, 与2024年5—7月比 or 不对比."""
        if self.against is not None:
            return f"与{self.against.label}比"
        if self.compare == "cumulative" and self.is_year_to_date:
            return "累计同比"
        return {"previous": "环比上期", "none": "不对比"}.get(self.compare, "同比去年同期")

    @property
    def compare_note(self) -> str:
        """As :attr:`compare_label`, where there is little room: 比24年5—7月."""
        return f"比{self.against.short_label}" if self.against else self.compare_label

    @property
    def base_label(self) -> str:
        """What the period is compared with, inside a sentence: 上期, 去年同期, 2024年5—7月 or nothing."""
        if self.against is not None:
            return self.against.label
        return {"previous": "上期", "none": ""}.get(self.compare, "去年同期")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a file; what is not chosen is left out, so that citations made before keep their codes."""
        return {
            "period": str(self.period),
            "grid_code": self.grid_code,
            "categories": [list(pair) for pair in self.categories],
            "compare": self.compare,
            "mode": self.mode,
            **({"against": str(self.against)} if self.against else {}),
            **({"per": self.per} if self.per else {}),
        }

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> Scope:
        """The inverse of :meth:`to_dict`.

        Raises:
            KeyError, TypeError, ValueError: the entry is none of ours.
        """
        given = dict(entry)
        categories = tuple((str(ledger), str(category)) for ledger, category in given.pop("categories"))
        period, against = Period.parse(given.pop("period")), given.pop("against", None)
        scope = cls(period=period, categories=categories, against=against and Period.parse(against), **given)
        is_ours = scope.compare in get_args(Compare) and scope.per in get_args(Per)
        if not is_ours or not isinstance(scope.grid_code + scope.mode, str):
            raise ValueError(f"无法识别的范围：{entry}")
        return scope

    def sentence(self, area_name: str, ledger: str = "") -> str:
        """The scope in words: 2025年1—6月 · 北下街街道 · 全部类别.

        Args:
            area_name: name of the grid (or the district) the scope points to.
            ledger: names the categories chosen for this ledger; empty leaves them out.
        """
        parts = [self.period.label, area_name]
        if ledger:
            parts.append("、".join(self.categories_of(ledger)) or "全部类别")
        return " · ".join(parts)
