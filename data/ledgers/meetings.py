"""会议议事台账: meetings and deliberation sessions, what was raised there, and which demands came of it."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

DELIBERATION = "议事会"
MEETING_KINDS = (DELIBERATION, "联席会议", "调度会", "座谈会", "特色载体活动")

MEETINGS = Ledger(
    name="meetings",
    label="会议议事台账",
    unit="场",
    id_field="meeting_code",
    title_field="meeting_title",
    category_field="meeting_kind",
    actor_field="platform",
    sum_fields=("attendance_count", "item_count"),
    stages=(Stage("met", "召开", "met_on", "召开"),),
    aliases=("会议台账", "议事台账", "议事会台账", "联席会议台账"),
    fields=(
        Field("meeting_code", "会议编号", "text", ("编号", "meeting_id"), required=True),
        Field("meeting_title", "会议名称", "text", ("议题", "主题", "名称")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), required=True),
        Field("meeting_kind", "会议类别", "code", ("类别", "会议类型"), required=True, codes=MEETING_KINDS),
        Field("platform", "议事平台", "text", ("平台", "载体"), description="如：周五有约、红亭沙龙；空白表示没有名称"),
        Field("met_on", "召开日期", "date", ("会议日期", "日期", "召开时间"), required=True),
        Field(
            "attendance_count",
            "到会人次",
            "integer",
            ("参会人次", "参加人次"),
            unit="人次",
            minimum=0,
            maximum=100_000,
        ),
        Field("item_count", "提出事项", "integer", ("事项数", "议题数"), unit="件", minimum=0, maximum=10_000),
        Field(
            "linked_demands",
            "转为需求的编号",
            "text",
            ("关联需求编号", "需求编号"),
            description="会上提出、后来登记为需求的编号，用顿号、逗号或分号隔开",
        ),
    ),
)
