"""What an explored picture says: the whole first, then what stands out among its rows, and never more."""

from __future__ import annotations

import pandas as pd

from components.views import words, words_hidden
from components.views.figures_marked import chosen_names
from components.views.formats import amount, full
from components.views.pages import areas, context
from components.views.pages.explore_choice import Choice, heading
from components.views.pages.explore_rows import per_of, plain_values
from components.views.pages.parts import is_ripe
from data.measures.answers import Answers
from data.measures.fair import BASES, unit_per
from data.measures.model import Figure, Measure

ADDING = ("count", "sum", "stock", "due_count", "due_soon", "register_count", "register_sum")
"""Kinds whose parts by area or kind add up to the whole."""


def whole(answers: Answers, code: str) -> str:
    """2025年1—6月志愿服务活动 **1,286 场**，比上期多 101 场（+8.5%）."""
    comparison = answers.compare(code)
    figure = comparison.current
    name = f"{answers.scope.period.label}{figure.measure.label}"
    if figure.value is None and figure.state != "hide":
        return f"{name}{words.NO_FIGURE}"
    share = words.share_of(figure) if not words.is_bare_fraction(figure) and figure.value is not None else ""
    said = f"{name} {words.quantity(figure)}" + (f"（{share}）" if share else "")
    if figure.value is not None and not is_ripe(figure, answers.scope.period, answers):
        return f"{said}，其中部分未到期，暂不对比"
    change = words.difference(comparison, answers.scope)
    return (f"{said}，{change}" if change else said) + per_words(answers, code)


def per_words(answers: Answers, code: str) -> str:
    """；折合每千人 **2.95** 场; empty where nothing is divided."""
    per = per_of(answers, code)
    value = answers.fair.per(code, "", per)["value"].iloc[0] if per else None
    if not per or pd.isna(value):
        return ""
    number, _ = amount(value, unit_per(answers.measure(code), per))
    return f"；折合{BASES[per].label} **{number}** {answers.measure(code).unit}"


def sentence(answers: Answers, choice: Choice, rows: pd.DataFrame, *, compare: str = "") -> str:
    """The finding over a breakdown.

    Args:
        answers: version and scope.
        choice: what was asked.
        rows: as ``explore_rows.rows_of`` gives them, with a column compare where ``compare`` names it.
        compare: what the months are compared with.
    """
    figure = answers.figure(choice.measure)
    hidden = int((rows["state"] == "hide").sum())
    counted = "个月" if choice.by == "month" else f"个{heading(answers, figure.measure, choice.by)}"
    counted = counted if choice.by == "month" or choice.by.startswith("grid") else "项"
    edges = "" if hidden else _standing_out(answers, choice, rows, figure)
    return words.joined(
        [
            whole(answers, choice.measure),
            "" if choice.by == "month" or hidden else _chosen(answers, rows, figure.measure, edges),
            words_hidden.held_back(hidden, counted, len(rows) - hidden),
            edges,
            words.against(rows, compare) if compare and not figure.measure.is_share else "",
            _waiting(rows, counted),
        ]
    )


def _chosen(answers: Answers, rows: pd.DataFrame, measure: Measure, said: str) -> str:
    """What the page is narrowed to, beside the whole: its number or fraction; empty where it is not."""
    if "highlight" not in rows:
        return ""
    mine = rows[rows["highlight"]]
    if measure.is_share and measure.is_rate:
        return context.chosen_words(mine, words.item_unit(answers.figure(measure.code)), said)
    told = [
        f"{label} **{' '.join(amount(value, unit_of(answers, measure)))}**"
        for label, value, state in zip(mine["label"], mine["value"], mine["state"], strict=True)
        if state in ("value", "zero")
    ]
    return f"所选：{words.listing(told)}" if told else ""


def _standing_out(answers: Answers, choice: Choice, rows: pd.DataFrame, figure: Figure) -> str:
    measure = figure.measure
    if measure.is_share and measure.is_rate:
        return _rates(answers, choice, rows, figure)
    if choice.by.startswith("grid"):
        # areas are not ranked by how much they did
        noun = words.NOUNS[measure.ledger][1] if measure.kind in ("count", "sum", "distinct") else "数字"
        return words.states(rows, heading(answers, measure, choice.by), noun)
    if choice.by == "month":
        return words.peak(rows, unit_of(answers, measure)).replace("最高", _edge(measure))
    if choice.by == "actor":
        return f"共 {len(rows)} 家"
    if measure.kind in ADDING and not per_of(answers, choice.measure):
        return words.largest(rows, measure.unit, float(rows["value"].sum()))
    found = words.extreme_labels(rows)
    if found is None:
        return ""
    number, unit = amount(found[1], unit_of(answers, measure))
    return f"{words.listing(found[0])}{_edge(measure)}，**{number} {unit}**"


def unit_of(answers: Answers, measure: Measure) -> str:
    """The unit of the rows: 场, or 场/千人 where counts are divided."""
    return unit_per(measure, per_of(answers, measure.code))


def _edge(measure: Measure) -> str:
    return "最长" if measure.unit == "天" else "最高"


def _rates(answers: Answers, choice: Choice, rows: pd.DataFrame, figure: Figure) -> str:
    measure = figure.measure
    kind = "月" if choice.by == "month" else "类"
    if choice.by.startswith("grid"):
        kind = heading(answers, measure, choice.by)
    elif choice.by == "actor":
        kind = "单位"
    based = rows[(rows["denominator"].fillna(0) > 0) & (rows["state"] == "value") & rows["is_ripe"]]
    if based.empty:
        return ""
    unit = words.item_unit(figure)
    if choice.by.startswith("grid"):
        told = areas.best_and_worst(areas.among_peers(answers, based), unit, "", kind)
    else:
        told = words.rates(based, unit, "", kind)
    return "" if "合计" in told else told


def _waiting(rows: pd.DataFrame, counted: str) -> str:
    waiting = int(((rows["state"] == "wait") | ~rows["is_ripe"]).sum())
    return f"{waiting} {counted}尚未全部到期，不比高低" if waiting else ""


def of_cells(answers: Answers, choice: Choice, frame: pd.DataFrame) -> str:
    """The finding over a field of cells: the whole, and how many cells are bare and why."""
    count = frame["state"].mask(frame["is_small"], "small").value_counts()
    bare = [
        f"{full(int(count[state]))} 格{said}"
        for state, said in (
            ("zero", "为零"),
            ("none", "没有记录"),
            ("small", "不足 10，只列分数"),
            ("wait", "尚未到期"),
            ("hide", "数少隐去"),
        )
        if count.get(state, 0)
    ]
    cells = f"{full(len(frame))} 格中 {words.listing(bare)}" if bare else f"{full(len(frame))} 格都有数字"
    chosen = [name for name in dict.fromkeys(frame["row"]) if name in chosen_names(frame, "row")]
    framed = f"框内为所选的{words.listing(chosen)}" if chosen else ""
    return words.joined([whole(answers, choice.measure), cells, framed])


def drawn_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the values that may stand beside each other: no rate on too few, none of items not yet due."""
    return rows.assign(value=plain_values(rows).where(rows["is_ripe"]))
