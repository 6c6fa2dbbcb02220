"""组织名录: the organisation tree, each unit with what it hangs on and the grid it stands in; never members by name."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

BRANCH_KINDS = ("党委", "党工委", "党总支", "党支部", "党小组")
INTERIM_KIND = "工作小组"
COMMUNITY_KIND = "社区社会组织"
ORG_KINDS = (*BRANCH_KINDS, INTERIM_KIND, "党员联系组", COMMUNITY_KIND)

ORGANISATIONS = Ledger(
    name="organisations",
    label="组织名录",
    unit="个",
    id_field="org_code",
    title_field="org_name",
    category_field="org_kind",
    since_field="opened_on",
    until_field="closed_on",
    aliases=("组织台账", "党组织名录", "组织", "organisation"),
    fields=(
        Field("org_code", "组织编码", "text", ("编码", "组织代码", "org_id"), required=True),
        Field("org_name", "组织名称", "text", ("组织", "名称", "org")),
        Field("parent_org_code", "上级组织编码", "text", ("上级编码", "上级组织")),
        Field("org_kind", "组织类型", "code", ("类型", "组织类别"), required=True, codes=ORG_KINDS),
        Field(
            "chain_level",
            "组织层级",
            "integer",
            ("链条层级",),
            minimum=1,
            maximum=9,
            description="在本区县组织链条中是第几级，1 为最上级",
        ),
        Field("grid_code", "所在网格编码", "grid_code", ("网格编码", "所属网格编码", "网格代码")),
        Field("committee_seats", "班子成员数", "integer", ("班子职数",), unit="人", minimum=0, maximum=1000),
        Field("cross_seats", "交叉任职数", "integer", ("交叉任职人数",), unit="人", minimum=0, maximum=1000),
        Field("opened_on", "成立日期", "date", ("组建日期", "设立日期")),
        Field("closed_on", "撤销日期", "date", ()),
    ),
)
