"""How a signal is weighed, and what was done about signals, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from components.views.formats import amount
from components.views.words import day
from data.attention.book import ACTIONS, Handled
from data.attention.model import Signal


def weighed(signal: Signal) -> str:
    """影响 57.0 万人 × 偏差 53% × 把握 90%."""
    number, unit = amount(signal.people, "人")
    return f"排序依据：影响面 {number} {unit} × 偏差 {signal.deviation:.0%} × 把握 {signal.confidence:.0%}"


def handled_table(done: Sequence[Handled]) -> pd.DataFrame:
    """A row a signal: when, who, what was done, the signal, and what was written."""
    rows = [(day(each.on), each.by, ACTIONS[each.action], each.sentence, each.text or "—") for each in done]
    return pd.DataFrame(rows, columns=["日期", "处理单位或岗位", "处理", "要事", "内容"])
