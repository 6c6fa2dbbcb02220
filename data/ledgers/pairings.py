"""结对共建台账: what an organ agreed to do with a community, item by item, and whether it kept its word."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

PAIRING_KINDS = ("阵地共用", "活动联办", "困难帮扶", "宣传宣讲", "环境共治", "专业服务")

PAIRINGS = Ledger(
    name="pairings",
    label="结对共建台账",
    unit="项",
    id_field="pairing_code",
    title_field="contract_item",
    category_field="pairing_kind",
    actor_field="organ_name",
    stages=(
        Stage("agreed", "约定", "agreed_on", "约定"),
        Stage("kept", "兑现", "kept_on", "兑现"),
    ),
    due_field="due_on",
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("结对共建", "契约化结对共建", "共建契约", "结对台账", "pairing"),
    fields=(
        Field("pairing_code", "契约事项编号", "text", ("编号", "pairing_id", "id"), required=True),
        Field("contract_item", "契约事项", "text", ("共建事项", "约定事项", "item")),
        Field("organ_name", "结对单位", "text", ("共建单位", "机关单位", "organ"), required=True),
        Field("grid_code", "结对社区编码", "grid_code", ("网格编码", "社区编码", "所属网格编码"), required=True),
        Field("pairing_kind", "事项类型", "code", ("类型", "类别", "kind"), codes=PAIRING_KINDS),
        Field("agreed_on", "约定日期", "date", ("签约日期", "约定时间", "agreed"), required=True),
        Field("due_on", "约定完成日期", "date", ("计划完成日期", "due")),
        Field("kept_on", "兑现日期", "date", ("完成日期", "兑现时间", "kept")),
        Field("exit_reason", "终止原因", "code", (), codes=("取消", "变更")),
        Field("exited_on", "终止日期", "date", ()),
    ),
)
