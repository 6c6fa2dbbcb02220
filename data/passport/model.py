"""What a passport says of one figure, and how the rows behind it are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from data.measures.definitions import Definition
from data.measures.model import Figure, Measure
from data.measures.scope import Scope

Side = Literal["value", "numerator", "denominator", "rest"]
"""Which part of a figure rows stand for: the figure itself, what is above or below the line of a rate, or what is below
it and not above."""
Adds = Literal["rows", "sum", "distinct", "quantile", "part"]
"""How rows come to the number: counted, their amounts added, different names counted, a quantile of their amounts,
or only a part of the working (what is left of the resources in a gap)."""

AMOUNT = "counted_amount"
"""Column of what one row brings to the figure."""
SOURCES = ("source_file", "source_sheet", "source_row", "import_id")


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a count that no breakdown tells, see ``data.passport.cuts``.

    Attributes:
        kind: how it is cut: item, day, age, open, reached, became, flow or under.
        key: which part.
        label: in words.
    """

    kind: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of a ledger behind one side of a figure, as a SELECT over the version.

    Attributes:
        side: which part of the figure.
        ledger: whose rows.
        sql: gives the ledger's columns, those of their source, and ``AMOUNT``.
        values: for its placeholders.
        adds: how the rows come to the number.
        field: the ledger's field that is added or whose different values are counted; empty for rows.
        quantile: of the amounts, where they are a quantile's.
    """

    side: Side
    ledger: str
    sql: str
    values: tuple[Any, ...] = ()
    adds: Adds = "rows"
    field: str = ""
    quantile: float | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """What a figure about the data themselves adds up from: no rows of one ledger, but a short list with a number each.

    Attributes:
        side: which part of the figure.
        frame: columns label and n.
    """

    side: Side
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some of the rows behind one side.

    Attributes:
        ledger: whose rows.
        side: which part of the figure.
        adds: how the rows come to the number.
        field: the field that is added or whose different values are counted.
        rows: the ledger's fields that are not personal, grid_path, ``AMOUNT`` and ``SOURCES``, imported_on, imported_by.
        total: how many rows there are in all.
        amount: the number they come to.
    """

    ledger: str
    side: Side
    adds: Adds
    field: str
    rows: pd.DataFrame
    total: int
    amount: float | None


@dataclass(frozen=True, slots=True)
class QualityMark:
    """Whether the rows of a ledger can be relied on within a scope; what does not apply is None.

    Attributes:
        due_months: months × first-level areas that should have come by now.
        silent_months: those of them without any row although the area used to report.
        late: rows that came late.
        judged: rows of which that can be said.
        refused: rows kept aside at import, of the whole version.
        stored: rows on record, of the whole version.
    """

    due_months: int | None
    silent_months: int | None
    late: int | None
    judged: int | None
    refused: int
    stored: int

    @property
    def late_pct(self) -> float | None:
        """Share of the rows that came late."""
        return self.late * 100 / self.judged if self.judged and self.late is not None else None

    @property
    def refused_pct(self) -> float | None:
        """Share of the rows kept aside."""
        return self.refused * 100 / whole if (whole := self.refused + self.stored) else None


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything that is known about one figure but the rows themselves.

    Attributes:
        figure: the number with its numerator and denominator.
        label: what it is about beyond the scope: a month, a grid, a category; empty for the whole scope.
        by: the breakdown it belongs to; empty for the whole scope.
        key: its key there.
        cuts: what narrows it further.
        scope: what it is about.
        area_name: name of the scope's area.
        sides: which parts can be opened to rows, in order; none where there are no rows or they may not be listed.
        is_held_back: whether the rows may not be listed because they are too few in too small an area.
        definitions: every version of the definition, the present one last.
        mark: whether the ledger can be relied on; None where the measure is about the data themselves.
        as_of: 截至.
        version: number of the version.
        imported_at: when the version was published, ISO 8601.
    """

    figure: Figure
    label: str
    by: str
    key: str
    cuts: tuple[Cut, ...]
    scope: Scope
    area_name: str
    sides: tuple[Side, ...]
    is_held_back: bool
    definitions: tuple[Definition, ...]
    mark: QualityMark | None
    as_of: date
    version: int
    imported_at: str

    @property
    def measure(self) -> Measure:
        """The definition the figure was computed by, in the district's words."""
        return self.figure.measure
