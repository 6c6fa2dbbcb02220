"""网格力量台账: how many people hold which role in which grid; one row a grid, role and employment, never a name."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

STAFF_ROLES = ("网格员", "网格长", "网格指导员", "楼栋长")
EMPLOYMENTS = ("专职", "兼职", "动态")

GRID_STAFF = Ledger(
    name="grid_staff",
    label="网格力量台账",
    unit="条",
    id_field="staff_row_code",
    category_field="staff_role",
    dimensions=("employment", "duty"),
    sum_fields=("headcount",),
    since_field="since_on",
    until_field="until_on",
    aliases=("网格力量", "网格员台账", "网格队伍台账"),
    fields=(
        Field("staff_row_code", "力量编号", "text", ("编号",), required=True),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号"), required=True),
        Field("staff_role", "岗位", "code", ("角色", "岗位类型"), required=True, codes=STAFF_ROLES),
        Field("employment", "用工方式", "code", ("专兼职", "用工"), codes=EMPLOYMENTS),
        Field("duty", "职责", "text", ("职责分工",)),
        Field("headcount", "人数", "integer", ("在岗人数",), required=True, unit="人", minimum=0, maximum=100_000),
        Field("since_on", "到岗日期", "date", ("起始日期",)),
        Field("until_on", "离岗日期", "date", ()),
    ),
)
