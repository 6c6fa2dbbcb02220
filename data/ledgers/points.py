"""积分台账: what teams and groups earned by service, redeemed, let expire, and published; never a person's account."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

EARNED, REDEEMED, EXPIRED, FED_BACK = "服务得分", "兑换", "到期", "反馈"
ENTRY_KINDS = (EARNED, REDEEMED, EXPIRED, FED_BACK)
GROUP_KINDS = ("志愿服务队", "新就业群体队伍", "楼组", "商户联盟", "社会组织")

POINTS = Ledger(
    name="points",
    label="积分台账",
    unit="笔",
    id_field="entry_code",
    title_field="entry_title",
    category_field="entry_kind",
    dimensions=("group_kind",),
    actor_field="group_name",
    sum_fields=("points",),
    stages=(Stage("entered", "记入", "entered_on", "记入"),),
    aliases=("积分明细", "积分记录", "points"),
    groups_only="group_name",
    fields=(
        Field("entry_code", "积分编号", "text", ("编号", "entry_id"), required=True),
        Field("entry_title", "积分事项", "text", ("事项", "服务内容")),
        Field(
            "group_name",
            "队伍或群体",
            "text",
            ("队伍名称", "群体名称", "积分主体"),
            required=True,
            description="队伍、楼组、商户联盟等群体的名称；不记个人",
        ),
        Field("group_kind", "群体类别", "code", ("主体类别",), codes=GROUP_KINDS),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), required=True),
        Field("entry_kind", "记分类别", "code", ("积分类别", "类别"), required=True, codes=ENTRY_KINDS),
        Field(
            "points",
            "积分",
            "integer",
            ("分值", "积分数"),
            required=True,
            unit="分",
            minimum=0,
            maximum=1_000_000,
            description="都填正数；兑换和到期是减少，反馈填 0",
        ),
        Field("entered_on", "记分日期", "date", ("日期", "发生日期"), required=True),
        Field("expires_on", "积分有效期至", "date", ("有效期至", "到期日期"), description="服务得分的有效期"),
        Field("item_redeemed", "兑换物品", "text", ("兑换内容", "兑换项目")),
        Field("service_code", "服务编号", "text", ("活动编号", "关联服务编号")),
    ),
)
