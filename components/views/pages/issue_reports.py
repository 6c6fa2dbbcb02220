"""民呼我应: how many are reported, whether they are closed in time, what is late, and what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from components.views import words, words_due, words_lifecycle
from components.views.formats import NO_VALUE, fraction, full
from components.views.model import View
from components.views.pages import areas, cards, charts, grid_map, lifecycle, map_frame, openings, parts
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE
from data.measures.outcomes import SOON_WORKDAYS
from data.measures.progress import Which

LEDGER = "issue_reports"
CARD_CODES = (
    "report_resolution_rate_pct",
    "report_resolution_days_median",
    "report_satisfaction_rate_pct",
    "report_open_count",
    "report_overdue_count",
    "report_due_soon_count",
)
CLOSURE_CODES = (
    "report_count",
    "report_filed_count",
    "report_due_count",
    "report_due_closed_count",
    "report_on_time_count",
)
AFTER_CODES = (
    "report_asked_rate_pct",
    "report_satisfied_rate_pct",
    "report_fairly_satisfied_rate_pct",
    "report_dissatisfied_rate_pct",
    "report_reopened_rate_pct",
)
ROWS_SHOWN = 8


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id."""
    views = (
        _cards(answers),
        closure(answers),
        lifecycle.cohort_bars(answers, "cohorts", "每月受理与办结", LEDGER, "resolved"),
        charts.share_bars(
            answers,
            "kinds",
            "各类问题按期结案率",
            "report_on_time_rate_pct",
            "category",
            "按期结案",
        ),
        charts.bars(answers, "channels", "从哪里来", "report_count", "channel", basis="按受理月", heading="渠道"),
        due_table(answers, "overdue", "已超期未结", "overdue"),
        due_table(answers, "due_soon", "即将到期", "due_soon"),
        slowest_units(answers),
        open_map(answers),
        afterwards(answers),
        lifecycle.backlog(answers, "backlog", "在办事项等了多久", LEDGER),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    slow = answers.figure("report_resolution_days_p90")
    notes = {
        "report_resolution_days_median": f"九成在 {full(slow.value)} 天内" if slow.value is not None else "",
        "report_open_count": "期末",
        "report_overdue_count": "期末",
        "report_due_soon_count": f"{SOON_WORKDAYS} 个工作日内",
    }
    titles = {
        "report_resolution_rate_pct": "办结率（受理批次）",
        "report_resolution_days_median": "办结时长（中位）",
        "report_satisfaction_rate_pct": "满意率（问过的）",
        "report_open_count": "在办",
        "report_overdue_count": "超期未结",
        "report_due_soon_count": "即将到期",
    }
    return cards.cards(answers, "cards", "民呼我应主要指标", CARD_CODES, titles=titles, notes=notes)


def closure(answers: Answers) -> View:
    """Five numbers in a row, each with what it is counted of: 受理, 立案, 应结, 结案, 按期."""
    figure = answers.figure
    paused, still_open = figure("report_suspended_count"), figure("report_due_open_count")
    notes = {
        "report_count": "按受理月",
        "report_filed_count": words_due.part_of(figure("report_filed_count"), figure("report_count"), "受理"),
        "report_due_count": f"未结 {full(still_open.value)}，缓办 {full(paused.value)}",
        "report_due_closed_count": words_due.rate(figure("report_closure_rate_pct")),
        "report_on_time_count": words_due.rate(figure("report_on_time_rate_pct")),
    }
    titles = dict(zip(CLOSURE_CODES, ("受理", "立案", "应结（本期到期）", "结案", "按期结案"), strict=True))
    return cards.cards(answers, "closure", "闭环五个数", CLOSURE_CODES, titles=titles, notes=notes)


def due_table(answers: Answers, view_id: str, title: str, which: Which) -> View:
    """Open items past their due date, the furthest first, or those due next, the soonest first."""
    declared = answers.ledger(LEDGER)
    rows = answers.waiting(LEDGER, ROWS_SHOWN, which)
    is_late = which == "overdue"
    # both tables speak of the as-of day: for a period that ends earlier the card's stock is another one
    now = words.day(answers.district.as_of)
    frame = rows.assign(
        status=[words_lifecycle.over(days) for days in rows["over_days"]], owner=rows["owner"].fillna("未派单")
    )
    # what a narrow screen cuts off stands last
    columns = ["title", "status", "due_on", "owner", "stage_label", "category", "grid_path", "item_code"]
    nothing = "没有超期未结的事项" if is_late else f"没有 {SOON_WORKDAYS} 个工作日内到期的事项"
    return parts.make(
        answers,
        view_id,
        title,
        "table",
        frame.loc[:, columns],
        [LEDGER],
        unit=declared.unit,
        basis=f"截至{now}，" + ("按超期天数" if is_late else f"{SOON_WORKDAYS} 个工作日内"),
        finding=words_due.listed(rows, declared.unit, is_late=is_late),
        why_empty=f"{answers.area_name}：截至{now}{nothing}。" if answers.has_ledger(LEDGER) else "",
        measures=("report_overdue_count" if is_late else "report_due_soon_count",),
        opens=openings.open_items(answers, declared, rows),
        labels={
            "title": declared.field(declared.title_field).label,
            "status": "状态",
            "due_on": declared.field(declared.due_field).label,
            "owner": declared.field(declared.actor_field).label,
            "stage_label": "已到环节",
            "category": "类别",
            "grid_path": "所在网格",
            "item_code": "编号",
        },
        options={
            "formats": {"due_on": "date"},
            "widths": {"item_code": 124, "category": 84, "stage_label": 76, "due_on": 100, "status": 84},
        },
    )


def slowest_units(answers: Answers) -> View:
    """Units by the share they closed in time, each kind by itself, the lowest first; small bases unranked after them."""
    code = "report_on_time_rate_pct"
    rows = answers.fair.peers(code, "actor")
    rows = rows[rows["denominator"].fillna(0) > 0]
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(rows["group"]))}
    rows = rows.assign(place=rows["group"].map(kinds))
    rows = rows.sort_values(["place", "rank"], ascending=[True, False], kind="stable", na_position="last")
    is_sound = rows["denominator"] >= SMALL_BASE
    frame = pd.DataFrame(
        {
            "key": rows["key"],
            "group": rows["group"],
            "label": rows["label"],
            "value": rows["value"].where(is_sound),
            "counted": [fraction(*pair) for pair in zip(rows["numerator"], rows["denominator"], strict=True)],
            "place": [
                NO_VALUE if pd.isna(rank) else f"{rank:.0f}/{ranked}"
                for rank, ranked in zip(rows["rank"], rows["ranked"], strict=True)
            ],
            "verdict": rows["verdict"].map(areas.VERDICTS),
        }
    ).reset_index(drop=True)
    return parts.make(
        answers,
        "units",
        "哪些单位办得慢",
        "table",
        frame,
        [LEDGER],
        unit=answers.ledger(LEDGER).unit,
        basis="按应结月，同类单位相比，按期结案率从低到高",
        finding=words_due.units(rows, answers.ledger(LEDGER).unit),
        measures=(code,),
        by="actor",
        labels={
            "group": "同类",
            "label": "办理单位",
            "value": "按期结案率（%）",
            "counted": "按期/应结",
            "place": "同类名次",
            "verdict": "与同类比",
        },
        options={
            "formats": {"value": "bar"},
            "max": {"value": 100},
            "widths": {"group": 84, "value": 120, "counted": 84, "place": 76, "verdict": 76},
        },
    )


