"""Measures of the 队伍台账 and the 会议议事台账."""

from __future__ import annotations

from data.ledgers.teams import SIGNATURE, TEAM_LIST_KINDS
from data.measures.deliberation_fields import DEMANDS_OF, PROJECTS_OF
from data.measures.model import Measure

_ON = "期末（期末晚于数据日时为数据日）"
_TEAMS = tuple(("team_list_kind", kind) for kind in TEAM_LIST_KINDS if kind != SIGNATURE)
_BY = ("category",)
_BOTH = ("category", "actor")

TEAM_MEASURES: tuple[Measure, ...] = (
    Measure(
        "team_count",
        "队伍数",
        "支",
        f"{_ON}已成立、未解散的队伍支数，不含特色载体（时点数，不能跨月相加）",
        "register_count",
        "teams",
        "",
        "up",
        where=_TEAMS,
        breakdowns=_BY,
    ),
    Measure(
        "signature_group_count",
        "特色载体",
        "个",
        f"{_ON}已成立、未撤销的特色载体个数（时点数，不能跨月相加）",
        "register_count",
        "teams",
        "",
        "up",
        where=(("team_list_kind", SIGNATURE),),
    ),
    Measure(
        "team_member_count",
        "队伍成员",
        "人",
        f"{_ON}在册队伍成员人数之和，不含特色载体；同一人参加两支队伍计 2（时点数）",
        "register_sum",
        "teams",
        "",
        "up",
        field="member_count",
        where=_TEAMS,
        breakdowns=_BY,
    ),
)

MEETING_MEASURES: tuple[Measure, ...] = (
    Measure(
        "meeting_count",
        "会议议事",
        "场",
        "本期召开的场数（期间口径）",
        "count",
        "meetings",
        "met",
        "neutral",
        breakdowns=_BOTH,
    ),
    Measure(
        "meeting_attendance_count",
        "到会人次",
        "人次",
        "本期召开的会议到会人次之和，同一人到会两次计 2 人次（期间口径）",
        "sum",
        "meetings",
        "met",
        "neutral",
        field="attendance_count",
        breakdowns=_BOTH,
    ),
    Measure(
        "meeting_item_count",
        "提出事项",
        "件",
        "本期召开的会议上提出的事项件数之和（期间口径）",
        "sum",
        "meetings",
        "met",
        "neutral",
        field="item_count",
        breakdowns=_BOTH,
    ),
    Measure(
        "meeting_demand_rate_pct",
        "事项转为需求的比例",
        "%",
        "本期会议提出的事项中，登记为需求（需求编号在需求清单台账里查得到）的比例（期间口径）",
        "ratio",
        "meetings",
        "met",
        "up",
        numerator="其中登记为需求的件数",
        denominator="提出事项件数",
        field=DEMANDS_OF,
        item_unit="件",
        breakdowns=_BY,
    ),
    Measure(
        "meeting_project_rate_pct",
        "事项转为项目的比例",
        "%",
        "本期会议提出的事项中，登记为需求并在数据日前立项的比例（期间口径）",
        "ratio",
        "meetings",
        "met",
        "up",
        numerator="其中立项的件数",
        denominator="提出事项件数",
        field=PROJECTS_OF,
        item_unit="件",
        breakdowns=_BY,
    ),
)
