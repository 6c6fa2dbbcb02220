"""Measures of the 微心愿台账."""

from __future__ import annotations

from data.measures.catalog.lifecycles import backlog, cohort_rate, dwell, stage_count
from data.measures.model import Measure

_LEDGER = "micro_wishes"
_BY = ("category", "beneficiary_group", "actor")
_RATE_BY = ("category", "beneficiary_group")

MICRO_WISH_MEASURES: tuple[Measure, ...] = (
    stage_count("wish_submitted_count", "提出微心愿", "件", _LEDGER, "submitted", "提出", "neutral", _BY),
    stage_count("wish_claimed_count", "认领微心愿", "件", _LEDGER, "claimed", "认领", "up", _BY),
    stage_count("wish_fulfilled_count", "实现微心愿", "件", _LEDGER, "fulfilled", "实现", "up", _BY),
    cohort_rate("wish_claim_rate_pct", "微心愿认领率", _LEDGER, ("submitted", "提出"), ("claimed", "认领"), _RATE_BY),
    cohort_rate(
        "wish_fulfilment_rate_pct", "微心愿实现率", _LEDGER, ("submitted", "提出"), ("fulfilled", "实现"), _RATE_BY
    ),
    dwell("wish_claim_days_median", "认领用时中位数", _LEDGER, ("submitted", "提出"), ("claimed", "认领"), 0.5),
    dwell("wish_fulfilment_days_median", "实现用时中位数", _LEDGER, ("submitted", "提出"), ("fulfilled", "实现"), 0.5),
    dwell("wish_fulfilment_days_p90", "实现用时第90百分位", _LEDGER, ("submitted", "提出"), ("fulfilled", "实现"), 0.9),
    backlog("wish_open_count", "未办结微心愿", "件", _LEDGER, is_overdue=False),
    backlog("wish_overdue_count", "超期未办结微心愿", "件", _LEDGER, is_overdue=True),
)
