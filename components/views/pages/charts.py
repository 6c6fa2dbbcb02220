"""The charts that several pages share: the trend, rates and counts by category."""

from __future__ import annotations

import pandas as pd

from components.views import clicks, words, words_hidden
from components.views.formats import amount, full, ratio
from components.views.model import View
from components.views.pages import areas, context, per, viewpoint
from components.views.pages.earlier_months import earlier_months, partial_month
from components.views.pages.parts import is_ripe, make
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Figure, Measure
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
    frame = months_marked(answers, frame)
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
    """The same answers over at least a few months: the year a shorter period lies in, so that the chart in which a
    month was clicked keeps the others; the twelve months up to its end where that year has hardly begun.
    """
    period, known = answers.scope.period, answers.available_period()
    if period.month_count >= TREND_AT_LEAST:
        return answers
    first, last = max(f"{period.start[:4]}-01", known.start), min(f"{period.end[:4]}-12", known.end)
    if first <= period.start and period.end <= last and Period(first, last).month_count >= TREND_AT_LEAST:
        return answers.narrowed(answers.scope.with_period(Period(first, last)))
    start = max(month_of_index(month_index(period.end) - TREND_MONTHS + 1), known.start)
    return answers.narrowed(answers.scope.with_period(Period(min(start, period.start), period.end)))


def months_marked(answers: Answers, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by month with those of the page's own period marked, where a chart shows others as well."""
    return context.marked(frame, frozenset(answers.scope.period.months))


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
    wide, chosen = context.kept(answers, by, measure.ledger)
    rows = wide.rows(code, by)
    frame, is_by_area = _in_order(wide, rows, by)
    frame = context.marked(frame, chosen)
    counted = unit or answers.ledger(measure.ledger).unit
    return make(
        answers,
        view_id,
        title,
        "share_bars",
        frame,
        [measure.ledger],
        scope=wide.scope,
        unit=counted,
        basis=basis,
        finding=_rates(frame, rows, counted, what, kind_name, is_by_area=is_by_area),
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


def _rates(frame: pd.DataFrame, rows: pd.DataFrame, unit: str, what: str, kind_name: str, *, is_by_area: bool) -> str:
    """How many are hidden; where none are, the chosen one and which rates stand out."""
    hidden = int((rows["state"] == "hide").sum())
    if held_back := words_hidden.held_back(hidden, kind_name if kind_name == "类" else f"个{kind_name}", len(frame)):
        return f"{held_back}。"
    say = areas.best_and_worst if is_by_area else words.rates
    said = say(frame, unit, what, kind_name) if len(frame) else ""
    return words.joined([context.chosen_words(frame, unit, said), said])


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
    """A count by category or by the areas below, in its natural order; areas are divided as the scope says.

    Args:
        answers: the numbers.
        view_id: id of the view.
        title: what is shown.
        code: the count.
        by: the breakdown, see ``Answers.rows``.
        basis: further grey words.
        heading: what one bar stands for.
    """
    measure = answers.measure(code)
    wide, chosen = context.kept(answers, by, measure.ledger)
    is_by_area = by.startswith("grid")
    counts = per.counted(wide, measure, by) if is_by_area else per.Counted(wide.rows(code, by), measure.unit, (code,))
    is_divided, hidden = len(counts.measures) > 1, int((counts.rows["state"] == "hide").sum())
    # an area without any is on the map and in the table; a kind without any is worth its empty line
    is_shown = counts.rows["value"].fillna(0) > 0 if is_by_area and not is_divided else counts.rows["state"].notna()
    frame = counts.rows.loc[is_shown, ["key", "label", "value"]].reset_index(drop=True)
    frame["display"] = [_printed(value, is_divided=is_divided) for value in frame["value"]]
    frame = context.marked(frame, chosen)
    # a sum without the hidden ones would be wrong, and with them it would give them away
    finding = words_hidden.held_back(hidden, "项", int((frame["value"] > 0).sum()))
    finding = finding or _counted(wide, measure, frame, f"{len(counts.rows)} 个{heading}" if is_by_area else "")
    return make(
        answers,
        view_id,
        title,
        "bars",
        frame,
        [measure.ledger],
        is_empty=not frame["value"].fillna(0).any(),
        scope=wide.scope,
        why_empty=words.missing(answers, measure.ledger, measure.stage),
        unit=counts.unit,
        basis=basis,
        finding=f"{finding}。{counts.note}" if finding else counts.note,
        measures=counts.measures,
        by="" if is_divided else by,
        labels={"label": heading, "value": f"{measure.label}（{counts.unit}）"},
        click=clicks.meaning_of(by, measure.ledger),
    )


def _printed(value: float, *, is_divided: bool) -> str:
    """A number at the end of its bar; with two decimals where it was divided."""
    return ratio(value) if is_divided and not pd.isna(value) else full(value)


def _counted(wide: Answers, measure: Measure, frame: pd.DataFrame, areas_named: str) -> str:
    """The whole of areas, which are not ranked by what they did; the largest kind of others, and the chosen one first."""
    total = wide.figure(measure.code).value
    if areas_named:
        return f"{areas_named}合计 **{' '.join(amount(total, measure.unit))}**" if total is not None else ""
    summed = float(frame["value"].sum())
    told = words.largest(frame, measure.unit, summed) or f"合计 **{full(summed)} {measure.unit}**"
    return "；".join(part for part in (context.chosen_words(frame, measure.unit, told), told) if part)
