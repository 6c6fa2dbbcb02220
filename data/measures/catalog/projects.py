"""Measures of the 项目清单台账."""

from __future__ import annotations

from data.measures.catalog.lifecycles import backlog, dwell, stage_count
from data.measures.model import Direction, Measure

_LEDGER = "projects"
_BY = ("category", "actor")
_FILED = ("filed", "备案")


def _money(code: str, label: str, definition: str, field: str, direction: Direction = "neutral") -> Measure:
    return Measure(
        code,
        label,
        "元",
        f"期间内备案的项目，{definition}，按备案日期计入（期间口径）",
        "sum",
        _LEDGER,
        "filed",
        direction,
        field=field,
        breakdowns=_BY,
    )


PROJECT_MEASURES: tuple[Measure, ...] = (
    stage_count("project_filed_count", "备案项目", "个", _LEDGER, *_FILED, "up", _BY),
    stage_count("project_completed_count", "完工项目", "个", _LEDGER, "completed", "完工", "up", _BY),
    stage_count("project_accepted_count", "验收项目", "个", _LEDGER, "accepted", "验收", "up", _BY),
    backlog("project_open_count", "在建项目", "个", _LEDGER, is_overdue=False),
    backlog("project_overdue_count", "超期项目", "个", _LEDGER, is_overdue=True),
    _money("project_budget_yuan", "项目预算", "预算金额之和", "budget_yuan"),
    _money("project_own_funds_yuan", "自筹资金", "自筹金额之和", "own_funds_yuan", "up"),
    _money("project_quoted_yuan", "项目报价", "报价金额之和", "quoted_yuan"),
    _money("project_final_yuan", "项目决算", "决算金额之和", "final_yuan"),
    _money(
        "project_saved_yuan",
        "节约资金",
        "报价减决算之和，只计报价和决算都有的项目",
        "quoted_yuan-final_yuan",
        "up",
    ),
    Measure(
        "project_saved_rate_pct",
        "资金节约率",
        "%",
        "期间内备案且报价、决算都有的项目，报价减决算之和除以报价之和，按备案日期计入（期间口径）",
        "ratio",
        _LEDGER,
        "filed",
        "up",
        numerator="报价减决算（元）",
        denominator="报价（元）",
        field="quoted_yuan-final_yuan",
        breakdowns=_BY,
    ),
    dwell("project_completion_days_median", "完工用时中位数", _LEDGER, _FILED, ("completed", "完工"), 0.5),
)
