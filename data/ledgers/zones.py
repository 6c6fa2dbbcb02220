"""片区: named sets of grids that cut across the net."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

ZONES = Ledger(
    name="zones",
    label="片区名录",
    unit="个",
    id_field="zone_code",
    title_field="zone_name",
    grid_field="",
    category_field="zone_kind",
    aliases=("片区", "片区台账", "zone"),
    fields=(
        Field("zone_code", "片区编码", "text", ("编码",), required=True),
        Field("zone_name", "片区名称", "text", ("名称", "片区"), required=True),
        Field("zone_kind", "片区类型", "text", ("类型",)),
    ),
)

ZONE_GRIDS = Ledger(
    name="zone_grids",
    label="片区网格对应表",
    unit="条",
    id_field="",
    aliases=("片区网格", "片区与网格"),
    fields=(
        Field("zone_code", "片区编码", "text", (), required=True),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码"), required=True),
    ),
)
