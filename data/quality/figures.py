"""The measures of this package as numbers over a scope."""

from __future__ import annotations

import numpy as np

from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.quality.areas import first_level, within
from data.quality.arrival import arrivals
from data.quality.desk import QualityDesk
from data.quality.quality_fields import CONTRADICTIONS, FILLED, GEOMETRY, INEXACT, LATE, REFUSED, ROWS, SILENT
from data.quality.refused import refused_total
from data.quality.reporting import silent_rows


def quality_parts(context: Context, measure: Measure) -> Parts:
    """A measure of the data themselves over the scope, by no key; nothing where there are no data."""
    if not (_stored(context) or refused_total(context.store)):
        return Parts([])
    if measure.field == ROWS:
        return _one(value=_stored(context))
    if measure.field == SILENT:
        return _one(value=int(silent_rows(context.store)["area"].isin(first_level(context)).sum()))
    if measure.field in (CONTRADICTIONS, GEOMETRY, INEXACT):
        desk = QualityDesk(context)
        if measure.field == INEXACT:
            return _one(value=sum(desk.inexact().values()))
        found = desk.geometry()
        if measure.field == GEOMETRY:
            return _one(value=len(found))
        return _one(value=int(desk.contradictions()["n"].fillna(0).sum()))
    above, below = _share(context, measure.field)
    value = above * 100 / below if below else np.nan
    return _one(value=value, numerator=above, denominator=below)


def _share(context: Context, field: str) -> tuple[int, int]:
    if field == REFUSED:
        kept_aside = refused_total(context.store)
        return kept_aside, kept_aside + _stored(context)
    if field == LATE:
        rows = within(context, arrivals(context.store))
        return (int(rows["late"].sum()), int(rows["n"].sum())) if len(rows) else (0, 0)
    if field == FILLED:
        rows = QualityDesk(context).filled()
        return int(rows["numerator"].sum()), int(rows["denominator"].sum())
    raise KeyError(field)


def _stored(context: Context) -> int:
    return sum(summary.rows for summary in context.store.manifest.ledgers.values())


def _one(**numbers: float) -> Parts:
    return Parts([""], {name: [value] for name, value in {**numbers, "base": 1}.items()})
