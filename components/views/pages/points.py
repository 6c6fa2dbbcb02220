"""积分: service → points → redemption → feedback, of teams and groups only."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pandas as pd

from components.views.formats import NO_VALUE, amount, fraction
from components.views.inexact import words_of
from components.views.model import View
from components.views.pages import areas, cards, charts, openings, parts
from data.measures.answers import Answers
from data.measures.points_fields import SOON_DAYS

LEDGER = "points"
CARD_CODES = (
    "points_earned",
    "points_redeemed",
    "points_redemption_rate_pct",
    "points_balance",
    "points_expired",
    "points_feedback_count",
)
ENTRIES_SHOWN = 200


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, loop, by_month, kinds, areas, groups, soon, entries."""
    level = parts.level_name(answers, answers.area_level + 1)
    views = (
        _cards(answers),
        loop(answers),
        by_month(answers),
        charts.bars(
            answers,
            "kinds",
            "各类群体得分",
            "points_earned",
            "group_kind",
            basis="服务得分，按记分月",
            heading="群体类别",
        ),
        charts.bars(
            answers, "areas", f"各{level}得分", "points_earned", "grid", basis="服务得分，按记分月", heading=level
        ),
        groups(answers),
        entries(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    notes = {
        "points_earned": "按记分月",
        "points_balance": "期末",
        "points_feedback_count": "按记分月",
    }
    return cards.cards(answers, "cards", "积分主要指标", CARD_CODES, notes=notes)


def loop(answers: Answers) -> View:
    """How often there was service, redemption and feedback: the loop in entries, not in points."""
    codes = ("points_service_count", "points_redemption_count", "points_feedback_count")
    counts = [int(answers.figure(code).value or 0) for code in codes]
    frame = pd.DataFrame(
        {
            "label": ["服务得分", "兑换", "反馈公示"],
            "n": counts,
            "share_pct": [None, *(_share(now, before) for before, now in pairwise(counts))],
            "median_days": [None, None, None],
        }
    )
    finding = f"服务得分 {' '.join(amount(counts[0], '笔'))}，兑换 **{' '.join(amount(counts[1], '笔'))}**；兑换之后有反馈公示 **{fraction(counts[2], counts[1])} 笔**。"
    return parts.make(
        answers,
        "loop",
        "服务—积分—兑换—反馈",
        "funnel",
        frame,
        (LEDGER,),
        is_empty=not any(counts),
        unit="笔",
        basis="按记分月，按笔数不按分值",
        finding=finding,
        measures=codes,
        opens=openings.each_of(frame, codes, "笔"),
        labels={"label": "环节", "n": "笔数", "share_pct": "占上一环节（%）", "median_days": "用时（天）"},
    )


def _share(above: int, below: int) -> float | None:
    return above * 100 / below if below else None


def by_month(answers: Answers) -> View:
    """Points earned in each month beside those redeemed in it."""
    wide = charts.widened(answers)
    codes = {"value": "points_earned", "compare": "points_redeemed", "expired": "points_expired"}
    columns = {name: wide.rows(code, "month").set_index("key")["value"] for name, code in codes.items()}
    frame = pd.DataFrame(columns).fillna(0)
    frame.insert(0, "label", [charts.short_month(str(key), wide.scope.period) for key in frame.index])
    earned, redeemed, expired = (amount(frame[name].sum(), "分") for name in codes)
    return parts.make(
        answers,
        "by_month",
        "每月得分和兑换",
        "trend",
        frame.reset_index(drop=True),
        (LEDGER,),
        is_empty=not frame[list(codes)].any(axis=None),
        scope=wide.scope,
        unit="分",
        basis="按记分月",
        finding=f"得分 {' '.join(earned)}，兑换 **{' '.join(redeemed)}**，到期作废 {' '.join(expired)}。",
        measures=tuple(codes.values()),
        labels={"label": "月", "value": "服务得分（分）", "compare": "兑换（分）", "expired": "到期（分）"},
        options={"name": "得分", "compare_name": "兑换"},
    )


def groups(answers: Answers) -> View:
    """What each group holds, and how much of it runs out soon at most."""
    held = answers.rows("points_balance", "actor").loc[:, ["key", "value"]].rename(columns={"value": "balance"})
    earned, spent = (
        answers.rows(code, "actor").set_index("key")["value"] for code in ("points_earned", "points_redeemed")
    )
    soon = answers.rows("points_expiring", "actor").set_index("key")["value"]
    frame = held.assign(
        earned=held["key"].map(earned).fillna(0),
        redeemed=held["key"].map(spent).fillna(0),
        soon=held["key"].map(soon).fillna(0),
    ).sort_values("key", key=areas.by_sound, kind="stable", ignore_index=True)
    last = min(answers.scope.period.last_day, answers.district.as_of) + timedelta(days=SOON_DAYS)
    total, runs_out = frame["balance"].sum(), frame["soon"].sum()
    return parts.make(
        answers,
        "groups",
        "队伍和群体的积分余额",
        "table",
        frame,
        (LEDGER,),
        unit="分",
        basis="期末余额，按名称排列",
        finding=f"{len(frame)} 个队伍、群体共有 **{' '.join(amount(total, '分'))}**，{last.month}月{last.day}日前到期的有 **{' '.join(amount(runs_out, '分'))}**。",
        measures=("points_balance", "points_expiring", "points_earned", "points_redeemed"),
        by="actor",
        labels={
            "key": "队伍或群体",
            "balance": "余额",
            "earned": "本期得分",
            "redeemed": "本期兑换",
            "soon": f"{SOON_DAYS} 天内到期",
        },
        options={"formats": dict.fromkeys(("balance", "earned", "redeemed", "soon"), "integer")},
    )


def entries(answers: Answers) -> View:
    """The newest entries."""
    rows, count = answers.records(LEDGER, limit=ENTRIES_SHOWN)
    frame = rows.assign(item=rows["item_redeemed"].fillna(NO_VALUE), title=rows["entry_title"].fillna(NO_VALUE))
    cut = f"，列出最近 {len(frame)} 笔" if count > len(frame) else ""
    return parts.make(
        answers,
        "entries",
        "积分明细",
        "table",
        frame.loc[:, ["entered_on", "entry_kind", "group_name", "group_kind", "title", "points", "item", "grid_path"]],
        (LEDGER,),
        unit="笔",
        basis="最近的在前，只到队伍和群体",
        measures=("points_earned", "points_redeemed", "points_expired"),
        finding=f"本期共 **{' '.join(amount(count, '笔'))}**{cut}。",
        labels={
            "entered_on": "日期",
            "entry_kind": "记分类别",
            "group_name": "队伍或群体",
            "group_kind": "群体类别",
            "title": "事项",
            "points": "积分",
            "item": "兑换物品",
            "grid_path": "所在区域",
        },
        options={
            "formats": {"entered_on": "date", "points": "integer"},
            "words": words_of(rows, ["points"]),
            "widths": {"entered_on": 100, "entry_kind": 84, "points": 70, "group_kind": 120},
        },
    )
