"""The measures any ledger with stages can have; the catalogues fill in the names."""

from __future__ import annotations

from data.measures.model import Direction, Measure

OVERDUE_FIELD = "is_overdue"
StageWord = tuple[str, str]
"""Stage code and the verb it is told with."""


def stage_count(
    code: str, label: str, unit: str, ledger: str, stage: str, verb: str, direction: Direction, by: tuple[str, ...]
) -> Measure:
    """Items that reached a stage in the period."""
    definition = f"期间内{verb}的{_noun(ledger)}数，按{verb}日期计入当月，不论何时提出（期间口径）"
    return Measure(code, label, unit, definition, "count", ledger, stage, direction, breakdowns=by)


def cohort_rate(
    code: str, label: str, ledger: str, base: StageWord, reached: StageWord, by: tuple[str, ...] = ("category",)
) -> Measure:
    """Share of the items that reached a stage in the period which have reached a later one by the as-of day."""
    noun = _noun(ledger)
    return Measure(
        code,
        label,
        "%",
        f"期间内{base[1]}的{noun}中，截至数据日已{reached[1]}的比例；中间环节缺日期的按已到达的最远环节计（同批口径）",
        "ratio",
        ledger,
        reached[0],
        "up",
        numerator=f"其中已{reached[1]}的{noun}数",
        denominator=f"期间内{base[1]}的{noun}数",
        from_stage=base[0],
        breakdowns=by,
        cohort=True,
    )


def exit_rate(code: str, label: str, ledger: str, base: StageWord, exit_code: str) -> Measure:
    """Share of the items that reached a stage in the period which ended with a certain exit."""
    noun = _noun(ledger)
    return Measure(
        code,
        label,
        "%",
        f"期间内{base[1]}的{noun}中，截至数据日去向为“{exit_code}”的比例（同批口径）",
        "ratio",
        ledger,
        "",
        "neutral",
        numerator=f"其中{exit_code}的{noun}数",
        denominator=f"期间内{base[1]}的{noun}数",
        field=exit_code,
        from_stage=base[0],
        breakdowns=("category", "demand_scope"),
        cohort=True,
    )


def dwell(code: str, label: str, ledger: str, start: StageWord, end: StageWord, quantile: float) -> Measure:
    """A quantile of the whole days between two stages, over items that reached the later one in the period."""
    word = "中位数" if quantile == 0.5 else f"第{round(quantile * 100)}百分位数"
    definition = (
        f"期间内{end[1]}的{_noun(ledger)}，从{start[1]}到{end[1]}整天数的{word}（线性插值），"
        f"按{end[1]}日期计入（期间口径）"
    )
    return Measure(
        code,
        label,
        "天",
        definition,
        "quantile",
        ledger,
        end[0],
        "down",
        from_stage=start[0],
        quantile=quantile,
        breakdowns=("category",),
    )


def backlog(code: str, label: str, unit: str, ledger: str, *, is_overdue: bool) -> Measure:
    """Items open at the end of the period."""
    noun = _noun(ledger)
    open_words = f"期末（期末晚于数据日时为数据日）仍未办结也未终止的{noun}数"
    late_words = "，其中已超过下一个有时限环节的办理天数或计划完成日期的" if is_overdue else ""
    return Measure(
        code,
        label,
        unit,
        f"{open_words}{late_words}（时点数，不能跨月相加）",
        "stock",
        ledger,
        "",
        "down" if is_overdue else "neutral",
        field=OVERDUE_FIELD if is_overdue else "",
        breakdowns=("category",),
    )


_NOUNS = {
    "micro_wishes": "微心愿",
    "demands": "需求",
    "projects": "项目",
    "issue_reports": "上报事项",
    "resources": "资源",
    "service_demands": "供需需求",
    "matches": "对接",
    "pairings": "契约事项",
}


def _noun(ledger: str) -> str:
    return _NOUNS[ledger]
