"""The sentences of the overview's brief: what happened and what changed, each from registered measures."""

from __future__ import annotations

from components.views import words
from components.views.formats import fraction, full
from components.views.pages import charts
from components.views.words_notes import named
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE

EVENTS = ("event_count", "participation_count")
WISHES = ("wish_fulfilled_count", "wish_fulfilment_days_median")
DEMANDS = ("demand_converted_count", "demand_overdue_count")
REPORTS = ("report_count", "report_on_time_rate_pct")
SILENCE = ("silent_grid_count", "grid_event_coverage_pct")


def sentences(answers: Answers) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences that have something to say, in order, each with the codes of its measures."""
    said = (
        (_events_sentence(answers), EVENTS),
        (_wishes_sentence(answers), WISHES),
        (_demands_sentence(answers), DEMANDS),
        (_reports_sentence(answers), REPORTS),
        (_silence_sentence(answers), SILENCE),
        # beside five others it would not fit; the chart of rates by category says the same
        ("" if answers.has_ledger("issue_reports") else _category_sentence(answers), ("wish_fulfilment_rate_pct",)),
        (_unfinished_sentence(answers), ()),
    )
    return [(sentence, codes) for sentence, codes in said if sentence]


def _events_sentence(answers: Answers) -> str:
    events = answers.compare("event_count")
    if not events.current.value:
        return ""
    people = words.quantity(answers.figure("participation_count"))
    return words.joined(
        [
            f"开展志愿服务 {words.quantity(events.current)}、参与 {people}",
            words.difference(events, answers.scope, "场次"),
        ]
    )


def _wishes_sentence(answers: Answers) -> str:
    done, median = answers.compare("wish_fulfilled_count"), answers.compare("wish_fulfilment_days_median")
    if not done.current.value:
        return ""
    parts_said = [f"实现微心愿 {words.quantity(done.current)}{_comma(words.difference(done, answers.scope))}"]
    if median.current.value is not None and done.current.value >= SMALL_BASE:
        slower = words.difference(median, answers.scope)
        parts_said.append(f"从提出到实现中位 {words.quantity(median.current)}{_comma(slower)}")
    return words.joined(parts_said)


def _demands_sentence(answers: Answers) -> str:
    filed, late = answers.compare("demand_converted_count"), answers.compare("demand_overdue_count")
    if not filed.current.value and not late.current.value:
        return ""
    return words.joined(
        [
            f"需求立项 {words.quantity(filed.current)}{_comma(words.difference(filed, answers.scope))}",
            f"期末超期未办 {words.quantity(late.current)}{_comma(words.difference(late, answers.scope))}"
            if late.current.value
            else "期末没有超期未办的需求",
        ]
    )


def _reports_sentence(answers: Answers) -> str:
    """What became of the reports due in the period; those open and overdue are in the base."""
    if not answers.has_ledger("issue_reports"):
        return ""
    taken, kept = answers.figure("report_count"), answers.figure("report_on_time_rate_pct")
    if not taken.value and not kept.denominator:
        return ""
    return words.joined(
        [
            named("受理上报事项", taken, bold=True),
            f"本期应结（不含缓办）的按期办结 **{fraction(kept.numerator, kept.denominator)} 件**"
            if kept.denominator
            else "",
        ]
    )


def _silence_sentence(answers: Answers) -> str:
    silent, covered = answers.figure("silent_grid_count"), answers.figure("grid_event_coverage_pct")
    if not silent.value or not covered.denominator or not covered.numerator:
        return ""
    return (
        f"**{full(silent.value)}** 个网格本期没有志愿服务记录（共 {full(covered.denominator)} 个），"
        "“没有记录”不等于“没有活动”，建议先核对台账。"
    )


def _category_sentence(answers: Answers) -> str:
    """The category whose wishes of the period are fulfilled least, among those with ten or more."""
    frame = charts.with_small(answers.rows("wish_fulfilment_rate_pct", "category"))
    lowest = words.lowest_rate(frame, "件")
    return f"本期提出的心愿按类别看，实现率{lowest}。" if lowest else ""


def _unfinished_sentence(answers: Answers) -> str:
    if answers.district.as_of < answers.scope.period.last_day:
        return f"台账只到{words.day(answers.district.as_of)}，本期尚未结束；增减是与对比期间的同一段日子比。"
    return ""


def _comma(text: str) -> str:
    return f"，{text}" if text else ""
