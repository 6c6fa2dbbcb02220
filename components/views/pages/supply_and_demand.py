"""供需对接: what is offered and wanted, where it falls short, whom to put together, what lies idle or unmet."""

from __future__ import annotations

import pandas as pd

from components.views import clicks, words
from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import cards, charts, lifecycle, parts
from components.views.pages.pairing import pairing_kinds
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE

RESOURCES, DEMANDS, MATCHES = "resources", "service_demands", "matches"
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


def gaps(answers: Answers) -> View:
    """Kind × area: how much of what is still wanted the same area's own resources cannot cover."""
    frame = answers.supply.gaps()
    named = frame["label"].where(frame["key"] != "", answers.area_name)
    frame = frame.assign(
        row=frame["kind"] + "（" + frame["unit"] + "）",
        column=named,
        column_key=frame["key"],
        value=frame["gap_pct"].where(frame["wanted"] >= SMALL_BASE),
        display=[
            fraction(short, wanted) if 0 < wanted < SMALL_BASE else ""
            for short, wanted in zip(frame["gap"], frame["wanted"], strict=True)
        ],
    )
    level = parts.level_name(answers, answers.area_level + 1) if frame["key"].any() else "区域"
    return parts.make(
        answers,
        "gaps",
        "供需缺口",
        "heatmap",
        frame.loc[
            :, ["row", "column", "value", "display", "left", "wanted", "gap", "resource_n", "demand_n", "column_key"]
        ],
        (RESOURCES, DEMANDS),
        is_empty=not frame["wanted"].any(),
        unit="%",
        basis="期末尚未对接的数量中，本地同类余量不足的比例",
        finding=_gap_finding(answers, frame, level),
        why_empty=_nothing(answers, "没有尚未对接的供需需求，供需没有缺口"),
        measures=("supply_gap_pct",),
        by="category",
        labels={
            "row": "类型（单位）",
            "column": level,
            "value": "缺口率（%）",
            "left": "同类余量",
            "wanted": "尚未对接的数量",
            "gap": "余量不足的数量",
            "resource_n": "有余量的资源（项）",
            "demand_n": "未对接的需求（项）",
        },
        click=f"|{clicks.AREA}",
    )


def _gap_finding(answers: Answers, frame: pd.DataFrame, level: str) -> str:
    wanted, short = frame[frame["wanted"] > 0], frame[frame["gap"] > 0]
    each = [f"{kind} {len(cells)} 个" for kind, cells in short.groupby("kind", sort=False)]
    said = f"有需求的 {len(wanted)} 格中 **{len(short)} 格**本地余量不足" if len(short) else "有需求的各格本地余量都够"
    said += f"（按{level}数，{words.listing(each)}）" if len(each) > 1 else ""
    said += "，空白格没有尚未对接的需求"
    odd = answers.supply.unmeasured()
    each = [f"{count} 项{what}" for count, what in zip(odd, ("资源", "需求"), strict=True) if count]
    left_out = f"另有 {words.listing(each)}数量不详或单位不同，没有计入" if each else ""
    return words.joined([said, left_out])


def _nothing(answers: Answers, words_after: str) -> str:
    """Why a list is empty although the ledgers are there; empty where they are not."""
    if not (answers.has_ledger(RESOURCES) or answers.has_ledger(DEMANDS)):
        return ""
    return f"{answers.scope.sentence(answers.area_name)}：期末{words_after}。"


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
        why_empty=_nothing(answers, "没有可以推荐的对接：没有未对接的需求，或没有类型、余量、时间相合的资源"),
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
            "widths": {"kind": 56, "demand_title": 132, "place": 210, "resource": 190, "km": 92, "amounts": 128},
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
        why_empty=_nothing(answers, "没有未对接的供需需求"),
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
        why_empty=_nothing(answers, "没有闲置的资源"),
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
