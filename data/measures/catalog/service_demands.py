"""Measures of the 供需需求清单."""

from __future__ import annotations

from data.measures.catalog.lifecycles import backlog, cohort_rate, dwell, stage_count
from data.measures.model import Measure
from data.measures.supply_fields import GAP

_LEDGER = "service_demands"
_BY = ("category", "actor")
_SUBMITTED, _MATCHED, _FULFILLED = ("submitted", "提出"), ("matched", "对接"), ("fulfilled", "兑现")

SERVICE_DEMAND_MEASURES: tuple[Measure, ...] = (
    stage_count("service_demand_submitted_count", "提出供需需求", "项", _LEDGER, *_SUBMITTED, "neutral", _BY),
    stage_count("service_demand_matched_count", "对接供需需求", "项", _LEDGER, *_MATCHED, "up", _BY),
    stage_count("service_demand_fulfilled_count", "兑现供需需求", "项", _LEDGER, *_FULFILLED, "up", _BY),
    cohort_rate("service_demand_match_rate_pct", "供需对接率", _LEDGER, _SUBMITTED, _MATCHED),
    cohort_rate("service_demand_fulfilment_rate_pct", "供需兑现率", _LEDGER, _SUBMITTED, _FULFILLED),
    dwell("service_demand_match_days_median", "对接用时中位数", _LEDGER, _SUBMITTED, _MATCHED, 0.5),
    backlog("service_demand_open_count", "未兑现供需需求", "项", _LEDGER, is_overdue=False),
    backlog("service_demand_overdue_count", "超期未兑现供需需求", "项", _LEDGER, is_overdue=True),
    Measure(
        "service_demand_unmet_count",
        "未对接供需需求",
        "项",
        "期末（期末晚于数据日时为数据日）已提出、未对接也未终止的供需需求项数（时点数，不能跨月相加）",
        "stock",
        _LEDGER,
        "submitted",
        "down",
        breakdowns=("category",),
    ),
    Measure(
        "supply_gap_pct",
        "供需缺口率",
        "%",
        "期末未兑现需求中尚未对接的数量，本范围内同类在册资源的余量不足的部分所占比例；"
        "各类计量单位不同，只分类计算；数量不详或单位不同的不计（时点数）",
        "ratio",
        _LEDGER,
        "",
        "down",
        numerator="余量不足的数量",
        denominator="尚未对接的需求数量",
        field=GAP,
        breakdowns=("category",),
    ),
)
