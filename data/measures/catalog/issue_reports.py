"""Measures of the 民呼我应台账: how many are reported, whether they are closed in time, and what people say of it."""

from __future__ import annotations

from dataclasses import replace

from data.measures.catalog.lifecycles import backlog, cohort_rate, dwell, stage_count
from data.measures.model import Direction, Measure
from data.measures.outcomes import BASE, LATE, NOT_DUE, ON_TIME, OPEN_OVERDUE, SOON_WORKDAYS, SUSPENDED

_LEDGER = "issue_reports"
_BY = ("category", "channel", "actor")
_RATE_BY = ("category", "channel")
_REPORTED, _RESOLVED = ("reported", "受理"), ("resolved", "办结")

_DUE = "应结日期在期间内且不晚于数据日、没有终止的上报事项"
_SETTLED = "应结数减去缓办数（件）"


def _of(outcomes: tuple[str, ...], code: str, label: str, words: str, direction: Direction = "neutral") -> Measure:
    """Items due in the period with certain outcomes."""
    definition = f"{_DUE}{words}；时限按工作日算，按应结日期计入当月（期间口径）"
    return Measure(
        code, label, "件", definition, "due_count", _LEDGER, "", direction, field="+".join(outcomes), breakdowns=_BY
    )


def _rate(outcomes: tuple[str, ...], code: str, label: str, what: str) -> Measure:
    """A closure rate over 应结 less 缓办."""
    return Measure(
        code,
        label,
        "%",
        f"{_DUE}中，{what}的比例；分母减去数据日仍在缓办的，超期未结的留在分母里（期间口径，按应结日期）",
        "due_rate",
        _LEDGER,
        "",
        "up",
        numerator=f"其中{what}的件数",
        denominator=_SETTLED,
        field="+".join(outcomes),
        breakdowns=_BY,
    )


def _flag(code: str, label: str, stage: tuple[str, str], field: str, what: str) -> Measure:
    """Items that reached a stage in the period and of which something is true."""
    definition = f"期间内{stage[1]}的上报事项中{what}的件数，按{stage[1]}日期计入（期间口径）"
    return Measure(code, label, "件", definition, "sum", _LEDGER, stage[0], field=field, breakdowns=_BY)


def _share(code: str, label: str, field: str, above: str, below: str, direction: Direction = "neutral") -> Measure:
    """A share of the items resolved in the period."""
    return Measure(
        code,
        label,
        "%",
        f"期间内办结的上报事项，{above}占{below}的比例，按办结日期计入（期间口径）",
        "ratio",
        _LEDGER,
        "resolved",
        direction,
        numerator=f"{above}的件数",
        denominator=f"{below}的件数",
        field=field,
        breakdowns=_BY,
    )


ISSUE_REPORT_MEASURES: tuple[Measure, ...] = (
    stage_count("report_count", "受理上报事项", "件", _LEDGER, *_REPORTED, "neutral", _BY),
    _flag("report_filed_count", "立案上报事项", _REPORTED, "filed_reports", "截至数据日已立案"),
    stage_count("report_dispatched_count", "派单上报事项", "件", _LEDGER, "dispatched", "派单", "neutral", _BY),
    stage_count("report_accepted_count", "接单上报事项", "件", _LEDGER, "accepted", "接单", "neutral", _BY),
    stage_count("report_resolved_count", "办结上报事项", "件", _LEDGER, *_RESOLVED, "up", _BY),
    stage_count("report_reviewed_count", "回访上报事项", "件", _LEDGER, "reviewed", "回访", "up", _BY),
    cohort_rate("report_resolution_rate_pct", "民呼我应办结率", _LEDGER, _REPORTED, _RESOLVED, _RATE_BY),
    _of((*BASE, SUSPENDED), "report_due_count", "应结事项", "（含缓办）"),
    _of((ON_TIME, LATE), "report_due_closed_count", "应结已结事项", "中已办结的"),
    _of((ON_TIME,), "report_on_time_count", "按期办结事项", "中在应结日期或之前办结的"),
    _of((LATE,), "report_late_count", "超期办结事项", "中在应结日期之后办结的", "down"),
    _of((OPEN_OVERDUE,), "report_due_open_count", "应结未结事项", "中仍未办结也未缓办的", "down"),
    _of((SUSPENDED,), "report_suspended_count", "缓办事项", "中仍未办结且在缓办的"),
    Measure(
        "report_not_due_count",
        "未到应结日期事项",
        "件",
        "应结日期在期间内但晚于数据日、没有终止的上报事项，办结与否都不计入应结（期间口径，按应结日期）",
        "due_count",
        _LEDGER,
        field=NOT_DUE,
        breakdowns=_BY,
    ),
    _rate((ON_TIME, LATE), "report_closure_rate_pct", "结案率", "已办结"),
    _rate((ON_TIME,), "report_on_time_rate_pct", "按期结案率", "按期办结"),
    dwell("report_dispatch_days_median", "派单用时中位数", _LEDGER, _REPORTED, ("dispatched", "派单"), 0.5),
    dwell("report_resolution_days_median", "办结时长中位数", _LEDGER, _REPORTED, _RESOLVED, 0.5),
    dwell("report_resolution_days_p90", "办结时长第90百分位", _LEDGER, _REPORTED, _RESOLVED, 0.9),
    backlog("report_open_count", "在办上报事项", "件", _LEDGER, is_overdue=False),
    replace(
        backlog("report_overdue_count", "超期未结上报事项", "件", _LEDGER, is_overdue=True),
        definition="期末（期末晚于数据日时为数据日）仍未办结也未终止、应结日期已过的上报事项数，缓办期间不算（时点数，不能跨月相加）",
    ),
    Measure(
        "report_due_soon_count",
        "即将到期上报事项",
        "件",
        f"数据日仍在办、未缓办，应结日期在数据日至其后第 {SOON_WORKDAYS} 个工作日之间的上报事项数（时点数，与所选期间无关）",
        "due_soon",
        _LEDGER,
        direction="neutral",
        field=str(SOON_WORKDAYS),
        breakdowns=("category",),
    ),
    _flag("report_extended_count", "延期上报事项", _REPORTED, "extended_reports", "批准延期"),
    _flag("report_reopened_count", "退回重办事项", _RESOLVED, "reopened_reports", "曾退回重办"),
    _share("report_reopened_rate_pct", "退回重办率", "reopened_reports", "曾退回重办", "办结", "down"),
    _share("report_asked_rate_pct", "满意度回访率", "asked_reports", "问过满意度", "办结", "up"),
    _share(
        "report_satisfaction_rate_pct", "满意率", "content_reports/asked_reports", "满意和基本满意", "问过满意度", "up"
    ),
    _share("report_satisfied_rate_pct", "满意", "satisfied_reports/asked_reports", "满意", "问过满意度", "up"),
    _share(
        "report_fairly_satisfied_rate_pct",
        "基本满意",
        "fairly_satisfied_reports/asked_reports",
        "基本满意",
        "问过满意度",
    ),
    _share(
        "report_dissatisfied_rate_pct", "不满意", "dissatisfied_reports/asked_reports", "不满意", "问过满意度", "down"
    ),
)
