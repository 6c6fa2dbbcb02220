"""A measure's definition in the words of the page 指标口径, of its printout and of its comparison with a former one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from components.views.formats import amount, fraction, month_label
from components.views.model import View
from components.views.pages.parts import make
from data.ledgers import Ledger
from data.measures.answers import Answers
from data.measures.definitions import Definition, definitions
from data.measures.model import Direction, Measure, MeasureKind
from data.measures.registry import MEASURES, breakdowns
from data.measures.scope import Period, Scope

DIRECTIONS: dict[Direction, str] = {"up": "越多越好", "down": "越少越好", "neutral": "不分好坏"}
NO_OWNER = "未登记"
_WAYS: dict[MeasureKind, str] = {
    "count": "逐{unit}计数，各月、各网格的数可以相加",
    "sum": "把各条记录的数相加，各月、各网格的数可以相加",
    "distinct": "同名只计一次，各月、各网格的数不能相加",
    "quantile": "把各{item}用时从短到长排列，取第{rank}百分位；不能相加，也不取平均",
    "stock": "数期末那天的存量，各月的数不能相加",
    "due_count": "按办理时限逐{unit}判定后计数",
    "due_soon": "数截至日往后几个工作日内到期的",
    "quality": "按写明的规则逐条核对本版数据后计数",
    "register_count": "数期末在册的记录，各月的数不能相加",
    "register_sum": "把期末在册记录的数相加，各月的数不能相加",
    "share_of_grids": "数符合条件的网格，各月的数不能相加",
    "register_grids": "数符合条件的网格，各月的数不能相加",
}
_BREAKDOWNS = {
    "month": "月份",
    "grid": "下级网格",
    "grid1": "一级网格",
    "grid2": "二级网格",
    "grid3": "三级网格",
    "category": "类别",
    "actor": "承办单位",
}


def formula(measure: Measure, ledger: Ledger) -> str:
    """How the figure comes about: what is divided by what, or how it is counted."""
    if measure.is_rate:
        return f"{measure.numerator} ÷ {measure.denominator}{' × 100%' if measure.is_share else ''}"
    rank = f"{(measure.quantile or 0) * 100:.0f}"
    return _WAYS[measure.kind].format(unit=measure.unit, item=measure.item_unit or ledger.unit, rank=rank)


def view_name(measure: Measure) -> str:
    """Which items of which time a figure is about: 同批, 时点 or 期间."""
    if measure.cohort:
        return "同批口径：期间内进来的这一批，看它们后来怎样"
    if (
        measure.ledger == "grids"
        or measure.kind in ("stock", "due_soon", "quality")
        or measure.kind.startswith("register")
    ):
        return "时点口径：期末那天的样子"
    return "期间口径：期间内发生的，不论何时开始"


def facts(answers: Answers, definition: Definition) -> dict[str, str]:
    """Heading → words: what a definition consists of, in the order in which it is read."""
    measure = definition.measure
    ledger = answers.ledger(measure.ledger)
    stages = {stage.code: stage.label for stage in ledger.stages}
    owner = answers.district.profile.owner(measure.code, measure.ledger)
    said = {
        "定义": measure.definition,
        "算法": formula(measure, ledger),
        "视角": view_name(measure),
        "单位": measure.unit,
        "来源台账": ledger.label,
        "计数环节": stages.get(measure.stage, ""),
        "方向": DIRECTIONS[measure.direction],
        "可按": "、".join(_breakdown(name, ledger) for name in breakdowns(measure.code)),
        "责任单位": owner or NO_OWNER,
        "口径版本": f"第 {definition.number} 版，自 {month_label(definition.since)} 起",
    }
    return {name: words for name, words in said.items() if words}


def changed_facts(answers: Answers, former: Definition, present: Definition) -> dict[str, tuple[str, str]]:
    """Heading → the words of both definitions, where they differ."""
    before, after = facts(answers, former), facts(answers, present)
    names = dict.fromkeys((*before, *after))
    pairs = {name: (before.get(name, "—"), after.get(name, "—")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def found(answers: Answers, search: str = "", ledger: str = "") -> list[Measure]:
    """The measures whose name, code or definition holds every word of a search, in the order of the registry."""
    wanted = search.lower().split()
    spoken = [answers.measure(code) for code, declared in MEASURES.items() if not ledger or declared.ledger == ledger]
    return [measure for measure in spoken if all(word in _searched(answers, measure) for word in wanted)]


def listed(answers: Answers, measures: Sequence[Measure]) -> pd.DataFrame:
    """The measures as a table. Columns label, ledger, unit, direction, version."""
    rows = [
        (
            measure.label,
            answers.ledger(measure.ledger).label,
            measure.unit,
            DIRECTIONS[measure.direction],
            f"第 {len(definitions(measure.code))} 版",
        )
        for measure in measures
    ]
    return pd.DataFrame(rows, columns=list(LIST_LABELS))


LIST_LABELS: Mapping[str, str] = {
    "label": "指标",
    "ledger": "来源台账",
    "unit": "单位",
    "direction": "方向",
    "version": "口径",
}


def figure_words(answers: Answers, code: str) -> str:
    """The figure within the scope, with what is above and below the line of a rate."""
    figure = answers.figure(code)
    if figure.value is None:
        return "没有可算的记录"
    number, unit = amount(figure.value, figure.measure.unit)
    value = f"{number}%" if unit == "%" else f"{number} {unit}"
    if figure.denominator is None:
        return value
    parts = fraction(figure.numerator, figure.denominator)
    return parts if figure.is_small else f"{value}（{parts}）"


def months_of(answers: Answers, code: str) -> View:
    """The measure over the last twelve months of the scope."""
    measure = answers.measure(code)
    series = answers.series(code)
    frame = pd.DataFrame({"label": [month_label(month) for month in series["month"]], "value": series["value"]})
    return make(
        answers,
        "months_of",
        f"{measure.label}近 12 个月",
        "trend",
        frame,
        [measure.ledger],
        scope=_months_shown(answers, series),
        unit=measure.unit,
        measures=(code,),
        is_empty=bool(frame["value"].isna().all()),
        labels={"label": "月份", "value": measure.label},
    )


def old_and_new(answers: Answers, former: Definition, present: Definition) -> View:
    """Both definitions month by month over the scope: what the change of definition alone does to the figure."""
    code = present.measure.code
    new = answers.series(code)
    old = answers.under(former.measure).series(code)
    frame = pd.DataFrame(
        {"label": [month_label(month) for month in new["month"]], "value": new["value"], "compare": old["value"]}
    )
    return make(
        answers,
        "old_and_new",
        "新旧口径对照",
        "trend",
        frame,
        [present.measure.ledger],
        scope=_months_shown(answers, new),
        unit=present.measure.unit,
        measures=(code,),
        basis=f"实线为第 {present.number} 版口径，虚线为第 {former.number} 版口径，同一批数据",
        is_empty=bool(frame["value"].isna().all() and frame["compare"].isna().all()),
        options={"name": "新口径", "compare_name": "旧口径"},
        labels={"label": "月份", "value": f"第 {present.number} 版", "compare": f"第 {former.number} 版"},
    )


def _months_shown(answers: Answers, series: pd.DataFrame) -> Scope:
    """The scope over the months of a series, which may reach further back than the page's period."""
    return replace(answers.scope, period=Period(series["month"].iloc[0], series["month"].iloc[-1]))


def _breakdown(name: str, ledger: Ledger) -> str:
    declared = {field.name: field.label for field in ledger.fields}
    return _BREAKDOWNS.get(name) or declared.get(name, name)


def _searched(answers: Answers, measure: Measure) -> str:
    ledger = answers.ledger(measure.ledger)
    owner = answers.district.profile.owner(measure.code, measure.ledger)
    parts = (
        measure.label,
        measure.code,
        measure.definition,
        measure.numerator,
        measure.denominator,
        ledger.label,
        owner,
    )
    return " ".join(parts).lower()
