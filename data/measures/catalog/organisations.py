"""Measures of the organisation: its units, its hands, its leaders' charges, training and registration."""

from __future__ import annotations

from data.ledgers.organisations import BRANCH_KINDS, COMMUNITY_KIND, INTERIM_KIND, ORG_KINDS
from data.measures.model import Condition, Direction, Measure

_ON = "期末（期末晚于数据日时为数据日）"
_BRANCH: tuple[Condition, ...] = tuple(("org_kind", kind) for kind in BRANCH_KINDS)
_INTERIM: tuple[Condition, ...] = (*_BRANCH, ("org_kind", INTERIM_KIND))


def _grids(
    code: str, label: str, words: str, direction: Direction, where: tuple[Condition, ...], **more: object
) -> Measure:
    definition = f"{_ON}在用的末级网格中，{words}个数；应建为全部在用末级网格（时点数）"
    return Measure(
        code,
        label,
        "个",
        definition,
        "register_grids",
        "organisations",
        "",
        direction,
        where=where,
        **more,  # type: ignore[arg-type]
    )


ORGANISATION_MEASURES: tuple[Measure, ...] = (
    Measure(
        "party_organisation_count",
        "党组织",
        "个",
        f"{_ON}在册的党委、党工委、党总支、党支部、党小组个数（时点数）",
        "register_count",
        "organisations",
        where=_BRANCH,
        breakdowns=("category",),
    ),
    Measure(
        "organisation_unit_count",
        "党组织和工作小组",
        "个",
        f"{_ON}在册的各级党组织、工作小组、党员联系组个数，不含社区社会组织（时点数）",
        "register_count",
        "organisations",
        where=tuple(("org_kind", kind) for kind in ORG_KINDS if kind != COMMUNITY_KIND),
        breakdowns=("category",),
    ),
    Measure(
        "grid_branch_count",
        "网格党支部、党小组",
        "个",
        f"{_ON}所在网格为末级网格的党支部、党小组个数（时点数）",
        "register_count",
        "organisations",
        direction="up",
        where=(("org_kind", "党支部"), ("org_kind", "党小组"), ("g3", "*")),
        breakdowns=("category",),
    ),
    Measure(
        "community_organisation_count",
        "社区社会组织",
        "个",
        f"{_ON}在册的社区社会组织个数（时点数）",
        "register_count",
        "organisations",
        direction="up",
        where=(("org_kind", COMMUNITY_KIND),),
    ),
    _grids("grid_built_count", "已建党组织的网格", "已建党组织（支部或党小组等）的", "up", _BRANCH),
    _grids(
        "grid_interim_count",
        "暂不具备条件的网格",
        "没有党支部、党小组、只有工作小组（暂不具备条件）的",
        "neutral",
        _INTERIM,
        above=_BRANCH,
        field="rest",
    ),
    _grids("grid_unbuilt_count", "应建未建的网格", "既无党组织也无工作小组的", "down", _INTERIM, field="without"),
    Measure(
        "grid_branch_coverage_pct",
        "网格党组织覆盖率",
        "%",
        f"{_ON}在用的末级网格中已建党组织的比例；只有工作小组的不算已建（时点数）",
        "register_grids",
        "organisations",
        direction="up",
        numerator="已建党组织的末级网格数",
        denominator="应建（全部在用末级网格）数",
        where=_BRANCH,
    ),
    Measure(
        "cross_seat_rate_pct",
        "交叉任职率",
        "%",
        f"{_ON}填报了班子成员数的组织中，交叉任职人数占班子成员人数的比例；没有填报的组织不在分母内（时点数）",
        "register_share",
        "organisations",
        direction="up",
        numerator="交叉任职人数",
        denominator="班子成员人数",
        field="cross_seats/committee_seats",
        where=(("committee_seats", "*"),),
        breakdowns=("category",),
    ),
)

