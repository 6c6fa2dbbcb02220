"""Measures of 红色物业: compounds, property firms, stars and titles."""

from __future__ import annotations

from data.measures.model import BY_THEN, NOT_PASSED, NOT_YET, PASSED, Condition, Direction, Measure

_ON = "期末（期末晚于数据日时为数据日）"
_BY = ("category", "property_mode")
_COVERED: Condition = ("is_covered", "是")


def _compounds(
    code: str,
    label: str,
    definition: str,
    where: tuple[Condition, ...] = (),
    field: str = "",
    direction: Direction = "up",
    by: tuple[str, ...] = _BY,
) -> Measure:
    words = f"{_ON}{definition}（时点数，不能跨月相加）"
    return Measure(
        code, label, "个", words, "register_count", "compounds", "", direction, field=field, where=where, breakdowns=by
    )


def _share(
    code: str, label: str, ledger: str, below: str, above: str, condition: Condition, where: tuple[Condition, ...] = ()
) -> Measure:
    return Measure(
        code,
        label,
        "%",
        f"{_ON}{below}中，{above}的比例（时点数）",
        "register_share",
        ledger,
        "",
        "up",
        numerator=f"其中{above}的数",
        denominator=f"{below}数",
        where=where,
        above=(condition,),
        breakdowns=_BY if ledger == "compounds" else (),
    )


def _titles(code: str, label: str, definition: str, test: str = "", direction: Direction = "up") -> Measure:
    where = (("valid_until", test),) if test else ()
    words = f"{_ON}{definition}（时点数）"
    return Measure(
        code, label, "个", words, "register_count", "titles", "", direction, where=where, breakdowns=("category",)
    )


PROPERTY_MEASURES: tuple[Measure, ...] = (
    _compounds("compound_count", "小区数", "在册小区个数", direction="neutral"),
    _compounds("compound_covered_count", "红色物业覆盖小区", "在册小区中已纳入红色物业的个数", (_COVERED,)),
    _compounds(
        "covered_community_count",
        "红色物业覆盖社区",
        "至少有一个小区已纳入红色物业的二级网格个数，同一社区只计一次",
        (_COVERED, ("g2", "*")),
        "g2",
        by=(),
    ),
    _compounds(
        "covered_subdistrict_count",
        "红色物业覆盖街道",
        "至少有一个小区已纳入红色物业的一级网格个数，同一街道只计一次",
        (_COVERED, ("g1", "*")),
        "g1",
        by=(),
    ),
    _compounds(
        "compound_unmanaged_count",
        "无物业管理小区",
        "还没有落实专业物业、社区代管或业主自管的在册小区个数，按落实管理日期",
        (("managed_from", NOT_YET),),
        direction="down",
        by=("category",),
    ),
    _share("compound_covered_rate_pct", "红色物业覆盖率", "compounds", "在册小区", "已纳入红色物业", _COVERED),
    _share(
        "compound_managed_rate_pct",
        "物业管理覆盖率",
        "compounds",
        "在册小区",
        "已落实物业管理",
        ("managed_from", BY_THEN),
    ),
    _share(
        "compound_committee_rate_pct", "业委会覆盖率", "compounds", "在册小区", "已成立业委会", ("has_committee", "是")
    ),
    _share(
        "committee_cross_appointed_rate_pct",
        "业委会交叉任职率",
        "compounds",
        "已成立业委会的小区",
        "业委会实行交叉任职",
        ("is_cross_appointed", "是"),
        (("has_committee", "是"),),
    ),
    _compounds(
        "committee_cross_appointed_count",
        "交叉任职业委会",
        "业委会实行交叉任职的在册小区个数",
        (("has_committee", "是"), ("is_cross_appointed", "是")),
    ),
    Measure(
        "property_officer_count",
        "物业兼职委员",
        "人",
        f"{_ON}在册小区的物业兼职委员人数之和（时点数）",
        "register_sum",
        "compounds",
        "",
        "up",
        field="officer_count",
        breakdowns=("category",),
    ),
    Measure(
        "property_firm_count",
        "物业企业",
        "家",
        f"{_ON}在册物业企业家数，按主要服务网格归区域（时点数）",
        "register_count",
        "property_firms",
        "",
        "neutral",
    ),
    Measure(
        "firm_with_party_count",
        "单独建立党组织的企业",
        "家",
        f"{_ON}在册物业企业中单独建立党组织的家数（时点数）",
        "register_count",
        "property_firms",
        "",
        "up",
        where=(("has_party_organisation", "是"),),
    ),
    _share(
        "firm_party_rate_pct",
        "物业企业党组织单建率",
        "property_firms",
        "在册物业企业",
        "单独建立党组织",
        ("has_party_organisation", "是"),
    ),
    _share(
        "firm_cross_appointed_rate_pct",
        "物业企业交叉任职率",
        "property_firms",
        "在册物业企业",
        "实行交叉任职",
        ("is_cross_appointed", "是"),
    ),
    Measure(
        "starred_firm_count",
        "星级物业企业",
        "家",
        f"{_ON}持有有效星级的物业企业家数，下次评定之前有效（时点数）",
        "register_count",
        "star_ratings",
        "",
        "neutral",
        field="firm_name",
        breakdowns=("category",),
    ),
    _titles("title_count", "授予示范称号", "已授予的示范称号个数，含已过期的"),
    _titles("title_valid_count", "有效示范称号", "有效期未过（或没有期限）的示范称号个数", NOT_PASSED),
    _titles("title_expired_count", "过期示范称号", "有效期已过的示范称号个数", PASSED, "down"),
)
