"""Sentences on items with a due date: closure rates with their bases, what is late, who is slow, what people say."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import fraction, full
from data.measures.model import SMALL_BASE, Figure
from data.measures.peers import FEW_PEERS


def rate(figure: Figure) -> str:
    """96.4%（1,020/1,058）; the fraction alone on a small base; nothing without a base."""
    if not figure.denominator:
        return "没有到期的"
    said = fraction(figure.numerator, figure.denominator)
    return said if figure.is_small else f"{words.quantity(figure, bold=False)}（{said}）"


def part_of(part: Figure, whole: Figure, name: str) -> str:
    """占受理 1,204/1,230."""
    return f"占{name} {fraction(part.value, whole.value)}" if whole.value else ""


def listed(frame: pd.DataFrame, unit: str, *, is_late: bool) -> str:
    """How late the latest of those listed is, or how many are due first."""
    if frame.empty:
        return ""
    if is_late:
        return f"最久的已超 **{full(frame['over_days'].max())} 天**，列出超期最久的 {len(frame)} {unit}。"
    first = frame["due_on"].min()
    count = int((frame["due_on"] == first).sum())
    return f"最早的在 **{first.month}月{first.day}日**到期，列出的 {len(frame)} {unit}中有 **{count} {unit}**。"


def units(rows: pd.DataFrame, unit: str) -> str:
    """The slowest unit of each kind with its fraction; how many have too few items to be ranked.

    Args:
        rows: as :func:`data.measures.peers.peer_rows` gives them for units, those with items due.
        unit: of the items.
    """
    said = [_slowest(str(kind), own, unit) for kind, own in rows.groupby("group", sort=False)]
    unranked = int(rows["rank"].isna().sum())
    few = f"{unranked} 家不足 {SMALL_BASE} {unit}或同类不足 {FEW_PEERS} 家，只列数" if unranked else ""
    return words.joined([*(text for text in said if text), few])


def _slowest(kind: str, own: pd.DataFrame, unit: str) -> str:
    """行政部门 3 家中，区住房和城乡建设局 **121/140 件**按期最低; nothing of a kind that is not ranked."""
    ranked = own.dropna(subset=["rank"])
    if ranked.empty:
        return ""
    lowest = ranked[ranked["rank"] == ranked["rank"].max()]
    if len(lowest) == len(ranked):
        return f"{kind} {len(ranked)} 家没有差别"
    if len(lowest) > 2:
        return f"{kind} {len(ranked)} 家中，{len(lowest)} 家同为最低"
    each = [
        f"{label} **{fraction(above, below)} {unit}**"
        for label, above, below in zip(lowest["label"], lowest["numerator"], lowest["denominator"], strict=True)
    ]
    return f"{kind} {len(ranked)} 家中，{words.listing(each)}按期最低"


def asked(asked_share: Figure, dissatisfied: Figure) -> str:
    """How many were asked at all, and how many of those are not content."""
    if not asked_share.denominator:
        return ""
    said = [f"办结的问了 **{fraction(asked_share.numerator, asked_share.denominator)} 件**"]
    if dissatisfied.denominator:
        said.append(f"其中不满意 **{fraction(dissatisfied.numerator, dissatisfied.denominator)} 件**")
    return "，".join(said) + "，没有问到的不推算。"
