"""包联台账: which rank of leader is responsible for which community, grid or team; ranks and targets, never names."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

SPONSOR_TARGETS = ("村和社区", "网格", "志愿服务队")

SPONSORSHIPS = Ledger(
    name="sponsorships",
    label="包联台账",
    unit="个",
    id_field="sponsorship_code",
    title_field="target_name",
    category_field="target_kind",
    dimensions=("leader_rank",),
    since_field="since_on",
    until_field="until_on",
    aliases=("包联", "包抓台账", "领导包联"),
    fields=(
        Field("sponsorship_code", "包联编号", "text", ("编号",), required=True),
        Field(
            "leader_rank", "包联领导职级", "text", ("职级", "领导层级"), required=True, description="只写职级，不写姓名"
        ),
        Field("target_kind", "包联对象类型", "code", ("对象类型",), required=True, codes=SPONSOR_TARGETS),
        Field("target_name", "包联对象", "text", ("对象名称", "对象")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码"), required=True),
        Field("since_on", "包联起始日期", "date", ("起始日期",)),
        Field("until_on", "包联结束日期", "date", ("结束日期",)),
    ),
)
