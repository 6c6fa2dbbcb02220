"""The charts that several pages share: the trend, rates and counts by category."""

from __future__ import annotations

import pandas as pd

from components.views import clicks, words, words_hidden
from components.views.formats import amount, full
from components.views.model import View
from components.views.pages import areas, viewpoint
from components.views.pages.earlier_months import earlier_months, partial_month
from components.views.pages.parts import is_ripe, make
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Figure
from data.measures.scope import Period, month_index, month_of_index

TREND_AT_LEAST = 3
"""A line through fewer months says nothing; the trend then shows the year up to the period's end."""
TREND_MONTHS = 12


def trend(answers: Answers, view_id: str, title: str, code: str, *, basis: str = "") -> View:
    """A count by month beside the same months a year earlier; short periods show the year up to their end."""
    wide = widened(answers)
    measure = answers.figure(code).measure
    rows = wide.rows(code, "month")
    frame = rows.loc[:, ["key", "label", "value"]]
    span = wide.scope.period
    frame["label"] = [short_month(key, span) for key in frame["key"]]
    earlier = earlier_months(wide, code)
    if earlier:
        frame["compare"] = earlier.values
    named = earlier.name if earlier else ""
    if month := partial_month(wide):
        basis = f"{basis or viewpoint.HAPPENED}，{words.month(month, span.end)}只到{answers.district.as_of.day}日"
    told = frame.assign(label=[words.month(key, span.end if span.month_count <= 12 else "") for key in frame["key"]])
    hidden = int((rows["state"] == "hide").sum())
    finding = words.joined(
        [
            words_hidden.held_back(hidden, "个月", len(rows) - hidden),
            words.peak(told, measure.unit),
            words.against(frame, earlier.each) if earlier else "",
        ]
    ) or words.joined([f"合计 **{' '.join(amount(frame['value'].sum(), measure.unit))}**"])
    return make(
        answers,
        view_id,
        title,
        "trend",
        frame,
        [measure.ledger],
        is_empty=not frame["value"].fillna(0).any(),
        why_empty=words.missing(wide, measure.ledger, measure.stage),
        scope=wide.scope,
        unit=measure.unit,
        basis=basis,
        finding=finding,
        measures=(code,),
        labels={"key": "年月", "value": title, **({"compare": named} if named else {})},
        options={
            "name": f"{span.end[:4]}年" if span.start[:4] == span.end[:4] else "本期",
            "compare_name": named,
        },
        click=clicks.MONTH,
    )


def widened(answers: Answers) -> Answers:
    """The same answers over at least a few months, the year up to the period's end if it is shorter."""
    period = answers.scope.period
    if period.month_count >= TREND_AT_LEAST:
        return answers
    start = max(month_of_index(month_index(period.end) - TREND_MONTHS + 1), answers.available_period().start)
    return answers.narrowed(answers.scope.with_period(Period(min(start, period.start), period.end)))


def short_month(month: str, span: Period) -> str:
    """6月; the first month of each year carries the year where the span has several."""
    if span.start[:4] == span.end[:4] or (month[5:] != "01" and month != span.start):
        return f"{int(month[5:])}月"
    return f"{month[2:4]}年{int(month[5:])}月"


def share_bars(
    answers: Answers,
    view_id: str,
    title: str,
    code: str,
    by: str,
    what: str,
    *,
    basis: str = "",
    unit: str = "",
    kind_name: str = "类",
    why_empty: str = "",
) -> View:
    """A rate by category: bars against 100 %, fractions beside them; small bases unranked at the end.

    Args:
        answers: the numbers.
        view_id: id of the view.
        title: what is shown.
        code: a measure with a numerator and a denominator.
        by: the breakdown, see ``Answers.rows``.
        what: the numerator as a verb, for the finding.
        basis: further grey words.
        unit: what is counted above and below the line; empty = the ledger's unit.
        kind_name: what one bar stands for, after 个 or 各.
        why_empty: replaces the usual sentence when there is nothing to draw.
    """
    figure = answers.figure(code)
    measure = figure.measure
    basis = _batch(answers, figure) if measure.cohort else basis
    rows = answers.rows(code, by)
    hidden = int((rows["state"] == "hide").sum())
    frame, is_by_area = _in_order(answers, rows, by)
    say = areas.best_and_worst if is_by_area else words.rates
    counted = unit or answers.ledger(measure.ledger).unit
    counted_kind = kind_name if kind_name == "类" else f"个{kind_name}"
    return make(
        answers,
        view_id,
        title,
        "share_bars",
        frame,
        [measure.ledger],
        unit=counted,
        basis=basis,
        finding=words.joined([words_hidden.held_back(hidden, counted_kind, len(frame))])
        or (say(frame, counted, what, kind_name) if not frame.empty else ""),
        why_empty=why_empty or words.missing(answers, measure.ledger, measure.from_stage),
        measures=(code,),
        by=by,
        labels={
            "label": "类别" if kind_name == "类" else kind_name,
            "numerator": measure.numerator or "分子",
            "denominator": measure.denominator or "分母",
            "value": "占比（%）",
        },
        click=clicks.meaning_of(by, measure.ledger),
    )


def _in_order(answers: Answers, rows: pd.DataFrame, by: str) -> tuple[pd.DataFrame, bool]:
    """The rates from the highest down, small bases last; areas among their peers, and whether it is areas."""
    frame = with_small(rows)
    frame = frame.sort_values(["is_small", "value"], ascending=[True, False], kind="stable").reset_index(drop=True)
    is_by_area = by.startswith("grid") and not frame.empty
    return (areas.among_peers(answers, frame) if is_by_area else frame), is_by_area


def _batch(answers: Answers, figure: Figure) -> str:
    """本期提出批次: which items a cohort rate is about, and whether some of them still have time."""
    if not is_ripe(figure, answers.scope.period, answers):
        return "批次，含未到期"
    begun = answers.ledger(figure.measure.ledger).stage(figure.measure.from_stage).verb
    return f"本期{begun}批次"


def with_small(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a rate that have a base, and whether it is too small for a percentage or a rank."""
    frame = rows.loc[rows["denominator"].fillna(0) > 0, ["key", "label", "numerator", "denominator", "value"]]
    return frame.assign(is_small=frame["denominator"] < SMALL_BASE)


def bars(
    answers: Answers,
    view_id: str,
    title: str,
    code: str,
    by: str,
    *,
    basis: str = "",
    heading: str = "类别",
) -> View:
    """A count by category in its natural order."""
    measure = answers.figure(code).measure
    answered = answers.rows(code, by)
    hidden = int((answered["state"] == "hide").sum())
    rows = answered.loc[:, ["key", "label", "value"]]
    total = float(rows["value"].sum())
    frame = rows.reset_index(drop=True)
    frame["display"] = [full(value) for value in frame["value"]]
    finding = words.largest(rows, measure.unit, total) or f"合计 **{full(total)} {measure.unit}**"
    # a sum without the hidden ones would be wrong, and with them it would give them away
    finding = words_hidden.held_back(hidden, "项", int((frame["value"] > 0).sum())) or finding
    return make(
        answers,
        view_id,
        title,
        "bars",
        frame,
        [measure.ledger],
        is_empty=not total,
        why_empty=words.missing(answers, measure.ledger, measure.stage),
        unit=measure.unit,
        basis=basis,
        finding=f"{finding}。",
        measures=(code,),
        by=by,
        labels={"label": heading, "value": f"{measure.label}（{measure.unit}）"},
        click=clicks.meaning_of(by, measure.ledger),
    )
