"""How completely rows are filled in: of the fields that figures stand on, in how many of the rows that should have them.

A field that every row must have is never empty (the import refuses such rows). The date of a step is expected of
the rows that reached a later step; every other field of all rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from data.ledgers import ACTIVITY_LEDGERS, Field, Ledger
from data.quality.rules_sql import quoted
from data.store.reader import Reader

KEYS = ("month", "g1", "g2", "g3")


@dataclass(frozen=True, slots=True)
class Expected:
    """A field that should be filled.

    Attributes:
        ledger: the ledger.
        field: the field.
        label: its heading.
        due: SQL over the ledger's columns: the rows it is expected of.
    """

    ledger: str
    field: str
    label: str
    due: str

    @property
    def key(self) -> str:
        """Names the field among all ledgers."""
        return f"{self.ledger}.{self.field}"


EXPECTED_FROM: dict[str, str] = {
    "micro_wishes.claimed_by": "claimed",
    "issue_reports.handling_unit": "accepted",
    "demands.owner_unit": "consulted",
    "projects.quoted_yuan": "started",
    "projects.final_yuan": "accepted",
}
"""Fields that are known only once an item has come to a step."""
MAY_BE_EMPTY = frozenset({"work_items.grid_code", "expected_reports.grid_code", "meetings.platform"})
"""Fields whose emptiness says something: a task of the whole district, a meeting that is no deliberation."""


def expected_fields(ledger: Ledger) -> tuple[Expected, ...]:
    """The optional fields of a ledger that figures stand on: grid, category, dimensions, unit, sums and step dates."""
    named = (ledger.grid_field, ledger.category_field, *ledger.dimensions, ledger.actor_field, *ledger.sum_fields)
    declared = {field.name: field for field in ledger.fields}
    plain = [
        Expected(ledger.name, name, declared[name].label, _expected_of(ledger, declared[name]))
        for name in dict.fromkeys(named)
        if name in declared
        and not (declared[name].required or declared[name].personal)
        and f"{ledger.name}.{name}" not in MAY_BE_EMPTY
    ]
    stages = ledger.stages[: ledger.done_index + 1]
    dates = [
        Expected(
            ledger.name,
            stage.field,
            declared[stage.field].label,
            "(" + " OR ".join(f"{later.field} IS NOT NULL" for later in stages[place + 1 :]) + ")",
        )
        for place, stage in enumerate(stages)
        if 0 < place < len(stages) - 1
    ]
    return (*plain, *dates)


def _expected_of(ledger: Ledger, field: Field) -> str:
    """The rows a field is expected of, as SQL."""
    if field.required_when:
        other, values = field.required_when
        return f"{other} IN ({', '.join(quoted(value) for value in values)})"
    step = EXPECTED_FROM.get(f"{ledger.name}.{field.name}")
    return f"{ledger.stage(step).field} IS NOT NULL" if step else "true"


@lru_cache(maxsize=4)
def filled(store: Reader) -> dict[str, pd.DataFrame]:
    """Ledger → by month of opening and grids: for each expected field f, columns f_due and f_filled.

    One scan a ledger, once a version; never change the frames.
    """
    return {name: _filled(store, name) for name in ACTIVITY_LEDGERS if store.has_rows(name)}


def _filled(store: Reader, name: str) -> pd.DataFrame:
    ledger = store.ledger(name)
    counts = [
        f"count(*) FILTER ({one.due})::BIGINT AS {one.field}_due, "
        f"count({one.field}) FILTER ({one.due})::BIGINT AS {one.field}_filled"
        for one in expected_fields(ledger)
    ]
    if not counts:
        return pd.DataFrame(columns=list(KEYS))
    rows = store.query(
        f"SELECT date_trunc('month', {ledger.opened_field})::DATE AS day, coalesce(g1, '') AS g1, "  # noqa: S608  (our own names)
        f"coalesce(g2, '') AS g2, coalesce(g3, '') AS g3, {', '.join(counts)} FROM {name} r "
        f"LEFT JOIN (SELECT grid_code AS tree_code, g1, g2, g3 FROM grid_tree) t ON r.{ledger.grid_field} = t.tree_code "
        "GROUP BY ALL"
    )
    return rows.assign(month=pd.to_datetime(rows["day"]).dt.strftime("%Y-%m")).drop(columns="day")
