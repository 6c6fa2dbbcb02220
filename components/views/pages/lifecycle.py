"""Charts of items that move through stages: funnel, cohorts by month, open items by age, waiting longest."""

from __future__ import annotations

from components.views import clicks, words, words_lifecycle
from components.views.model import View
from components.views.pages import openings
from components.views.pages.charts import months_marked, short_month, widened
from components.views.pages.parts import make
from data.ledgers import Ledger
from data.measures.answers import Answers
from data.measures.registry import MEASURES

_WIDTHS = {
    "item_code": 114,
    "category": 84,
    "stage_label": 78,
    "waited_days": 116,
    "limit_days": 80,
    "status": 82,
}


def cohort_codes(ledger: Ledger, stage: str = "") -> tuple[str, ...]:
    """What a cohort is counted by: those opened, and the rates of each further stage or of the one named.

    The registered medians count by the month an item reached the later stage; a cohort's days are its own.
    """
    shares = [m for m in MEASURES.values() if m.ledger == ledger.name and m.cohort and m.is_share]
    reached = [m.code for m in shares if m.stage and (not stage or m.stage == stage)]
    opened = openings.opened_code(ledger)
    return (opened, *reached) if opened else tuple(reached)


def open_codes(ledger: Ledger) -> tuple[str, ...]:
    """What open items are counted by at the end of the period."""
    fields = ("", "is_overdue")
    return tuple(
        m.code for m in MEASURES.values() if m.ledger == ledger.name and m.kind == "stock" and m.field in fields
    )


def funnel(answers: Answers, view_id: str, title: str, ledger: str) -> View:
    """Items opened in the period and how far they had come by the as-of day, with the days between."""
    declared = answers.ledger(ledger)
    frame = answers.funnel(ledger)
    return make(
        answers,
        view_id,
        title,
        "funnel",
        frame,
        [ledger],
        is_empty=frame.empty or not frame["n"].iloc[0],
        unit=declared.unit,
        basis="批次口径",
        finding=words_lifecycle.steps(frame, declared.unit) + words_lifecycle.dwell(frame),
        measures=cohort_codes(declared),
        opens=openings.steps(declared, frame),
        labels={
            "label": "环节",
            "n": f"到达（{declared.unit}）",
            "share_pct": "占上一环节（%）",
            "of_first_pct": "占第一环节（%）",
            "median_days": "中位用时（天）",
            "p90_days": "九成用时不超过（天）",
        },
    )


def cohort_bars(answers: Answers, view_id: str, title: str, ledger: str, stage: str) -> View:
    """Items by the month they were opened in: reached the stage, not due yet, overdue, ended another way."""
    declared = answers.ledger(ledger)
    goal, opening = declared.stage(stage), declared.stages[0]
    wide = widened(answers)
    frame, span = wide.cohorts(ledger, stage), wide.scope.period
    frame = frame.assign(key=frame["month"], label=[short_month(month, span) for month in frame["month"]])
    names = {
        "reached": (f"已{goal.verb}", "main"),
        "not_due": (_not_due(declared), "not_due"),
        "waiting": (f"超期未{goal.verb}", "watch"),
        "exited": ("另有去向" if ledger == "demands" else "终止", "muted"),
    }
    return make(
        answers,
        view_id,
        title,
        "stacked",
        months_marked(answers, frame.loc[:, ["key", "label", *names, "opened"]]),
        [ledger],
        is_empty=frame.empty or not frame["opened"].any(),
        scope=wide.scope,
        unit=declared.unit,
        basis="批次口径",
        finding=words_lifecycle.cohort(frame, declared.unit, goal.verb),
        measures=cohort_codes(declared, stage),
        by="month",
        opens=openings.batches(declared, stage, frame, {key: name for key, (name, _) in names.items()}),
        labels={
            "label": f"{opening.verb}月",
            "opened": opening.verb,
            **{key: name for key, (name, _) in names.items()},
        },
        options={"series": {key: {"label": name, "role": role} for key, (name, role) in names.items()}},
        click=clicks.MONTH,
    )


def _not_due(ledger: Ledger) -> str:
    """What an open item is called that counts against nobody yet."""
    return "未到期或缓办" if ledger.due_rule and ledger.due_rule.suspended_from else "未到期"


def backlog(answers: Answers, view_id: str, title: str, ledger: str) -> View:
    """Items open at the end of the period by the days they have waited, the overdue part apart."""
    declared = answers.ledger(ledger)
    frame = answers.backlog(ledger).assign(within_n=lambda rows: rows["n"] - rows["overdue_n"])
    finding = words_lifecycle.waiting_ages(frame, declared.unit)
    frame["label"] = frame["label"].str.replace("天及", "").str.replace("天", "")
    names = {"within_n": "时限内", "overdue_n": "已超时限"}
    return make(
        answers,
        view_id,
        title,
        "stacked",
        frame.loc[:, ["label", *names, "n"]],
        [ledger],
        is_empty=frame.empty or not frame["n"].any(),
        unit=declared.unit,
        basis="期末在办",
        finding=finding,
        measures=open_codes(declared),
        opens=openings.ages(open_codes(declared), frame, names),
        why_empty=f"{answers.scope.sentence(answers.area_name, ledger)}：期末没有在办的{words.NOUNS[ledger][0]}。"
        if answers.has_ledger(ledger) and not answers.hides(ledger)
        else "",
        labels={"label": "已等（天）", **names, "n": "合计"},
        options={
            "series": {
                "within_n": {"label": names["within_n"], "role": "soft"},
                "overdue_n": {"label": names["overdue_n"], "role": "watch"},
            },
            "total": "n",
        },
    )


def waiting_table(answers: Answers, view_id: str, title: str, ledger: str, *, limit: int = 8, hidden: str = "") -> View:
    """The open items that have waited longest, with their stage, owner and how far past the limit.

    Args:
        answers: the numbers.
        view_id: id of the view.
        title: what is shown.
        ledger: whose items.
        limit: how many.
        hidden: a column that a narrow card does without.
    """
    declared = answers.ledger(ledger)
    rows = answers.waiting(ledger, limit)
    frame = rows.assign(
        status=[words_lifecycle.over(days) for days in rows["over_days"]], owner=rows["owner"].fillna("—")
    )
    labels = {
        "item_code": "编号",
        "title": declared.field(declared.title_field).label,
        "grid_path": "所在网格",
        "category": "类别",
        "stage_label": "已到环节",
        "waited_days": "已等（天）",
        "limit_days": "时限（天）",
        "status": "状态",
        "owner": declared.field(declared.actor_field).label,
    }
    return make(
        answers,
        view_id,
        title,
        "table",
        frame.loc[:, [name for name in labels if name != hidden]],
        [ledger],
        unit=declared.unit,
        basis=f"不论何时{declared.stages[0].verb}，截至{words.day(answers.district.as_of)}",
        finding=words_lifecycle.waiting_longest(frame, declared.unit),
        measures=open_codes(declared),
        opens=openings.open_items(answers, declared, rows),
        why_empty=f"{answers.area_name}：截至{words.day(answers.district.as_of)}没有在办的{words.NOUNS[ledger][0]}。"
        if answers.has_ledger(ledger) and not answers.hides(ledger)
        else "",
        labels={name: label for name, label in labels.items() if name != hidden},
        options={
            "formats": {"waited_days": "days_bar", "limit_days": "integer"},
            "widths": _WIDTHS,
        },
    )
