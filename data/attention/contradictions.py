"""Figures that contradict one another: the rules of ``data.quality`` that found something inside the area."""

from __future__ import annotations

from data.attention.due import sureness
from data.attention.model import Evidence, Signal
from data.attention.residents import Residents
from data.measures.query import Context
from data.quality.areas import grids_inside
from data.quality.contradictions import counted
from data.quality.hidden import holds_back
from data.quality.model import Severity
from data.quality.rules import RULES

CERTAIN: dict[Severity, float] = {"wrong": 1.0, "doubtful": 0.5}
"""How sure a hit is a fault: it cannot be so; it may be so."""
MOST_ROWS = 2_000_000
"""The rules read every row: in a larger store they are left to the page that asks for them."""
LEAST_HITS: dict[Severity, int] = {"wrong": 1, "doubtful": 3}


def contradictions(context: Context, residents: Residents) -> list[Signal]:
    """One signal a rule, unordered."""
    if sum(summary.rows for summary in context.store.manifest.ledgers.values()) > MOST_ROWS:
        return []
    hits = counted(context.store)
    inside = grids_inside(context)
    hits = hits if inside is None else hits[hits["grid_code"].isin(inside)]
    found = []
    for code, own in hits.groupby("code", sort=False):
        rule = RULES[str(code)]
        own = own[[not holds_back(context, str(ledger)) for ledger in own["ledger"]]]
        count = int(own["n"].sum())
        if count < LEAST_HITS[rule.severity]:
            continue
        ledgers = list(dict.fromkeys(own["ledger"]))
        rows = sum(context.store.manifest.ledgers[name].rows for name in ledgers)
        found.append(
            Signal(
                kind="contradiction",
                form="rule",
                topic=f"rule@{code}",
                measures=("contradiction_count",),
                evidence=Evidence("data_quality", "contradictions", context.scope),
                area=context.scope.grid_code,
                subject=rule.label,
                value=float(count),
                base=float(rows),
                unit=rule.unit,
                owner="、".join(context.ledger(name).label for name in ledgers),
                people=residents.of_grids(own["grid_code"].fillna("").astype(str)),
                deviation=min(count / rows, 1.0) if rows else 0.0,
                confidence=CERTAIN[rule.severity] * sureness(count),
            )
        )
    return found
