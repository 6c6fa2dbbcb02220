"""What the figures about the data themselves add up from: ledgers, fields, rules, places."""

from __future__ import annotations

import pandas as pd

from data.measures.model import Measure
from data.measures.query import Context
from data.passport.model import Lines
from data.quality.areas import first_level, within
from data.quality.arrival import arrivals
from data.quality.desk import QualityDesk
from data.quality.hidden import holds_back
from data.quality.quality_fields import CONTRADICTIONS, FILLED, GEOMETRY, INEXACT, LATE, REFUSED, ROWS
from data.quality.reporting import silent_rows

_HELD_BACK = "数少隐去的台账"


def lines(context: Context, measure: Measure) -> list[Lines]:
    """The figure as a short list, or one a side of a share; each adds up to its number."""
    if measure.field == ROWS:
        return [Lines("value", _named(context, _stored(context)))]
    if measure.field == REFUSED:
        aside = _aside(context)
        return _sides(_named(context, aside), _named(context, aside.add(_stored(context), fill_value=0)))
    if measure.field == LATE:
        rows = within(context, arrivals(context.store))
        sums = (
            rows.groupby("ledger", sort=False)[["late", "n"]].sum()
            if len(rows)
            else pd.DataFrame(columns=["late", "n"])
        )
        return _sides(_named(context, sums["late"]), _named(context, sums["n"]))
    desk = QualityDesk(context)
    if measure.field == FILLED:
        rows = desk.filled()
        labels = [
            f"{context.ledger(name).label}“{label}”" for name, label in zip(rows["ledger"], rows["label"], strict=True)
        ]
        return _sides(*(pd.DataFrame({"label": labels, "n": rows[side]}) for side in ("numerator", "denominator")))
    if measure.field == INEXACT:
        return [Lines("value", _named(context, pd.Series(desk.inexact(), dtype="int64")))]
    if measure.field == CONTRADICTIONS:
        rows = desk.contradictions()
        return [Lines("value", _counted(rows[["label", "n"]].fillna({"n": 0})))]
    if measure.field == GEOMETRY:
        found = desk.geometry()
        return [Lines("value", _counted(found.groupby("label", sort=False).size().rename("n").reset_index()))]
    rows = silent_rows(context.store)
    rows = rows[rows["area"].isin(first_level(context))]
    labels = [
        f"{area} · {context.ledger(name).label}" for area, name in zip(rows["area_name"], rows["ledger"], strict=True)
    ]
    return [Lines("value", pd.DataFrame({"label": labels, "n": 1}))]


def _sides(above: pd.DataFrame, below: pd.DataFrame) -> list[Lines]:
    return [Lines("numerator", _counted(above)), Lines("denominator", _counted(below))]


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Lines with a number, the largest first."""
    kept = rows[rows["n"] > 0].astype({"n": "int64"})
    return kept.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)


def _stored(context: Context) -> pd.Series:
    return pd.Series({name: summary.rows for name, summary in context.store.manifest.ledgers.items()}, dtype="int64")


def _aside(context: Context) -> pd.Series:
    """Rows kept aside by ledger; those of no known ledger under an empty name."""
    rows = context.store.query(
        "SELECT coalesce(ledger, '') AS ledger, count(*)::BIGINT AS n FROM quarantine GROUP BY 1"
    )
    return rows.set_index("ledger")["n"]


def _named(context: Context, counts: pd.Series) -> pd.DataFrame:
    """By the ledger's name; ledgers whose numbers are held back in the area stand together."""
    labels = [
        _HELD_BACK if name and holds_back(context, name) else context.ledger(name).label if name else "没有认出台账"
        for name in map(str, counts.index)
    ]
    summed = pd.DataFrame({"label": labels, "n": counts.to_numpy()}).groupby("label", sort=False)["n"].sum()
    return _counted(summed.reset_index())
