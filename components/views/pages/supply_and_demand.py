"""供需对接: what is offered and wanted, where it falls short, whom to put together, what lies idle or unmet."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import full
from components.views.model import View
from components.views.pages import cards, charts, lifecycle, parts
from components.views.pages.pairing import pairing_kinds
from components.views.pages.supply_gaps import DEMANDS, RESOURCES, gaps, nothing
from data.measures.answers import Answers

MATCHES = "matches"
CARD_CODES = (
    "resource_count",
    "service_demand_submitted_count",
    "service_demand_matched_count",
    "service_demand_fulfilled_count",
    "idle_resource_count",
    "service_demand_unmet_count",
)
ROWS_SHOWN = 200


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, gaps, kinds, funnel, matched, cohorts, suggestions, idle, unmet, pairing_kinds."""
    views = (
        _cards(answers),
        gaps(answers),
        kinds(answers),
        lifecycle.funnel(answers, "funnel", "从提出到兑现", DEMANDS),
        charts.share_bars(
            answers,
            "matched",
            "各类需求对接率",
            "service_demand_match_rate_pct",
            "category",
            "对接",
        ),
        lifecycle.cohort_bars(answers, "cohorts", "每月提出的需求兑现了多少", DEMANDS, "fulfilled"),
        suggestions(answers),
        unmet(answers),
        idle(answers),
        pairing_kinds(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    figure = answers.figure
    use, matched, fulfilled = (
        figure(code)
        for code in (
            "resource_use_rate_pct",
            "service_demand_match_rate_pct",
            "service_demand_fulfilment_rate_pct",
        )
    )
    notes = {
        "resource_count": "期末",
        "service_demand_submitted_count": "按提出月",
        "service_demand_matched_count": f"本期批次 {words.share_of(matched)}" if matched.denominator else "",
        "service_demand_fulfilled_count": f"本期批次 {words.share_of(fulfilled)}" if fulfilled.denominator else "",
        "idle_resource_count": f"有对接 {words.share_of(use)}" if use.denominator else "期末",
        "service_demand_unmet_count": "期末",
    }
    titles = {
        "service_demand_submitted_count": "提出需求",
        "service_demand_matched_count": "对接需求",
        "service_demand_fulfilled_count": "兑现需求",
        "service_demand_unmet_count": "未对接需求",
    }
    return cards.cards(answers, "cards", "供需对接主要指标", CARD_CODES, titles=titles, notes=notes)


def kinds(answers: Answers) -> View:
    """By kind: resources on the list, those lying idle, and demands nobody has taken up."""
    series = {
        "listed": ("在册资源", "resource_count", "soft"),
        "idle": ("其中闲置", "idle_resource_count", "muted"),
        "unmet": ("未对接需求", "service_demand_unmet_count", "watch"),
    }
    columns = {name: answers.rows(code, "category").set_index("key")["value"] for name, (_, code, _) in series.items()}
    frame = pd.DataFrame(columns).fillna(0).astype("int64")
    declared = answers.ledger(RESOURCES).field("resource_kind").codes
    frame = frame.reindex([kind for kind in declared if kind in frame.index])
    frame = frame.rename_axis("label").reset_index()
    totals = {name: int(frame[name].sum()) for name in series}
    return parts.make(
        answers,
        "kinds",
        "各类资源与需求",
        "stacked",
        frame,
        (RESOURCES, DEMANDS),
        is_empty=not any(totals.values()),
        unit="项",
        basis="期末",
        finding=(
            f"在册资源 {full(totals['listed'])} 项，其中闲置 **{full(totals['idle'])} 项**；"
            f"未对接需求 **{full(totals['unmet'])} 项**。"
        ),
        measures=tuple(code for _, code, _ in series.values()),
        by="category",
        labels={"label": "类型", **{name: f"{said}（项）" for name, (said, _, _) in series.items()}},
        options={
            "series": {name: {"label": said, "role": role} for name, (said, _, role) in series.items()},
            "grouped": True,
        },
    )


def suggestions(answers: Answers) -> View:
    """Which resource could serve which open demand, and why this one; never stored by itself."""
    desk = answers.supply
    frame = desk.suggestions()
    open_count, served = len(desk.unmet()), int(desk.unmet()["has_suggestion"].sum())
    rest = open_count - served
    finding = f"推荐 **{len(frame)} 对**，每项资源、每项需求本次只配一次"
    if open_count:
        finding += f"；未对接的 {open_count} 项需求中 **{served} 项**有合适资源"
        finding += f"，{rest} 项类型、余量或时间都不相合" if rest else ""
    shown = frame.head(ROWS_SHOWN).assign(
        resource=frame["resource_title"] + " · " + frame["provider"],
        amounts=[
            f"{full(left)} / {full(wanted)} {unit}"
            for left, wanted, unit in zip(frame["left"], frame["wanted"], frame["unit"], strict=True)
        ],
    )
    columns = ["kind", "demand_title", "place", "resource", "km", "amounts", "when", "reason"]
    return parts.make(
        answers,
        "suggestions",
        "对接推荐",
        "table",
        shown.loc[:, [*columns, "demand_code", "resource_code"]],
        (RESOURCES, DEMANDS, MATCHES),
        unit="项",
        basis=f"按{words.day(desk.day)}的余量；只作推荐，不自动登记",
        measures=("service_demand_unmet_count", "idle_resource_count"),
        finding=f"{finding}。",
        why_empty=nothing(answers, "没有可以推荐的对接：没有未对接的需求，或没有类型、余量、时间相合的资源"),
        labels={
            "kind": "类型",
            "demand_title": "需求",
            "place": "需求所在",
            "resource": "推荐资源",
            "km": "距离（公里）",
            "amounts": "余量 / 需求量",
            "when": "时间",
            "reason": "为什么推荐",
            "demand_code": "需求编号",
            "resource_code": "资源编号",
        },
        options={
            "formats": {"km": "decimal"},
            "widths": {"kind": 56, "demand_title": 132, "place": 210, "resource": 190, "km": 92, "amounts": 128}
            | {"when": 180, "reason": 330},
        },
    )


def unmet(answers: Answers) -> View:
    """Open demands that no resource was found for, longest waiting first."""
    frame = answers.supply.unmet()
    waiting = int((~frame["has_suggestion"].astype(bool)).sum())
    shown = frame.assign(
        status=["有推荐" if has else "暂无合适资源" for has in frame["has_suggestion"]],
        amount=[f"{full(n)} {unit}" for n, unit in zip(frame["outstanding"], frame["unit"], strict=True)],
    ).head(ROWS_SHOWN)
    columns = ["service_demand_title", "kind", "place", "amount", "waited_days", "wanted_by", "status"]
    return parts.make(
        answers,
        "unmet",
        "未对接的需求",
        "table",
        shown.loc[:, [*columns, "service_demand_code"]],
        (DEMANDS,),
        unit="项",
        basis="期末，等得最久的在前",
        finding=f"**{full(len(frame))} 项**未对接，"
        + (f"其中 {full(waiting)} 项暂无合适资源。" if waiting else "都有推荐。"),
        why_empty=nothing(answers, "没有未对接的供需需求"),
        measures=("service_demand_unmet_count",),
        labels={
            "service_demand_title": "需求",
            "kind": "类型",
            "place": "所在网格",
            "amount": "数量",
            "waited_days": "已等（天）",
            "wanted_by": "希望完成",
            "status": "推荐",
            "service_demand_code": "编号",
        },
        options={
            "formats": {"waited_days": "days_bar", "wanted_by": "date"},
            "widths": {"kind": 56, "amount": 84, "waited_days": 120, "wanted_by": 100, "status": 108},
        },
    )


def idle(answers: Answers) -> View:
    """Resources on the list of which nothing is taken, listed longest ago first."""
    frame = answers.supply.idle()
    shown = frame.assign(
        amount=[f"{full(n)} {unit}" for n, unit in zip(frame["left"], frame["unit"], strict=True)]
    ).head(ROWS_SHOWN)
    columns = ["resource_title", "kind", "provider", "place", "amount", "idle_days"]
    cut = f"，列出登记最早的 {ROWS_SHOWN} 项" if len(frame) > ROWS_SHOWN else ""
    return parts.make(
        answers,
        "idle",
        "闲置的资源",
        "table",
        shown.loc[:, [*columns, "resource_code"]],
        (RESOURCES,),
        unit="项",
        basis="期末，登记最早的在前",
        finding=f"**{full(len(frame))} 项**在册资源还没有一次对接{cut}。",
        why_empty=nothing(answers, "没有闲置的资源"),
        measures=("idle_resource_count",),
        labels={
            "resource_title": "资源",
            "kind": "类型",
            "provider": "提供单位",
            "place": "所在网格",
            "amount": "可供数量",
            "idle_days": "登记后（天）",
            "resource_code": "编号",
        },
        options={"formats": {"idle_days": "days_bar"}, "widths": {"kind": 56, "amount": 90, "idle_days": 120}},
    )
