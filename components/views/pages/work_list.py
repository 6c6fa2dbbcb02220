"""任务清单: how the tasks stand by category and phase, which are late, whose targets were missed or changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.views import words
from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import cards, charts, openings, parts
from components.views.pages.joint_meetings import cadence, silent_units
from components.views.pages.work_targets import ITEMS, PROGRESS, TARGETS, amount_of, changes, nothing, owners
from data.measures.answers import Answers
from data.measures.work_list import AT_RISK_POINTS, ON_COURSE_POINTS, STATUS_LABELS

CARD_CODES = (
    "work_item_count",
    "work_done_count",
    "work_on_course_count",
    "work_at_risk_count",
    "work_late_count",
    "silent_report_count",
)
_ROLES = {
    "late": "watch",
    "at_risk": "cat1",
    "on_course": "main",
    "done": "soft",
    "not_due": "not_due",
    "not_set": "muted",
}
RULE = (
    f"比时间进度落后 {ON_COURSE_POINTS:.0f} 个百分点以内为按进度，{AT_RISK_POINTS:.0f} 个以内为有风险，再多或逾期为滞后"
)
ROWS_SHOWN = 200


_COLUMNS = {
    "status_label": "进展",
    "item_title": "任务",
    "work_category": "类别",
    "owner_unit": "责任单位",
    "target_period": "目标期",
    "goal": "目标",
    "reached": "实际",
    "come": "完成比例（%）",
    "time_pct": "时间进度（%）",
    "deviation": "相差（百分点）",
    "taken_from": "实际值取自",
    "list_kind": "清单",
    "item_code": "编号",
}
_WIDTHS = {
    "status_label": 64,
    "item_title": 150,
    "work_category": 76,
    "owner_unit": 136,
    "target_period": 92,
    "goal": 84,
    "reached": 84,
    "come": 104,
    "time_pct": 104,
    "deviation": 92,
    "taken_from": 104,
    "list_kind": 76,
    "item_code": 100,
}


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, categories, phases, items, owners, changes, cadence, silent."""
    views = (
        _cards(answers),
        categories(answers),
        phases(answers),
        items(answers),
        owners(answers),
        changes(answers),
        cadence(answers),
        silent_units(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    done, good = answers.figure("work_done_rate_pct"), answers.figure("work_on_course_rate_pct")
    timely = answers.figure("report_timeliness_rate_pct")
    late = answers.figure("work_late_count").value
    notes = {
        "work_item_count": "期末",
        "work_done_count": f"占 {words.share_of(done)}" if done.denominator else "期末",
        "work_on_course_count": f"连同已完成 {words.share_of(good)}" if good.denominator else "期末",
        "work_at_risk_count": "期末",
        "work_late_count": f"占到期 {fraction(late, good.denominator)} 项" if good.denominator else "期末",
        "silent_report_count": f"按时 {words.share_of(timely)}" if timely.denominator else "",
    }
    titles = {"silent_report_count": "联席会议未报"}
    return cards.cards(answers, "cards", "任务清单主要指标", CARD_CODES, titles=titles, notes=notes)


def categories(answers: Answers) -> View:
    """Categories by status."""
    columns = {status: answers.rows(f"work_{status}_count", "category").set_index("key")["value"] for status in _ROLES}
    frame = pd.DataFrame(columns).fillna(0).astype("int64").rename_axis("label").reset_index()
    totals = {status: int(frame[status].sum()) for status in _ROLES}
    shown = [status for status in _ROLES if totals[status] or status not in ("not_due", "not_set")]
    total = sum(totals.values())
    finding = f"{full(total)} 项中" + "，".join(
        f"{STATUS_LABELS[status]} {'**' if status == 'late' else ''}{full(totals[status])} 项"  # type: ignore[index]
        f"{'**' if status == 'late' else ''}"
        for status in reversed(shown)
        if totals[status]
    )
    return parts.make(
        answers,
        "categories",
        "各类任务进展",
        "stacked",
        frame.loc[:, ["label", *shown]],
        (ITEMS, TARGETS, PROGRESS),
        is_empty=not total,
        unit="项",
        basis="期末",
        finding=f"{finding}。",
        why_empty=nothing(answers, "期末没有在册任务"),
        measures=tuple(f"work_{status}_count" for status in shown),
        by="category",
        labels={"label": "任务类别", **{status: f"{STATUS_LABELS[status]}（项）" for status in shown}},  # type: ignore[index]
        options={
            "series": {status: {"label": STATUS_LABELS[status], "role": _ROLES[status]} for status in shown}  # type: ignore[index]
        },
    )


def phases(answers: Answers) -> View:
    """Done in each of the three steps; by category in a district that does not go by steps."""
    by_phase = answers.rows("work_item_count", "phase")
    has_phases = bool(by_phase.loc[by_phase["key"] != "", "value"].fillna(0).any())
    title, kind = ("三年三步进展", "步") if has_phases else ("各类任务完成率", "类")
    view = charts.share_bars(
        answers,
        "phases",
        title,
        "work_done_rate_pct",
        "phase" if has_phases else "category",
        "完成",
        basis="期末",
        kind_name=kind,
        why_empty=nothing(answers, "期末没有在册任务"),
    )
    # steps follow one another: they are not ranked
    places = {key: place for place, key in enumerate(by_phase["key"])}
    if not has_phases or view.empty:
        return view
    frame = view.frame.sort_values("key", key=lambda keys: keys.map(places), ignore_index=True)
    each = [
        f"{label} **{fraction(above, below)} 项**"
        for label, above, below in zip(frame["label"], frame["numerator"], frame["denominator"], strict=True)
    ]
    return replace(view, frame=frame, finding=f"已完成：{words.listing(each)}。")


def items(answers: Answers) -> View:
    """Every task with its target, actual and time; late ones first, then those furthest behind."""
    frame = answers.work.items()
    late = frame[frame["status"] == "late"]
    finding = f"**{full(len(late))} 项**滞后"
    known = late.dropna(subset=["deviation"])
    if len(known):
        first = known.iloc[0]
        finding += f"，落后最多的是“{first['item_title']}”（{first['owner_unit']}），完成比例比时间进度少 {-first['deviation']:.0f} 个百分点"
    cut = f"；列出 {ROWS_SHOWN} 项" if len(frame) > ROWS_SHOWN else ""
    shown = frame.head(ROWS_SHOWN).assign(
        goal=[
            _goal(*row) for row in zip(frame["direction"], frame["target_value"], frame["measure_unit"], strict=True)
        ][:ROWS_SHOWN],
        reached=[
            "没有实际值" if pd.isna(actual) else amount_of(actual, unit)
            for actual, unit in zip(frame["actual"], frame["measure_unit"], strict=True)
        ][:ROWS_SHOWN],
        come=frame["completion_pct"].clip(0, 100).head(ROWS_SHOWN),
        taken_from=["任务进度台账" if not code else _measure_label(answers, code) for code in frame["source"]][
            :ROWS_SHOWN
        ],
    )
    return parts.make(
        answers,
        "items",
        "任务一览",
        "table",
        shown.loc[:, list(_COLUMNS)],
        (ITEMS, TARGETS, PROGRESS),
        unit="项",
        basis="期末，滞后的在前；" + RULE,
        finding=f"{finding}{cut}。",
        why_empty=nothing(answers, "期末没有在册任务"),
        measures=("work_late_count", "work_item_count"),
        opens=openings.items(answers.scope, "work_item_count", shown, "item_title"),
        labels=_COLUMNS,
        options={
            "formats": {"come": "bar", "time_pct": "bar", "deviation": "decimal"},
            "max": {"come": 100, "time_pct": 100},
            "widths": _WIDTHS,
        },
    )


def _measure_label(answers: Answers, code: str) -> str:
    try:
        return answers.measure(code).label
    except KeyError:
        return f"没有名为“{code}”的指标"


def _goal(direction: str, value: float | None, unit: object) -> str:
    if value is None or pd.isna(value):
        return "—"
    return (
        "清零" if direction == "清零" and not value else f"{'≤' if direction != '增加' else ''}{amount_of(value, unit)}"
    )
