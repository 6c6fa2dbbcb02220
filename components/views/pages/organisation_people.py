"""组织与力量: hands in the grids, leaders' charges, training and registration; counts of people, never names."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import areas, charts, parts
from components.views.pages.parts import register_day
from data.measures.answers import Answers

STAFF, SPONSORSHIPS, TRAININGS, REGISTRATIONS = "grid_staff", "sponsorships", "trainings", "registrations"
ROWS_SHOWN = 200
AREAS_SHOWN = 13


def roles(answers: Answers) -> View:
    """How many people hold each role; roles are not added up, one person may hold two."""
    rows = answers.rows("grid_force_count", "category")
    frame = rows.loc[:, ["key", "label", "value"]].assign(display=[full(value) for value in rows["value"]])
    employed = answers.rows("grid_worker_count", "employment")
    counts = zip(employed["label"], employed["value"], strict=True)
    said = "、".join(f"{label} {full(value)} 人" for label, value in counts if value)
    total = answers.figure("grid_worker_count").value
    equipped = answers.figure("staff_count").value
    # two registers of the same people: where they differ, the words say why
    apart = f"；网格台账配备 {full(equipped)} 人，离岗不减、另计的不加" if equipped and equipped != total else ""
    return parts.make(
        answers,
        "roles",
        "各岗位力量",
        "bars",
        frame,
        (STAFF,),
        is_empty=not rows["value"].fillna(0).any(),
        unit="人",
        basis="各岗可兼任，不相加",
        finding=f"在岗网格员 **{full(total)} 人**：{said}{apart}。",
        measures=("grid_force_count", "grid_worker_count"),
        by="category",
        labels={"label": "岗位", "value": "人数（人）"},
    )


def load(answers: Answers) -> View:
    """Households a grid worker looks after, by area; areas of one kind together, heaviest first."""
    rows = answers.rows("households_per_staff", "grid").dropna(subset=["value"])
    frame = rows.sort_values("value", ascending=False, kind="stable")
    frame = areas.among_peers(answers, frame.loc[:, ["key", "label", "value", "numerator", "denominator"]])
    frame = frame.head(AREAS_SHOWN)
    frame["display"] = [f"{value:.1f}" for value in frame["value"]]
    level = parts.level_name(answers, answers.area_level + 1)
    figure = answers.figure("households_per_staff")
    span = (
        f"；{len(rows)} 个{level}在 {rows['value'].min():.1f} 户到 {rows['value'].max():.1f} 户之间"
        if len(rows) > 1
        else ""
    )
    average = (
        ""
        if figure.value is None
        else f"人均 **{figure.value:.1f} 户**（{fraction(figure.numerator, figure.denominator)}）"
    )
    return parts.make(
        answers,
        "load",
        "网格员人均户数",
        "bars",
        frame,
        ("grids",),
        unit="户/人",
        basis="按配备数" + (f"，前 {AREAS_SHOWN} 个" if len(rows) > len(frame) else ""),
        finding=f"{average}{span}。",
        why_empty=parts.no_areas_below(answers) or "所选范围的网格没有填报户数或网格员人数。",
        measures=("households_per_staff",),
        by="grid",
        labels={"label": level, "value": "户/人", "numerator": "户数", "denominator": "配备网格员（人）"},
    )


def charges(answers: Answers) -> View:
    """Each rule of one leader a target: how many have one."""
    rows = answers.organisation.charges()
    grouped = rows.groupby("target_kind", sort=False)["has_leader"].agg(["sum", "size"])
    frame = pd.DataFrame(
        {
            "key": grouped.index,
            "label": [f"每个{kind}一名领导" for kind in grouped.index],
            "numerator": grouped["sum"].astype(float).to_numpy(),
            "denominator": grouped["size"].astype(float).to_numpy(),
        }
    )
    frame["value"] = frame["numerator"] * 100 / frame["denominator"].where(frame["denominator"] > 0)
    frame = charts.with_small(frame)
    missing = int((frame["denominator"] - frame["numerator"]).sum())
    return parts.make(
        answers,
        "charges",
        "包联规则核对",
        "share_bars",
        frame,
        (SPONSORSHIPS,),
        is_empty=frame.empty,
        unit="个",
        basis=register_day(answers),
        finding=f"{len(frame)} 条规则，**{full(missing)} 处**没有领导包联。"
        if missing
        else f"{len(frame)} 条规则都已落实。",
        measures=("sponsored_community_rate_pct", "sponsored_grid_rate_pct", "sponsored_team_count"),
        labels={"label": "规则", "numerator": "有领导包联", "denominator": "应包联", "value": "占比（%）"},
    )


def uncharged(answers: Answers) -> View:
    """Communities, grids and teams without a leader, by name."""
    rows = answers.organisation.charges()
    frame = rows.loc[~rows["has_leader"].astype(bool), ["target_kind", "target", "path"]].reset_index(drop=True)
    listed = "、".join(f"{kind} {len(group)} 个" for kind, group in frame.groupby("target_kind", sort=False))
    return parts.make(
        answers,
        "uncharged",
        "还没有领导包联的",
        "table",
        frame.head(ROWS_SHOWN),
        (SPONSORSHIPS,),
        unit="个",
        basis="服务队指本期开展过活动的",
        finding=f"{listed}。",
        why_empty=f"{answers.area_name}：应包联的都有领导包联。" if len(rows) else "",
        measures=("sponsored_community_rate_pct", "sponsored_grid_rate_pct", "sponsored_team_count"),
        labels={"target_kind": "类型", "target": "对象", "path": "所在"},
    )


def trainings(answers: Answers) -> View:
    """Batches and attendance of the period by who was trained; batches and attendances are never added."""
    batches, attended = (answers.rows(code, "category") for code in ("training_count", "training_attendance_count"))
    frame = pd.DataFrame({"kind": batches["label"], "batches": batches["value"], "attended": attended["value"]})
    frame = frame[frame["batches"].fillna(0) > 0].reset_index(drop=True)
    count, people = (answers.figure(code).value for code in ("training_count", "training_attendance_count"))
    return parts.make(
        answers,
        "trainings",
        "培训",
        "table",
        frame,
        (TRAININGS,),
        unit="批次、人次",
        basis="按培训日期",
        finding=f"培训 **{full(count)} 批次**，参训 **{full(people)} 人次**。",
        measures=("training_count", "training_attendance_count"),
        by="category",
        labels={"kind": "培训对象", "batches": "批次", "attended": "参训（人次）"},
        options={"formats": {"batches": "integer", "attended": "integer"}},
    )


def registrations(answers: Answers) -> View:
    """In-service members registered with communities, by the organ they come from."""
    view = areas.unit_list(
        answers, "registrations", "双报到", "registered_member_count", heading="单位", said="报到在职党员"
    )
    return replace(view, basis=f"{register_day(answers)}，{view.basis}")
