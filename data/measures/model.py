"""What a measure is, and the figure it yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "neutral"]
MeasureKind = Literal[
    "count",
    "sum",
    "ratio",
    "distinct",
    "quantile",
    "stock",
    "share_of_grids",
    "due_count",
    "due_rate",
    "due_soon",
    "register_count",
    "register_sum",
    "register_share",
    "register_grids",
    "quality",
]
Condition = tuple[str, str]
"""A field of a register and the value it must have; "*" = any value, ">0" = a number above zero, or a test of a date against the day."""
BY_THEN, NOT_YET, PASSED, NOT_PASSED = "<=day", ">day", "<day", ">=day"
"""As the value of a condition on a date: come by the day the register is read at, not come (or not known), over, not over."""
MapState = Literal["value", "none", "zero", "wait", "hide"]

SMALL_BASE = 10
"""A rate on fewer items than this is printed as a fraction and never ranked (22/22, not 100 %)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure. No number reaches a screen or a file except through one.

    Attributes:
        code: name in code, URLs and on the command line.
        label: name on screen.
        unit: printed unit; "%" for rates.
        definition: 口径 in one sentence.
        kind: how it is computed, see ``data.measures.compute``.
        ledger: the ledger it counts.
        stage: an item counts in the month in which it reached this stage.
        direction: whether more is good (up), bad (down) or neither (neutral).
        numerator: what is above the line of a rate, in words; else empty.
        denominator: what is below it, in words.
        field: the summed field ("a-b" a difference, "a/b" a share of one sum in another), the counted actor,
            the quantile's name, the outcomes that are counted ("on_time+late") or the working days ahead.
        from_stage: first stage of a time span, or the stage whose items are the denominator.
        quantile: 0.5 for a median, 0.9 for a 90th percentile; else None.
        breakdowns: what ``rows(by=…)`` accepts beyond month and grid.
        cohort: True when the items counted are those that reached ``from_stage`` in the period,
            whenever they reached ``stage``; a period view otherwise.
        since: month the definition is valid from.
        item_unit: what is counted above and below the line of a rate, where the district has its own word.
        where: conditions on the rows of a register; several on the same field are alternatives.
        above: further conditions on the rows above the line of a register's share.
        grid_level: level of the grids a register is held against (register_grids); 0 = the deepest.
    """

    code: str
    label: str
    unit: str
    definition: str
    kind: MeasureKind
    ledger: str
    stage: str = ""
    direction: Direction = "neutral"
    numerator: str = ""
    denominator: str = ""
    field: str = ""
    from_stage: str = ""
    quantile: float | None = None
    breakdowns: tuple[str, ...] = ()
    cohort: bool = False
    since: str = "2023-07"
    item_unit: str = ""
    where: tuple[Condition, ...] = ()
    above: tuple[Condition, ...] = ()
    grid_level: int = 0

    @property
    def is_rate(self) -> bool:
        """Whether the figure has a numerator and a denominator."""
        return bool(self.denominator)

    @property
    def is_share(self) -> bool:
        """Whether the figure is a percentage."""
        return self.unit == "%"

    @property
    def is_item_share(self) -> bool:
        """Whether the figure is a share of countable items, which has an interval; a share of money has none."""
        return self.is_share and self.is_rate and self.kind != "quality" and "yuan" not in self.field

    @property
    def is_outcome(self) -> bool:
        """Whether areas may be ranked by the figure: a share or a time of which more is good or bad; never a count of activity."""
        return self.direction != "neutral" and (self.is_item_share or self.quantile is not None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed number.

    Attributes:
        measure: the definition it was computed by.
        value: the number in the measure's unit (a share is in per cent, 0–100); None = there is none.
        numerator: count above the line of a rate, else None.
        denominator: count below it, else None. None with a None value means no record at all.
        state: "value", or why there is none: no record, zero, not due, hidden for privacy.
    """

    measure: Measure
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    state: MapState = "value"

    @property
    def is_small(self) -> bool:
        """Whether a rate stands on too few items to be printed as a percentage or ranked."""
        return self.measure.is_rate and (self.denominator or 0) < SMALL_BASE


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside the figure of the compared period.

    Attributes:
        current: the figure of the scope.
        base: the figure of the compared scope; None when nothing is compared or there is no data for it.
        change: current − base in the unit (percentage points for a share); None when either is missing.
        change_pct: relative change in per cent, for non-share measures with a base above zero; else None.
        tone: "good" (向好), "watch" (需关注), "same" (持平) or "neutral", from the measure's direction.
        note: what stands beside what where that is not the whole compared period over the same land; else empty.
        is_monthly: whether the change is that of monthly averages, the two periods being of different length.
    """

    current: Figure
    base: Figure | None
    change: float | None
    change_pct: float | None
    tone: Literal["good", "watch", "same", "neutral"]
    note: str = ""
    is_monthly: bool = False