def open_map(answers: Answers) -> View:
    """Where items are open at the end of the period."""
    frame = map_frame.frame_for(
        answers, asked_level=0 if answers.scope.grid_code else min(2, map_frame.deepest(answers))
    )
    view = grid_map.grid_map(answers, answers.measure("report_open_count"), frame)
    # in a card the legend names only the empty states there are
    options = {**view.options, "all_empties": False}
    return replace(view, title="在办事项在哪里", basis=f"{view.basis}，期末", options=options)


def afterwards(answers: Answers) -> View:
    """What is known after closing: how many were asked, what they said, how many were sent back to be done again."""
    return _shares(
        answers, "afterwards", "办结之后", AFTER_CODES, ("问过满意度", "满意", "基本满意", "不满意", "曾退回重办")
    )


def _shares(answers: Answers, view_id: str, title: str, codes: Sequence[str], labels: Sequence[str]) -> View:
    figures = [answers.figure(code) for code in codes]
    frame = pd.DataFrame(
        {
            "label": labels,
            "numerator": [figure.numerator for figure in figures],
            "denominator": [figure.denominator for figure in figures],
            "value": [figure.value for figure in figures],
            "is_small": [figure.is_small for figure in figures],
        }
    )
    frame = frame[frame["denominator"].fillna(0) > 0].reset_index(drop=True)
    unit = answers.ledger(LEDGER).unit
    return parts.make(
        answers,
        view_id,
        title,
        "share_bars",
        frame,
        [LEDGER],
        unit=unit,
        finding=words_due.asked(
            *(answers.figure(code) for code in ("report_asked_rate_pct", "report_dissatisfied_rate_pct"))
        ),
        why_empty=f"{answers.scope.sentence(answers.area_name, LEDGER)}：没有办结的上报事项。"
        if answers.has_ledger(LEDGER)
        else "",
        measures=tuple(codes),
        labels={"label": "情况", "numerator": "件数", "denominator": "其中分母（件）", "value": "占比（%）"},
    )
