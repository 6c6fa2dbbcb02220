"""红色物业: compounds, property firms, their stars, and the titles that were given."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger

YES_NO = ("是", "否")
COMPOUND_KINDS = ("商品房小区", "老旧小区", "安置小区", "单位家属院", "村改居小区")
OLD_COMPOUND_KINDS = ("老旧小区", "单位家属院")
"""Kinds that are compared among themselves, apart from newer ones."""
PROPERTY_MODES = ("专业物业", "社区代管", "业主自管", "无物业")
STARS = ("五星", "四星", "三星", "二星", "一星")
TITLE_KINDS = ("示范街道", "示范社区", "示范小区", "示范企业")

COMPOUNDS = Ledger(
    name="compounds",
    label="小区台账",
    unit="个",
    id_field="compound_code",
    title_field="compound_name",
    category_field="compound_kind",
    dimensions=("property_mode",),
    actor_field="firm_name",
    sum_fields=("officer_count",),
    since_field="compound_opened_on",
    until_field="compound_closed_on",
    aliases=("小区名录", "物业小区台账", "compound"),
    fields=(
        Field("compound_code", "小区编号", "text", ("编号", "compound_id", "id"), required=True),
        Field("compound_name", "小区名称", "text", ("小区", "名称"), required=True),
        Field("grid_code", "网格编码", "grid_code", ("所属社区编码", "所属网格编码", "grid"), required=True),
        Field("compound_kind", "小区类型", "code", ("类型", "类别"), codes=COMPOUND_KINDS),
        Field("property_mode", "物业管理方式", "code", ("管理方式", "物业模式"), codes=PROPERTY_MODES),
        Field("firm_name", "物业企业", "text", ("物业公司", "物业服务企业")),
        Field(
            "managed_from",
            "落实管理日期",
            "date",
            ("物业进驻日期", "接管日期"),
            description="有了专业物业、社区代管或业主自管的那一天；空白即还没有物业管理",
        ),
        Field("is_covered", "纳入红色物业", "code", ("是否纳入红色物业",), codes=YES_NO),
        Field("has_committee", "成立业委会", "code", ("业委会", "业主委员会", "是否成立业委会"), codes=YES_NO),
        Field("committee_since", "业委会成立日期", "date", ("业委会成立时间",)),
        Field("is_cross_appointed", "业委会交叉任职", "code", ("交叉任职",), codes=YES_NO),
        Field(
            "officer_count",
            "物业兼职委员人数",
            "integer",
            ("兼职委员人数",),
            unit="人",
            minimum=0,
            maximum=1000,
            description="物业企业人员兼任社区党组织委员的人数；只报人数，不报姓名",
        ),
        Field("is_demonstration", "示范小区", "code", ("是否示范",), codes=YES_NO),
        Field("compound_opened_on", "建成日期", "date", ("交付日期", "设立日期")),
        Field("compound_closed_on", "撤并日期", "date", ("拆除日期", "撤销日期")),
    ),
)

PROPERTY_FIRMS = Ledger(
    name="property_firms",
    label="物业企业台账",
    unit="家",
    id_field="firm_code",
    title_field="firm_name",
    since_field="firm_since",
    until_field="firm_until",
    aliases=("物业企业名录", "物业公司台账"),
    fields=(
        Field("firm_code", "企业编号", "text", ("编号", "firm_id"), required=True),
        Field("firm_name", "物业企业", "text", ("企业名称", "物业公司", "名称"), required=True),
        Field("grid_code", "主要服务网格编码", "grid_code", ("网格编码", "所属网格编码")),
        Field("has_party_organisation", "单独建立党组织", "code", ("建立党组织", "党组织"), codes=YES_NO),
        Field("is_cross_appointed", "实行交叉任职", "code", ("交叉任职",), codes=YES_NO),
        Field("firm_since", "进驻日期", "date", ("备案日期",)),
        Field("firm_until", "退出日期", "date", ("撤出日期",)),
    ),
)

STAR_RATINGS = Ledger(
    name="star_ratings",
    label="物业星级台账",
    unit="家",
    id_field="rating_code",
    title_field="firm_name",
    category_field="stars",
    since_field="rated_on",
    until_field="rated_until",
    aliases=("星级评定台账", "物业企业星级"),
    fields=(
        Field("rating_code", "评定编号", "text", ("编号",), required=True),
        Field("firm_name", "物业企业", "text", ("企业名称", "物业公司"), required=True),
        Field("grid_code", "主要服务网格编码", "grid_code", ("网格编码", "所属网格编码")),
        Field("stars", "星级", "code", ("评定星级",), required=True, codes=STARS),
        Field("rated_on", "评定日期", "date", ("生效日期", "评定时间"), required=True),
        Field(
            "rated_until",
            "下次评定日期",
            "date",
            ("失效日期",),
            required=True,
            description="从这一天起本次星级不再有效，由下次评定的星级接上",
        ),
    ),
)

TITLES = Ledger(
    name="titles",
    label="示范称号台账",
    unit="个",
    id_field="title_code",
    title_field="holder",
    category_field="title_kind",
    since_field="given_on",
    aliases=("称号台账", "示范创建台账", "荣誉称号"),
    fields=(
        Field("title_code", "称号编号", "text", ("编号",), required=True),
        Field(
            "holder",
            "称号持有单位",
            "text",
            ("持有单位", "获评单位"),
            required=True,
            description="街道、社区、小区或企业，不是个人",
        ),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), required=True),
        Field("title_kind", "称号类别", "code", ("类别", "称号"), required=True, codes=TITLE_KINDS),
        Field("giver", "授予单位", "text", ("授牌单位", "命名单位")),
        Field("given_on", "授予日期", "date", ("授牌日期", "命名日期"), required=True),
        Field("valid_until", "有效期至", "date", ("有效期", "到期日期")),
    ),
)
