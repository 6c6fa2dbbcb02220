"""Measures of the 结对共建台账."""

from __future__ import annotations

from data.measures.catalog.lifecycles import backlog, cohort_rate, stage_count
from data.measures.model import Measure
from data.measures.supply_fields import COMMUNITIES, ORGANS

_LEDGER = "pairings"
_BY = ("category", "actor")
_AGREED, _KEPT = ("agreed", "约定"), ("kept", "兑现")
_SINCE = "截至期末（期末晚于数据日时为数据日）有契约事项的"

PAIRING_MEASURES: tuple[Measure, ...] = (
    Measure(
        "pairing_organ_count",
        "结对单位",
        "家",
        f"{_SINCE}单位家数，同一单位只计一次（时点数）",
        "stock",
        _LEDGER,
        "",
        "up",
        field=ORGANS,
        breakdowns=("category",),
    ),
    Measure(
        "pairing_community_count",
        "结对社区",
        "个",
        f"{_SINCE}社区个数，同一社区只计一次（时点数）",
        "stock",
        _LEDGER,
        "",
        "up",
        field=COMMUNITIES,
        breakdowns=("category",),
    ),
    stage_count("pairing_agreed_count", "约定契约事项", "项", _LEDGER, *_AGREED, "neutral", _BY),
    stage_count("pairing_kept_count", "兑现契约事项", "项", _LEDGER, *_KEPT, "up", _BY),
    cohort_rate("pairing_kept_rate_pct", "契约兑现率", _LEDGER, _AGREED, _KEPT),
    backlog("pairing_overdue_count", "到期未兑现契约事项", "项", _LEDGER, is_overdue=True),
)
