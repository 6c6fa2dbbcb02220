"""清单转化: how demands become projects and standing results, at what cost, and what is stuck."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from components.views import clicks, words, words_lifecycle
from components.views.formats import amount, fraction, full
from components.views.model import View
from components.views.pages import cards, charts, context, lifecycle, openings, parts
from components.views.words_notes import named
from data.measures.answers import Answers
from data.measures.progress import AFTER_PROJECT, CONSULTATION, ENDS, GOVERNANCE, NOT_CONSULTED, PROJECT

DEMANDS, PROJECTS = "demands", "projects"
CARD_CODES = (
    "demand_submitted_count",
    "demand_converted_count",
    "demand_overdue_count",
    "project_filed_count",
    "project_overdue_count",
    "project_saved_yuan",
)
MONEY = {
    "budget_yuan": "预算",
    "own_funds_yuan": "其中自筹",
    "quoted_yuan": "报价",
    "final_yuan": "决算",
    "saved_yuan": "节约",
}


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, flows, funnel, conversion, projects, money, money_table, stuck_*."""
    views = (
        _cards(answers),
        flows(answers),
        lifecycle.funnel(answers, "funnel", "逐级转化与用时", DEMANDS),
        charts.share_bars(
            answers,
            "conversion",
            "各类需求立项率",
            "demand_conversion_rate_pct",
            "category",
            "立项",
        ),
        project_stages(answers),
        money_chart(answers),
        money_table(answers),
        lifecycle.waiting_table(answers, "stuck_demands", "停留最久的需求", DEMANDS),
        lifecycle.waiting_table(answers, "stuck_projects", "停留最久的项目", PROJECTS),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    figure = answers.figure
    rate = figure("demand_conversion_rate_pct")
    saved = figure("project_saved_rate_pct")
    solved = words.share_of(figure("demand_self_solved_rate_pct"))
    notes = {
        "demand_converted_count": f"立项率 {fraction(rate.numerator, rate.denominator)}" if rate.denominator else "",
        "demand_submitted_count": f"自行解决 {solved}" if solved else "",
        "demand_overdue_count": named("在办", figure("demand_open_count")),
        "project_filed_count": named("验收", figure("project_accepted_count")),
        "project_overdue_count": named("在办", figure("project_open_count")),
        "project_saved_yuan": named("占报价", saved) if saved.value is not None else "",
    }
    stages = answers.funnel(PROJECTS)["n"]
    unripe = {"project_saved_yuan": "部分未决算"} if stages.iloc[-1] < stages.iloc[0] else {}
    return cards.cards(answers, "cards", "清单转化主要指标", CARD_CODES, notes=notes, unripe=unripe)


def flows(answers: Answers) -> View:
    """Where the demands of the period went, list by list."""
    frame = _routed(answers.flows())
    return parts.make(
        answers,
        "flows",
        "需求怎样变成项目",
        "sankey",
        frame,
        (DEMANDS,),
        is_empty=frame.empty or not frame["n"].sum(),
        unit="条",
        basis="本期提出批次",
        finding=_flow_finding(answers),
        measures=("demand_submitted_count", "demand_consultation_rate_pct", "demand_conversion_rate_pct"),
        by="category",
        opens=openings.flows("demand_submitted_count", frame),
        labels={"source": "从", "target": "到", "n": "需求（条）"},
        options=_flow_options(frame),
    )


def _routed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same flows through fewer links, from left to right only.

    What left a category before consultation goes through one node, and an end after the project was set up is a
    node of its own: forty crossing threads, or a flow back into an earlier column, cannot be read.
    """
    early = ~frame["source"].isin([CONSULTATION, PROJECT]) & (frame["target"] != CONSULTATION)
    late = (frame["source"] == PROJECT) & frame["target"].isin(ENDS)
    into = frame.assign(target=frame["target"].where(~early, NOT_CONSULTED))
    into["target"] = into["target"].where(~late, AFTER_PROJECT + into["target"])
    onward = frame[early].assign(source=NOT_CONSULTED)
    both = pd.concat([into, onward], ignore_index=True)
    return both.groupby(["source", "target"], sort=False)[["n"]].sum().reset_index()


def _flow_options(frame: pd.DataFrame) -> dict[str, Any]:
    """Fixed columns: categories, consultation, project or other ends, governance or still in hand."""
    inner = {CONSULTATION, PROJECT, NOT_CONSULTED}
    first = [name for name in dict.fromkeys(frame["source"]) if name not in inner]
    late = [f"{AFTER_PROJECT}{name}" for name in ENDS]
    columns = [
        first,
        [CONSULTATION, NOT_CONSULTED],
        [PROJECT, "协商中", "待协商", *ENDS],
        [GOVERNANCE, "已完成待纳入", "实施中", *late],
    ]
    roles = dict.fromkeys((NOT_CONSULTED, *ENDS, *late), "muted") | dict.fromkeys(
        ("待协商", "协商中", "实施中"), "watch"
    )
    roles |= {CONSULTATION: "hub", PROJECT: "result", GOVERNANCE: "result", "已完成待纳入": "soft"}
    return {"columns": columns, "roles": roles, "headings": ("需求类别", "协商", "立项与其他去向", "治理")}


def _flow_finding(answers: Answers) -> str:
    stages = answers.funnel(DEMANDS).set_index("stage")["n"]
    return (
        f"提出 {full(stages['submitted'])} 条，进入协商 {full(stages['consulted'])} 条，"
        f"**立项 {full(stages['converted'])} 条**，完成 {full(stages['completed'])} 条，"
        f"纳入治理清单 {full(stages['governed'])} 条。"
    )


def _of_category(answers: Answers, category: str) -> Answers:
    others = tuple(pair for pair in answers.scope.categories if pair[0] != PROJECTS)
    return answers.narrowed(replace(answers.scope, categories=(*others, (PROJECTS, category))))


def project_stages(answers: Answers) -> View:
    """How many of each category's projects had reached each stage."""
    ledger = answers.ledger(PROJECTS)
    wide, chosen = context.kept(answers, "category", PROJECTS)
    cells = [
        {"row": category, "column": step.label, "value": step.n, "row_key": category, "stage": step.stage}
        for category in ledger.field(ledger.category_field).codes
        for step in _of_category(wide, category).funnel(PROJECTS).itertuples()
    ]
    frame = pd.DataFrame(cells, columns=["row", "column", "value", "row_key", "stage"])
    finding = words_lifecycle.steps(answers.funnel(PROJECTS), "个")
    return parts.make(
        answers,
        "projects",
        "各类项目走到哪一步",
        "heatmap",
        context.marked_cells(frame.drop(columns="stage"), chosen, frozenset()),
        (PROJECTS,),
        is_empty=not frame["value"].sum(),
        unit="个",
        basis="本期备案批次，到达各环节",
        scope=wide.scope,
        finding=f"所选{words.listing(sorted(chosen))}：{finding}" if chosen else finding,
        measures=("project_filed_count",),
        by="category",
        opens=openings.steps_of_rows("project_filed_count", frame),
        labels={"row": "项目类别", "column": "环节", "value": "项目（个）"},
        click=clicks.category(PROJECTS),
    )


def _wan(yuan: pd.Series) -> pd.Series:
    return (yuan / 10_000).round(1)


def money_chart(answers: Answers) -> View:
    """Budget of the projects filed in the period, by category, with the own funds in it, in 万元."""
    frame = answers.money()
    budget, own = _wan(frame["budget_yuan"].fillna(0)), _wan(frame["own_funds_yuan"].fillna(0))
    drawn = pd.DataFrame(
        {
            "key": frame["category"],
            "label": frame["category"],
            "value": budget,
            "own_funds": own,
            "display": [f"{b:,.1f}（自筹 {o:,.1f}）" if o else f"{b:,.1f}" for b, o in zip(budget, own, strict=True)],
        }
    )
    total = answers.figure("project_budget_yuan")
    raised = answers.figure("project_own_funds_yuan")
    return parts.make(
        answers,
        "money",
        "各类项目的预算",
        "bars",
        drawn,
        (PROJECTS,),
        is_empty=frame.empty or not total.value,
        unit="万元",
        basis="按备案月",
        finding=f"预算合计 {words.quantity(total)}，其中自筹 {words.quantity(raised)}。",
        measures=("project_budget_yuan", "project_own_funds_yuan"),
        by="category",
        labels={"label": "项目类别", "value": "预算（万元）", "own_funds": "其中自筹（万元）"},
        click=clicks.category(PROJECTS),
    )


def money_table(answers: Answers) -> View:
    """Budget, own funds, quoted, final and saved by category, in 万元."""
    frame = answers.money()
    table = frame.loc[:, ["category", "n"]].assign(**{name: _wan(frame[name]) for name in MONEY})
    saved, rate = answers.figure("project_saved_yuan"), answers.figure("project_saved_rate_pct")
    finding = ""
    if saved.value:
        finding = f"报价与决算都已登记的项目，节约 **{' '.join(amount(saved.value, '元'))}**"
        finding += f"，占报价 {words.quantity(rate)}。" if rate.value is not None else "。"
    return parts.make(
        answers,
        "money_table",
        "各类项目的资金",
        "table",
        table,
        (PROJECTS,),
        is_empty=frame.empty or not frame["n"].sum(),
        unit="万元",
        basis="本期备案；节约只算报价、决算都已登记的项目",
        finding=finding,
        measures=("project_filed_count", *(f"project_{name}" for name in MONEY)),
        by="category",
        labels={"category": "项目类别", "n": "项目（个）", **{name: f"{said}（万元）" for name, said in MONEY.items()}},
        options={"formats": {"n": "integer", **dict.fromkeys(MONEY, "decimal")}},
    )
