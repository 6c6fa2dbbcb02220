"""网格台账: the attributes of grids. Boundaries come from their own files (see data/grids)."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

GRID_KINDS = ("城市社区", "农牧村", "专属")

GRIDS = Ledger(
    name="grids",
    label="网格台账",
    unit="个",
    id_field="grid_code",
    title_field="grid_name",
    grid_field="grid_code",
    category_field="grid_kind",
    sum_fields=("household_count", "population_count", "staff_count"),
    aliases=("网格", "网格名录", "网格信息", "grid"),
    fields=(
        Field("grid_code", "网格编码", "grid_code", ("编码", "代码", "code", "id"), required=True),
        Field("grid_name", "网格名称", "text", ("名称", "name"), required=True),
        Field("level", "网格层级", "integer", ("层级", "级别"), required=True, minimum=1, maximum=3),
        Field("parent_code", "上级网格编码", "grid_code", ("上级编码", "上级网格", "parent", "parent_code")),
        Field("grid_kind", "网格类型", "code", ("类型", "kind"), codes=GRID_KINDS),
        Field("household_count", "户数", "integer", ("households",), unit="户", minimum=0),
        Field("population_count", "人口数", "integer", ("人口", "常住人口", "population"), unit="人", minimum=0),
        Field("staff_count", "网格员数", "integer", ("网格员", "网格员人数", "staff"), unit="人", minimum=0),
        Field("longitude", "经度", "decimal", ("lon", "lng"), unit="度", minimum=-180, maximum=180),
        Field("latitude", "纬度", "decimal", ("lat",), unit="度", minimum=-90, maximum=90),
        Field("opened_on", "设立日期", "date", ("成立日期",)),
        Field("closed_on", "撤销日期", "date", ()),
    ),
)
