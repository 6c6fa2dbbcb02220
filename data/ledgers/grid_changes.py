"""网格调整记录: which grids were set up, closed, merged, split or renamed, and what they were before."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

OPENED, CLOSED, MERGED, SPLIT, RENAMED = CHANGE_KINDS = ("设立", "撤销", "合并", "拆分", "更名")

GRID_CHANGES = Ledger(
    name="grid_changes",
    label="网格调整记录",
    unit="条",
    id_field="",
    grid_field="",
    loop_fields=("from_code", "to_code"),
    aliases=("网格调整", "网格调整台账", "网格变更记录"),
    fields=(
        Field("change_on", "调整日期", "date", ("变更日期", "生效日期"), required=True),
        Field("change_kind", "调整类型", "code", ("变更类型", "调整方式"), required=True, codes=CHANGE_KINDS),
        Field(
            "from_code",
            "调整前网格编码",
            "grid_code",
            ("原网格编码", "调整前编码"),
            required_when=("change_kind", (CLOSED, MERGED, SPLIT, RENAMED)),
            description="合并、拆分各写几行，一行一对前后编码；前后网格都要在网格台账里，写明设立、撤销日期",
        ),
        Field(
            "to_code",
            "调整后网格编码",
            "grid_code",
            ("新网格编码", "现网格编码"),
            required_when=("change_kind", (OPENED, MERGED, SPLIT, RENAMED)),
        ),
        Field(
            "share_pct",
            "划入占比",
            "decimal",
            ("占比",),
            unit="%",
            minimum=0,
            maximum=100,
            description="调整前网格有多大一部分归到调整后网格；不写就不折算，拆分前后不作比较",
        ),
        Field("note", "说明", "text", ("备注", "文号")),
    ),
)
