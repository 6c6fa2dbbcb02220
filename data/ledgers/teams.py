"""队伍台账: standing teams and signature groups, by kind and place; members as counts only."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

SIGNATURE = "特色载体"
TEAM_LIST_KINDS = ("专项服务队", "党员先锋队", "志愿服务队", "新就业群体队伍", SIGNATURE)

TEAMS = Ledger(
    name="teams",
    label="队伍台账",
    unit="支",
    id_field="team_code",
    title_field="team_name",
    category_field="team_list_kind",
    sum_fields=("member_count",),
    since_field="team_opened_on",
    until_field="team_closed_on",
    aliases=("专项队伍台账", "特色载体台账", "队伍名录"),
    fields=(
        Field("team_code", "队伍编号", "text", ("编号", "team_id"), required=True),
        Field("team_name", "队伍名称", "text", ("名称", "载体名称"), required=True),
        Field("team_list_kind", "队伍类别", "code", ("类别", "队伍类型"), required=True, codes=TEAM_LIST_KINDS),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), required=True),
        Field(
            "member_count",
            "成员人数",
            "integer",
            ("人数", "队员人数"),
            unit="人",
            minimum=0,
            maximum=100_000,
            description="只报人数；同一人参加两支队伍计 2 次",
        ),
        Field("team_opened_on", "成立日期", "date", ("组建日期",)),
        Field("team_closed_on", "解散日期", "date", ("撤销日期",)),
    ),
)