STAFF_MEASURES: tuple[Measure, ...] = (
    Measure(
        "grid_force_count",
        "网格力量",
        "人",
        f"{_ON}在岗的各岗位人数之和；一人任两岗的计两次（时点数）",
        "register_sum",
        "grid_staff",
        direction="up",
        field="headcount",
        breakdowns=("category", "employment", "duty"),
    ),
    Measure(
        "grid_worker_count",
        "在岗网格员",
        "人",
        f"{_ON}在岗的网格员人数，含专职、兼职和动态；网格台账的配备数另计（时点数）",
        "register_sum",
        "grid_staff",
        direction="up",
        field="headcount",
        where=(("staff_role", "网格员"),),
        breakdowns=("employment", "duty"),
    ),
    Measure(
        "grid_unstaffed_count",
        "没有网格员的网格",
        "个",
        f"{_ON}在用的末级网格中，没有一名在岗网格员的个数；上级网格的网格员不算到末级（时点数）",
        "register_grids",
        "grid_staff",
        direction="down",
        field="without",
        where=(("staff_role", "网格员"), ("headcount", ">0")),
    ),
)


def _sponsored(code: str, target: str, level: int) -> Measure:
    return Measure(
        code,
        f"{target}包联率",
        "%",
        f"{_ON}在用的{target}中，至少有一名领导包联的比例；只计直接包联{target}的记录（时点数）",
        "register_grids",
        "sponsorships",
        direction="up",
        numerator=f"有领导包联的{target}数",
        denominator=f"全部在用{target}数",
        where=(("target_kind", target),),
        grid_level=level,
    )


SPONSORSHIP_MEASURES: tuple[Measure, ...] = (
    _sponsored("sponsored_community_rate_pct", "村和社区", 2),
    _sponsored("sponsored_grid_rate_pct", "网格", 0),
    Measure(
        "sponsored_team_count",
        "有领导包联的志愿服务队",
        "支",
        f"{_ON}有领导包联的志愿服务队支数，同名的只计一次（时点数）",
        "register_count",
        "sponsorships",
        direction="up",
        field="target_name",
        where=(("target_kind", "志愿服务队"),),
        breakdowns=("leader_rank",),
    ),
)

TRAINING_MEASURES: tuple[Measure, ...] = (
    Measure(
        "training_count",
        "培训批次",
        "批次",
        "期间内开班的培训批次，按培训日期计入当月（期间口径）",
        "count",
        "trainings",
        "trained",
        "up",
        breakdowns=("category",),
    ),
    Measure(
        "training_attendance_count",
        "参训人次",
        "人次",
        "期间内各批培训的参训人次之和，同一人参加两批计 2 人次（期间口径）",
        "sum",
        "trainings",
        "trained",
        "up",
        field="attendance_count",
        breakdowns=("category",),
    ),
)

REGISTRATION_MEASURES: tuple[Measure, ...] = (
    Measure(
        "registered_member_count",
        "报到在职党员",
        "人",
        f"{_ON}已到社区报到、未终止的在职党员人数之和（时点数）",
        "register_sum",
        "registrations",
        direction="up",
        field="registered_count",
        breakdowns=("actor",),
    ),
    Measure(
        "registered_organ_count",
        "报到单位",
        "家",
        f"{_ON}有在职党员到社区报到的单位家数，同一单位只计一次（时点数）",
        "register_count",
        "registrations",
        direction="up",
        field="organ_name",
    ),
)

ZONE_MEASURES: tuple[Measure, ...] = (
    Measure(
        "zone_count",
        "片区",
        "个",
        "编有网格的片区个数，同一片区只计一次（时点数）",
        "register_count",
        "zone_grids",
        field="zone_code",
    ),
    Measure(
        "zone_grid_count",
        "片区内网格",
        "个",
        "编入任一片区的网格个数，同一网格编入几个片区只计一次（时点数）",
        "register_count",
        "zone_grids",
        field="grid_code",
    ),
)
