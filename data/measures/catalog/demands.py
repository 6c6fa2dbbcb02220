"""Measures of the 需求清单台账: 协商清单 → 项目清单 → 治理清单."""

from __future__ import annotations

from data.measures.catalog.lifecycles import backlog, cohort_rate, dwell, exit_rate, stage_count
from data.measures.model import Measure

_LEDGER = "demands"
_BY = ("category", "demand_scope", "urgency", "actor")
_RATE_BY = ("category", "demand_scope")
_SUBMITTED = ("submitted", "提出")
_CONSULTED = ("consulted", "进入协商")
_CONVERTED = ("converted", "立项")
_COMPLETED = ("completed", "完成")
_GOVERNED = ("governed", "纳入治理清单")

DEMAND_MEASURES: tuple[Measure, ...] = (
    stage_count("demand_submitted_count", "提出需求", "条", _LEDGER, *_SUBMITTED, "neutral", _BY),
    stage_count("demand_consulted_count", "进入协商清单", "条", _LEDGER, *_CONSULTED, "up", _BY),
    stage_count("demand_converted_count", "转为项目", "条", _LEDGER, *_CONVERTED, "up", _BY),
    stage_count("demand_completed_count", "项目完成需求", "条", _LEDGER, *_COMPLETED, "up", _BY),
    stage_count("demand_governed_count", "纳入治理清单", "条", _LEDGER, *_GOVERNED, "up", _BY),
    cohort_rate("demand_consultation_rate_pct", "需求协商率", _LEDGER, _SUBMITTED, _CONSULTED, _RATE_BY),
    cohort_rate("demand_conversion_rate_pct", "需求转化率", _LEDGER, _CONSULTED, _CONVERTED, _RATE_BY),
    cohort_rate("demand_completion_rate_pct", "立项完成率", _LEDGER, _CONVERTED, _COMPLETED, _RATE_BY),
    cohort_rate("demand_governance_rate_pct", "治理转化率", _LEDGER, _COMPLETED, _GOVERNED, _RATE_BY),
    exit_rate("demand_self_solved_rate_pct", "自行解决率", _LEDGER, _SUBMITTED, "自行解决"),
    dwell("demand_conversion_days_median", "立项用时中位数", _LEDGER, _SUBMITTED, _CONVERTED, 0.5),
    backlog("demand_open_count", "在办需求", "条", _LEDGER, is_overdue=False),
    backlog("demand_overdue_count", "超期需求", "条", _LEDGER, is_overdue=True),
)
