"""Measures of the 供需对接台账."""

from __future__ import annotations

from data.measures.catalog.lifecycles import cohort_rate, stage_count
from data.measures.model import Measure

_LEDGER = "matches"
_BY = ("category",)
_SUGGESTED, _ACCEPTED, _FULFILLED = ("suggested", "推荐"), ("accepted", "接受"), ("fulfilled", "兑现")

MATCH_MEASURES: tuple[Measure, ...] = (
    stage_count("match_suggested_count", "推荐对接", "次", _LEDGER, *_SUGGESTED, "neutral", _BY),
    stage_count("match_accepted_count", "接受对接", "次", _LEDGER, *_ACCEPTED, "up", _BY),
    stage_count("match_fulfilled_count", "兑现对接", "次", _LEDGER, *_FULFILLED, "up", _BY),
    cohort_rate("match_acceptance_rate_pct", "对接接受率", _LEDGER, _SUGGESTED, _ACCEPTED),
    cohort_rate("match_delivery_rate_pct", "对接兑现率", _LEDGER, _ACCEPTED, _FULFILLED),
)
