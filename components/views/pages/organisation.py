"""组织与力量: the organisation's tree beside the net's, who covers which grid, who leads whom, and the holes by name."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import fraction, full, percent
from components.views.model import View
from components.views.pages import cards, map_frame, openings, parts
from components.views.pages.grid_map import printed_cells
from components.views.pages.organisation_people import (
    charges,
    load,
    registrations,
    roles,
    trainings,
    uncharged,
)
from components.views.pages.parts import register_day
from data.measures.answers import Answers
from data.measures.organisation_desk import BUILT, INTERIM, UNBUILT

ORGANISATIONS, STAFF = "organisations", "grid_staff"
CARD_CODES = (
    "party_organisation_count",
    "grid_branch_coverage_pct",
    "grid_worker_count",
    "households_per_staff",
    "sponsored_grid_rate_pct",
    "registered_member_count",
)
ROWS_SHOWN = 200
_STATE_WORDS = {BUILT: "已建", INTERIM: "暂不具备（工作小组）", UNBUILT: "应建未建"}


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id."""
    views = (
        _cards(answers),
        unit_tree(answers),
        net_tree(answers),
        coverage_map(answers),
        coverage(answers),
        roles(answers),
        load(answers),
        gaps(answers),
        charges(answers),
        uncharged(answers),
        trainings(answers),
        registrations(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    figure = answers.figure
    organs = figure("registered_organ_count")
    notes = {
        "party_organisation_count": f"网格上 {full(figure('grid_branch_count').value)} 个",
        "grid_worker_count": "专职、兼职和动态",
        "households_per_staff": f"配备 {full(figure('staff_count').value)} 人",
        "registered_member_count": f"来自 {full(organs.value)} 家单位" if organs.value else "",
    }
    titles = {"grid_branch_coverage_pct": "网格党组织覆盖", "sponsored_grid_rate_pct": "网格领导包联"}
    return cards.cards(answers, "cards", "组织与力量主要指标", CARD_CODES, titles=titles, notes=notes)


def unit_tree(answers: Answers) -> View:
    """The organisation from the top down, each unit as wide as what it leads."""
    rows = answers.organisation.unit_tree()
    frame = rows.assign(
        role=[_unit_role(kind) for kind in rows["kind"]],
        display=[
            f"{kind or '所选范围'}，含本级共 {full(size)} 个组织"
            + (f"，其中工作小组 {full(interim)} 个" if interim else "")
            for kind, size, interim in zip(rows["kind"], rows["value"], rows["interim"], strict=True)
        ],
    )
    units = answers.organisation.units()
    counts = units["kind"].value_counts()
    order = answers.ledger(ORGANISATIONS).field("org_kind").codes
    said = "、".join(f"{kind} {full(counts[kind])} 个" for kind in order if kind in counts)
    chain = answers.district.profile.chain
    return parts.make(
        answers,
        "unit_tree",
        "组织树",
        "tree",
        frame.loc[:, ["key", "label", "parent", "value", "kind", "interim", "role", "display"]],
        (ORGANISATIONS,),
        unit="个",
        basis=" → ".join(chain) or register_day(answers),
        finding=words.joined([f"共 **{full(len(units))} 个**组织：{said}", *_further(answers)]),
        measures=("organisation_unit_count",),
        opens=openings.branches(frame, "organisation_unit_count"),
        labels={"label": "组织", "value": "含下级（个）", "kind": "类型", "interim": "其中工作小组（个）"},
    )


def _further(answers: Answers) -> list[str]:
    """Cross-appointment with its base, and the social organisations, which stand outside the tree."""
    cross, societies = answers.figure("cross_seat_rate_pct"), answers.figure("community_organisation_count")
    return [
        f"班子交叉任职 {percent(cross.value)}（{fraction(cross.numerator, cross.denominator)} 人）"
        if cross.denominator
        else "",
        f"社区社会组织另有 {full(societies.value)} 个" if societies.value else "",
    ]


def _unit_role(kind: str) -> str:
    roles = {"": "muted", "党委": "main", "党工委": "main", "党总支": "main", "工作小组": "watch"}
    return roles.get(kind, "soft")


def net_tree(answers: Answers) -> View:
    """The same land as a tree of grids, coloured by what its last grids have."""
    rows = answers.organisation.net_tree()
    above = set(rows["parent"])
    frame = rows.assign(
        role=[
            # only the last step is coloured: a hole anywhere would colour everything above it
            "muted" if key in above else "watch" if empty else "pale" if interim else "main"
            for key, empty, interim in zip(rows["key"], rows[UNBUILT], rows[INTERIM], strict=True)
        ],
        display=[
            f"末级网格 {full(total)} 个，已建 {full(total - interim - empty)}，暂不具备 {full(interim)}，未建 {full(empty)}"
            for total, interim, empty in zip(rows["value"], rows[INTERIM], rows[UNBUILT], strict=True)
        ],
    )
    total, interim, empty = (
        answers.figure(code).value or 0 for code in ("grid_count", "grid_interim_count", "grid_unbuilt_count")
    )
    lacking = (
        "全部已建党组织" if not interim and not empty else f"暂不具备 {full(interim)} 个，未建 **{full(empty)} 个**"
    )
    return parts.make(
        answers,
        "net_tree",
        "网格树",
        "tree",
        frame.loc[:, ["key", "label", "parent", "value", INTERIM, UNBUILT, "role", "display"]],
        (ORGANISATIONS, "grids"),
        is_empty=frame.empty or not answers.has_ledger(ORGANISATIONS),
        unit="个网格",
        basis="橙色含未建网格，浅色含工作小组",
        finding=f"末级网格 **{full(total)} 个**，{lacking}。",
        measures=("grid_count", "grid_interim_count", "grid_unbuilt_count"),
        by="grid2",
        opens=openings.nodes(answers, frame, "grid_count"),
        labels={"label": "网格", "value": "末级网格（个）", INTERIM: "暂不具备（个）", UNBUILT: "应建未建（个）"},
    )


def coverage_map(answers: Answers) -> View:
    """Share of last grids with an organisation by area."""
    measure = answers.measure("grid_branch_coverage_pct")
    rows = answers.rows(measure.code, "grid")
    frame = rows.assign(grid_code=rows["key"].astype(str), display=printed_cells(rows, measure), is_small=False)
    level = parts.level_name(answers, answers.area_level + 1)
    figure = answers.figure(measure.code)
    whole = int((frame["value"] == 100).sum())
    return parts.make(
        answers,
        "map",
        "网格党组织覆盖图",
        "map",
        frame.loc[:, ["grid_code", "label", "value", "state", "display", "is_small"]],
        (ORGANISATIONS,),
        is_empty=frame.empty or not answers.has_ledger(ORGANISATIONS),
        unit="%",
        basis=f"按{level}",
        finding=f"已建 **{words.share_of(figure)}**；{_all_covered(whole, len(frame), level)}。",
        why_empty=parts.no_areas_below(answers) if answers.has_ledger(ORGANISATIONS) else "",
        measures=(measure.code,),
        labels={"grid_code": "网格编码", "label": level, "value": "覆盖率（%）", "display": "已建/应建"},
        options={
            "level": answers.area_level + 1,
            "parent": answers.scope.grid_code,
            "parent_level": answers.area_level,
            "members": map_frame.members(answers),
            "measure_label": measure.label,
            "unit": "%",
        },
    )


def _all_covered(whole: int, count: int, level: str) -> str:
    """How many areas have an organisation on every grid: 4 个乡镇全部建成, 8 个镇中 1 个全部建成."""
    if whole == count:
        return f"{count} 个{level}全部建成"
    return f"{count} 个{level}中 {whole} 个全部建成" if whole else f"{count} 个{level}都还没有全部建成"


def coverage(answers: Answers) -> View:
    """应建 in three states by area: built, not yet able (interim group), not built."""
    codes = {BUILT: "grid_built_count", INTERIM: "grid_interim_count", UNBUILT: "grid_unbuilt_count"}
    columns = {state: answers.rows(code, "grid").set_index("key")["value"] for state, code in codes.items()}
    labels = answers.rows("grid_built_count", "grid").set_index("key")["label"]
    frame = pd.DataFrame({"label": labels, **columns}).fillna(dict.fromkeys(codes, 0)).reset_index(drop=True)
    level = parts.level_name(answers, answers.area_level + 1)
    figures = {state: answers.figure(code).value or 0 for state, code in codes.items()}
    roles_of = {BUILT: "main", INTERIM: "soft", UNBUILT: "watch"}
    return parts.make(
        answers,
        "coverage",
        "应建、已建、暂不具备",
        "stacked",
        frame,
        (ORGANISATIONS,),
        is_empty=frame.empty or not sum(figures.values()) or not answers.has_ledger(ORGANISATIONS),
        unit="个网格",
        basis=f"{register_day(answers)}，按{level}",
        finding=(
            f"应建 {full(sum(figures.values()))} 个：已建 **{full(figures[BUILT])}**，"
            f"暂不具备 {full(figures[INTERIM])}，未建 **{full(figures[UNBUILT])}**。"
        ),
        why_empty=parts.no_areas_below(answers) if answers.has_ledger(ORGANISATIONS) else "",
        measures=tuple(codes.values()),
        by="grid",
        labels={"label": level, **{state: f"{said}（个）" for state, said in _STATE_WORDS.items()}},
        options={
            "series": {state: {"label": said, "role": roles_of[state]} for state, said in _STATE_WORDS.items()},
        },
    )


def gaps(answers: Answers) -> View:
    """Last grids without an organisation or without a grid worker, by name."""
    rows = answers.organisation.grids()
    has_units, has_staff = answers.has_ledger(ORGANISATIONS), answers.has_ledger(STAFF)
    lacking_unit = (rows["state"] != BUILT) & has_units
    lacking_staff = ~rows["is_staffed"].astype(bool) & has_staff
    shown = rows[lacking_unit | lacking_staff]
    frame = pd.DataFrame(
        {
            "grid_name": shown["grid_name"],
            "path": shown["path"],
            "state": [_STATE_WORDS[state].partition("（")[0] if has_units else "" for state in shown["state"]],
            "staff": ["有" if staffed else "没有" for staffed in shown["is_staffed"]],
        }
    ).reset_index(drop=True)
    return parts.make(
        answers,
        "gaps",
        "组织和力量的空白网格",
        "table",
        frame.head(ROWS_SHOWN),
        (ORGANISATIONS, STAFF),
        is_empty=frame.empty,
        unit="个",
        basis=register_day(answers),
        finding=(
            f"未建 **{full(((rows['state'] == UNBUILT) & has_units).sum())} 个**，"
            f"工作小组 {full(((rows['state'] == INTERIM) & has_units).sum())} 个，"
            f"没有网格员 **{full(lacking_staff.sum())} 个**。"
        ),
        why_empty=f"{answers.area_name}：末级网格都有党组织，也都有网格员。" if has_units and has_staff else "",
        measures=("grid_unbuilt_count", "grid_interim_count", "grid_unstaffed_count"),
        labels={"grid_name": "网格", "path": "所在", "state": "党组织", "staff": "网格员"},
    )
