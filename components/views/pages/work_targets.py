"""Targets of the tasks: those missed by owner and quarter, and every change with its date and reason."""

from __future__ import annotations

import pandas as pd

from components.views.formats import full
from components.views.model import View
from components.views.opening import Opening
from components.views.pages import openings, parts
from data.measures.answers import Answers
from data.measures.scope import Period

ITEMS, TARGETS, PROGRESS = "work_items", "work_targets", "work_progress"
MOST_OWNERS, QUARTERS = 12, 6


def nothing(answers: Answers, said: str) -> str:
    """Why a list is empty although the ledger is there; empty where it is not."""
    if not answers.has_ledger(ITEMS):
        return ""
    return f"{answers.scope.sentence(answers.area_name)}：{said}。"


def amount_of(value: float | None, unit: object) -> str:
    """A value with its unit; a dash where there is none."""
    said = full(value)
    return said if said == "—" or not isinstance(unit, str) else f"{said} {unit}"


def owners(answers: Answers) -> View:
    """Owners by quarter: how many of the targets that ended then were missed."""
    frame = answers.work.owners(QUARTERS)
    opens = _opens(answers, frame)
    ended, missed = int(frame["ended"].sum()), int(frame["missed"].sum())
    totals = frame.groupby("owner_unit")[["missed", "ended"]].sum()
    totals = totals.sort_values(["missed", "ended"], ascending=[False, False], kind="stable")
    names = list(totals.index)
    quarters = sorted(set(frame["quarter"]))
    cells = frame.set_index(["owner_unit", "quarter"]).reindex(
        pd.MultiIndex.from_product([names[:MOST_OWNERS], quarters], names=["owner_unit", "quarter"])
    )
    shown = cells.reset_index()
    shown = pd.DataFrame(
        {
            "row": shown["owner_unit"],
            "column": [_quarter(quarter) for quarter in shown["quarter"]],
            "value": shown["missed"],
            "ended": shown["ended"],
        }
    )
    rest = f"；列出未达标最多的 {MOST_OWNERS} 家" if len(names) > MOST_OWNERS else ""
    return parts.make(
        answers,
        "owners",
        "各单位到期未达目标",
        "heatmap",
        shown,
        (ITEMS, TARGETS, PROGRESS),
        is_empty=frame.empty,
        unit="条",
        basis="按目标期结束的季度",
        measures=("work_target_missed_count", "work_target_ended_count"),
        by="actor",
        opens=opens,
        finding=f"{len(names)} 家单位到期目标 {full(ended)} 条，未达 **{full(missed)} 条**{rest}；空白为没有到期。",
        why_empty=nothing(answers, "还没有目标期结束的目标"),
        labels={"row": "责任单位", "column": "季度", "value": "未达（条）", "ended": "到期（条）"},
    )


def _quarter(key: str) -> str:
    """25年1季 for 2025-Q1."""
    return f"{key[2:4]}年{key[-1]}季"


def _opens(answers: Answers, frame: pd.DataFrame) -> openings.Openings:
    """Each owner's missed targets of each quarter."""
    found: list[Opening] = []
    for quarter, rows in frame.groupby("quarter"):
        first = 3 * int(str(quarter)[-1]) - 2
        period = Period(f"{str(quarter)[:4]}-{first:02d}", f"{str(quarter)[:4]}-{first + 2:02d}")
        missed = dict(zip(rows["owner_unit"], rows["missed"].astype(float), strict=True))
        scope = answers.scope.with_period(period)
        found += openings.rows_of(scope, "work_target_missed_count", "actor", _quarter(str(quarter)), missed)
    return tuple(found)


def changes(answers: Answers) -> View:
    """Every target replaced in the period: from what to what, when, why."""
    frame = answers.work.changes()
    unread = answers.work.unread_targets
    odd = f"；另有 {unread} 条目标的期间无法识别，没有计入" if unread else ""
    without = int((frame["reason"] == "").sum())
    missing = f"，{without} 次没有写原因" if without else "，都写了原因"
    shown = frame.assign(
        old=[amount_of(value, unit) for value, unit in zip(frame["old_value"], frame["measure_unit"], strict=True)],
        new=[amount_of(value, unit) for value, unit in zip(frame["new_value"], frame["measure_unit"], strict=True)],
    )
    columns = {
        "changed_on": "变更日期",
        "item_title": "任务",
        "owner_unit": "责任单位",
        "target_period": "目标期",
        "old": "原目标",
        "new": "新目标",
        "reason": "原因",
    }
    return parts.make(
        answers,
        "changes",
        "目标变更记录",
        "table",
        shown.loc[:, list(columns)],
        (ITEMS, TARGETS),
        unit="次",
        basis="本期变更，最近的在前",
        finding=f"本期变更目标 **{full(len(frame))} 次**{missing}{odd}。",
        why_empty=nothing(answers, f"没有变更过目标{odd}"),
        measures=("work_target_change_count",),
        labels=columns,
        options={
            "formats": {"changed_on": "date"},
            "widths": {
                "changed_on": 92,
                "item_title": 120,
                "owner_unit": 120,
                "target_period": 92,
                "old": 70,
                "new": 70,
            },
        },
    )
