"""Sentences on items that move through stages: cohorts, open items, the narrowest step."""

from __future__ import annotations

import pandas as pd

from components.views.formats import fraction, full
from data.measures.model import SMALL_BASE


def cohort(frame: pd.DataFrame, unit: str, verb: str) -> str:
    """Of those opened, how many reached the stage, are not due, or are past their limit."""
    if frame.empty:
        return ""
    total = frame["opened"].sum()
    text = f"已{verb} **{fraction(frame['reached'].sum(), total)} {unit}**"
    if frame["not_due"].sum():
        text += f"，{full(frame['not_due'].sum())} {unit}未到期"
    if frame["waiting"].sum():
        text += f"，**{full(frame['waiting'].sum())} {unit}**超期未{verb}"
    return text + "。"


def waiting_ages(frame: pd.DataFrame, unit: str) -> str:
    """How many are open, how many are past their limit, and how many wait in the oldest bucket."""
    total, late = frame["n"].sum(), frame["overdue_n"].sum()
    if not total:
        return ""
    oldest = frame[frame["n"] > 0].iloc[-1]
    overdue = f"其中 **{full(late)} {unit}**已超时限" if late else "都在时限内"
    return f"在办 {full(total)} {unit}，{overdue}；等得最久的一档“{oldest['label']}”有 {full(oldest['n'])} {unit}。"


def waiting_longest(frame: pd.DataFrame, unit: str) -> str:
    """How long the longest has waited and how many of those listed are past their limit."""
    if frame.empty:
        return ""
    late = int((frame["over_days"].fillna(0) > 0).sum())
    listed = f"列出的 {len(frame)} {unit}"
    standing = f"中 **{late} {unit}**已超时限" if 0 < late < len(frame) else "都已超时限" if late else "都在时限内"
    return f"最久的已等 **{full(frame['waited_days'].max())} 天**，{listed}{standing}。"


def dwell(frame: pd.DataFrame) -> str:
    """Days from the stage before that nine in ten needed at most; the figure itself tells the medians."""
    timed = frame[frame["p90_days"].notna() & (frame["n"] >= SMALL_BASE)]
    each = [f"{label} {full(round(late, 1))} 天" for label, late in zip(timed["label"], timed["p90_days"], strict=True)]
    return f"距上一环节，九成不超过：{'、'.join(each)}。" if each else ""


def over(days: float | None) -> str:
    """超 66 天, 剩 2 天, 今天到期; nothing where there is no limit."""
    if days is None or pd.isna(days):
        return "未设时限"
    if not days:
        return "今天到期"
    return f"超 {full(days)} 天" if days > 0 else f"剩 {full(-days)} 天"


def steps(frame: pd.DataFrame, unit: str) -> str:
    """The narrowest step of a funnel with its rate, fraction and days; fractions only on a small base."""
    if len(frame) < 2 or not frame["n"].iloc[0]:
        return ""
    first, last = frame.iloc[0], frame.iloc[-1]
    whole = f"{first['label']} {full(first['n'])} {unit}，已{last['label']} **{full(last['n'])} {unit}**"
    before = frame["n"].shift(1)
    ranked = frame.assign(before=before)[(before >= SMALL_BASE) & frame["share_pct"].notna()]
    if len(ranked) < 2:
        return f"{whole}。"
    narrow = ranked.sort_values("share_pct", kind="stable").iloc[0]
    return f"**{narrow['label']}一环最窄**，{fraction(narrow['n'], narrow['before'])} {unit}；{whole}。"
