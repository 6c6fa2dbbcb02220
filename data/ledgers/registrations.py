"""双报到台账: how many members of an organ registered with which community; counts, never names."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

REGISTRATIONS = Ledger(
    name="registrations",
    label="双报到台账",
    unit="条",
    id_field="registration_code",
    title_field="organ_name",
    actor_field="organ_name",
    sum_fields=("registered_count",),
    since_field="registered_on",
    until_field="ended_on",
    aliases=("双报到", "党员报到台账", "在职党员报到"),
    fields=(
        Field("registration_code", "报到编号", "text", ("编号",), required=True),
        Field("organ_name", "报到单位", "text", ("单位", "机关单位"), required=True),
        Field("grid_code", "报到社区编码", "grid_code", ("社区编码", "网格编码", "所属网格编码"), required=True),
        Field(
            "registered_count",
            "报到人数",
            "integer",
            ("报到党员数",),
            required=True,
            unit="人",
            minimum=0,
            maximum=1_000_000,
        ),
        Field("registered_on", "报到日期", "date", ("报到时间",)),
        Field("ended_on", "终止日期", "date", ()),
    ),
)
