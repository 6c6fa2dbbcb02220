"""微心愿台账: a small wish of a resident, claimed and fulfilled by an organisation."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

WISH_CATEGORIES = ("便民服务", "困难帮扶", "青少年关爱", "助老助残", "环境改善", "文化活动")
BENEFICIARY_GROUPS = ("独居老人", "困境儿童", "残疾人", "困难家庭", "新就业群体", "其他居民")
WISH_EXITS = ("撤回", "重复", "不属范围")

MICRO_WISHES = Ledger(
    name="micro_wishes",
    label="微心愿台账",
    unit="件",
    id_field="wish_code",
    title_field="wish_title",
    category_field="wish_category",
    dimensions=("beneficiary_group",),
    actor_field="claimed_by",
    stages=(
        Stage("submitted", "提出", "submitted_on", "提出"),
        Stage("claimed", "认领", "claimed_on", "认领", limit_days=10),
        Stage("fulfilled", "实现", "fulfilled_on", "实现", limit_days=30),
    ),
    exit_field="exit_reason",
    exit_date_field="exited_on",
    suppress_below=3,
    aliases=("微心愿", "心愿台账", "心愿", "wish"),
    fields=(
        Field("wish_code", "心愿编号", "text", ("编号", "wish_id", "id"), required=True),
        Field("wish_title", "心愿内容", "text", ("微心愿", "内容", "心愿", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field(
            "wish_category", "心愿类别", "code", ("类别", "心愿类型", "category"), required=True, codes=WISH_CATEGORIES
        ),
        Field("beneficiary_group", "受益群体", "code", ("服务对象", "对象类别", "群体"), codes=BENEFICIARY_GROUPS),
        Field("submitted_on", "提出日期", "date", ("征集日期", "登记日期", "提出时间", "submitted"), required=True),
        Field("claimed_on", "认领日期", "date", ("认领时间", "claimed")),
        Field("claimed_by", "认领单位", "text", ("认领组织", "认领方", "claimed_unit")),
        Field("fulfilled_on", "实现日期", "date", ("完成日期", "实现时间", "办结日期", "fulfilled")),
        Field("exit_reason", "终止原因", "code", ("未实现原因",), codes=WISH_EXITS),
        Field("exited_on", "终止日期", "date", ("撤回日期",)),
    ),
)
