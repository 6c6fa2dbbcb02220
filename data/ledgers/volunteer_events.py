"""志愿服务活动台账: what was done where, by which team, for how many people, how many hours."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

EVENT_TYPES = ("政策宣传", "环境整治", "助老助残", "青少年关爱", "平安巡防", "文明劝导", "医疗义诊", "便民服务")
TEAM_KINDS = ("党员志愿服务队", "社区志愿服务队", "行业部门服务队", "青年志愿服务队", "巾帼志愿服务队", "社会组织")

VOLUNTEER_EVENTS = Ledger(
    name="volunteer_events",
    label="志愿服务台账",
    unit="场",
    id_field="event_code",
    title_field="event_title",
    category_field="event_type",
    dimensions=("team_kind",),
    actor_field="team_name",
    sum_fields=("participation_count", "service_hours", "people_served_count"),
    stages=(Stage("held", "开展", "held_on", "开展"),),
    aliases=("志愿服务活动台账", "志愿服务活动", "志愿活动", "volunteer"),
    fields=(
        Field("event_code", "活动编号", "text", ("编号", "活动号", "event_id", "id"), required=True),
        Field("event_title", "活动名称", "text", ("活动主题", "名称", "主题", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field(
            "event_type", "活动类型", "code", ("服务类型", "活动类别", "类型", "type"), required=True, codes=EVENT_TYPES
        ),
        Field("team_name", "志愿服务队", "text", ("服务队名称", "队伍名称", "组织单位", "team")),
        Field("team_kind", "队伍类型", "code", ("服务队类型", "队伍类别"), codes=TEAM_KINDS),
        Field("held_on", "活动日期", "date", ("开展日期", "活动时间", "开展时间", "日期", "date"), required=True),
        Field(
            "participation_count",
            "参与人次",
            "integer",
            ("参加人次", "志愿者人次", "participants"),
            unit="人次",
            minimum=0,
            maximum=100_000,
            description="参加活动的志愿者人次，同一人参加两场计 2 人次",
        ),
        Field(
            "service_hours",
            "服务时长",
            "decimal",
            ("服务时长（小时）", "服务时长(小时)", "时长", "hours"),
            unit="小时",
            minimum=0,
            maximum=1_000_000,
            description="全部志愿者服务小时数之和",
        ),
        Field(
            "people_served_count",
            "服务人次",
            "integer",
            ("服务对象人次", "受益人次", "people_served"),
            unit="人次",
            minimum=0,
            maximum=1_000_000,
            description="接受服务的群众人次",
        ),
        Field("venue", "活动地点", "text", ("地点", "place")),
    ),
)
