"""队伍与议事: teams and signature groups, meetings, and what came of the items raised there."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.views.formats import NO_VALUE, fraction, full
from components.views.inexact import words_of
from components.views.model import View
from components.views.pages import areas, cards, charts, openings, parts
from data.ledgers.teams import SIGNATURE
from data.measures.answers import Answers

TEAMS, MEETINGS, DEMANDS = "teams", "meetings", "demands"
CARD_CODES = (
    "team_count",
    "signature_group_count",
    "meeting_count",
    "meeting_attendance_count",
    "meeting_item_count",
    "meeting_demand_rate_pct",
)
MEETINGS_SHOWN = 200


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, kinds, areas, by_month, meeting_kinds, items, platforms, meetings, teams."""
    level = parts.level_name(answers, answers.area_level + 1)
    views = (
        _cards(answers),
        charts.trend(answers, "by_month", "每月会议议事", "meeting_count", basis="按召开月"),
        charts.bars(answers, "meeting_kinds", "各类会议", "meeting_count", "category"),
        items(answers),
        kinds(answers),
        charts.bars(answers, "areas", f"各{level}队伍", "team_count", "grid", basis="期末", heading=level),
        platforms(answers),
        meetings(answers),
        teams(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    members = answers.figure("team_member_count")
    notes = {
        "team_count": f"成员 {full(members.value)} 人",
        "signature_group_count": "期末",
        "meeting_count": "按召开月",
    }
    shown = {"meeting_demand_rate_pct": "事项转为需求"}
    return cards.cards(answers, "cards", "队伍与议事主要指标", CARD_CODES, titles=shown, notes=notes)


def items(answers: Answers) -> View:
    """Items raised, put on record as demands, become projects."""
    codes = ("meeting_item_count", "meeting_demand_rate_pct", "meeting_project_rate_pct")
    demand, project = (answers.figure(code) for code in codes[1:])
    raised, listed, filed = (int(value or 0) for value in (demand.denominator, demand.numerator, project.numerator))
    frame = pd.DataFrame(
        {
            "label": ["会上提出事项", "登记为需求", "立项"],
            "n": [raised, listed, filed],
            "share_pct": [None, _share(listed, raised), _share(filed, listed)],
            "median_days": [None, None, None],
        }
    )
    finding = (
        f"提出 {full(raised)} 件，登记为需求 **{fraction(listed, raised)} 件**，立项 **{fraction(filed, raised)} 件**。"
    )
    return parts.make(
        answers,
        "items",
        "提出的事项去了哪里",
        "funnel",
        frame,
        (MEETINGS, DEMANDS),
        is_empty=not raised,
        unit="件",
        basis="按会议召开月",
        finding=finding,
        measures=codes,
        opens=openings.each_of(frame, codes, "件"),
        labels={"label": "环节", "n": "件数", "share_pct": "占上一环节（%）", "median_days": "用时（天）"},
    )


def _share(above: int, below: int) -> float | None:
    return above * 100 / below if below else None


def kinds(answers: Answers) -> View:
    """Teams by kind; signature groups are not teams and have a figure of their own."""
    view = charts.bars(answers, "kinds", "各类队伍", "team_count", "category", basis="期末")
    return replace(view, frame=view.frame[view.frame["key"] != SIGNATURE].reset_index(drop=True))


def platforms(answers: Answers) -> View:
    """Meetings of each platform that has a name."""
    view = areas.unit_list(
        answers, "platforms", "议事平台", "meeting_count", heading="平台", said="召开", kind="个有名称的平台"
    )
    if not view.empty or not answers.has_ledger(MEETINGS):
        return view
    return replace(view, empty="本期的会议没有写明议事平台；会议议事台账有“议事平台”一列，可以补填。")


def meetings(answers: Answers) -> View:
    """The newest meetings with what was raised and which demands came of it."""
    rows, count = answers.records(MEETINGS, limit=MEETINGS_SHOWN)
    frame = rows.assign(
        title=rows["meeting_title"].fillna(NO_VALUE),
        platform=rows["platform"].fillna(NO_VALUE),
        linked=rows["linked_demands"].fillna(NO_VALUE),
    )
    columns = ["met_on", "meeting_kind", "title", "platform", "grid_path", "attendance_count", "item_count", "linked"]
    cut = f"，列出最近 {len(frame)} 场" if count > len(frame) else ""
    return parts.make(
        answers,
        "meetings",
        "会议议事记录",
        "table",
        frame.loc[:, columns],
        (MEETINGS,),
        unit="场",
        basis="最近的在前",
        finding=f"本期共 **{full(count)} 场**{cut}。",
        measures=("meeting_count",),
        by="actor",
        labels={
            "met_on": "日期",
            "meeting_kind": "类别",
            "title": "会议",
            "platform": "平台",
            "grid_path": "所在区域",
            "attendance_count": "到会（人次）",
            "item_count": "提出（件）",
            "linked": "转为需求的编号",
        },
        options={
            "formats": {"met_on": "date", "attendance_count": "integer", "item_count": "integer"},
            "words": words_of(rows, columns),
            "widths": {"met_on": 100, "meeting_kind": 108, "platform": 90, "attendance_count": 100, "item_count": 84},
        },
    )


def teams(answers: Answers) -> View:
    """Teams and signature groups that stand."""
    rows = answers.register_rows(TEAMS)
    frame = rows.sort_values(["team_list_kind", "grid_code"], kind="stable").reset_index(drop=True)
    counted = "、".join(f"{kind} {n} 个" for kind, n in frame["team_list_kind"].value_counts(sort=False).items())
    return parts.make(
        answers,
        "teams",
        "队伍与特色载体名册",
        "table",
        frame.loc[:, ["team_name", "team_list_kind", "grid_path", "member_count", "team_opened_on"]],
        (TEAMS,),
        basis="期末在册，成员只报人数",
        finding=f"{counted}。" if len(frame) else "",
        measures=("team_count", "signature_group_count", "team_member_count"),
        by="category",
        labels={
            "team_name": "队伍",
            "team_list_kind": "类别",
            "grid_path": "所在区域",
            "member_count": "成员（人）",
            "team_opened_on": "成立日期",
        },
        options={
            "formats": {"member_count": "integer", "team_opened_on": "date"},
            "words": words_of(frame, ["member_count"]),
            "widths": {"team_list_kind": 116, "member_count": 84, "team_opened_on": 100},
        },
    )
