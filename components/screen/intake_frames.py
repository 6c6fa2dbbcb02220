"""Previews and changes of an import as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from components.screen.intake_words import field_choices, way
from components.views.formats import month_label
from components.views.tokens import Theme
from data.intake.preview_model import MonthChange, Preview
from data.ledgers import Ledger

ROW, TOTAL = "行号", "合计"
MARK = "▲ "
"""Before the text of a cell at fault: colour alone would not say it."""
_EXAMPLES = 2
_CHANGED = {"added": "新增", "changed": "更改", "same": "相同", "gone": "不再出现"}


def unique(headers: Sequence[str]) -> list[str]:
    """Headings as a table may carry them: none twice, none empty, none that is ours."""
    found: list[str] = [ROW]
    for number, header in enumerate(headers, 1):
        name = " ".join(header.split()) or f"第 {number} 列"
        repeat = 2
        while name in found:
            name = f"{' '.join(header.split())}（{repeat}）"
            repeat += 1
        found.append(name)
    return found[1:]


def preview_frame(preview: Preview, *, faults_only: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a preview with their numbers, and a frame of the same shape that says where the faults are."""
    names = unique([column.header for column in preview.columns])
    width = len(names)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in preview.rows]
    frame = pd.DataFrame(rows, columns=names, dtype="object")
    marked = np.zeros(frame.shape, dtype=bool)
    for row, column, _ in preview.faults:
        if row < len(frame) and column < width:
            marked[row, slice(None) if column < 0 else column] = True
    wrong = pd.DataFrame(marked, columns=frame.columns)
    for name in names:
        frame[name] = [MARK + text if bad else text for text, bad in zip(frame[name], wrong[name], strict=True)]
    frame.insert(0, ROW, list(preview.row_numbers))
    wrong.insert(0, ROW, wrong.any(axis=1))
    if faults_only:
        kept = wrong[ROW]
        return frame[kept].reset_index(drop=True), wrong[kept].reset_index(drop=True)
    return frame, wrong


def painted(frame: pd.DataFrame, wrong: pd.DataFrame, theme: Theme) -> Any:
    """The rows with the cells at fault on another ground."""
    ground = f"background-color: {theme.watch_fill}; color: {theme.watch}"
    styles = wrong.map(lambda bad: ground if bad else "")
    styles[ROW] = [f"background-color: {theme.watch_fill}" if bad else "" for bad in wrong[ROW]]
    return frame.style.apply(lambda _: styles, axis=None)


def fault_lines(preview: Preview) -> list[tuple[int, str]]:
    """Row number in the file and what is wrong, in the order of the rows, each said once."""
    lines = [
        (preview.row_numbers[row], says) for row, _, says in sorted(preview.faults) if row < len(preview.row_numbers)
    ]
    return list(dict.fromkeys(lines))


def column_frame(preview: Preview, ledger: Ledger) -> pd.DataFrame:
    """One row a column of the file: heading, what stands in it, the field it fills, and how that is known."""
    labels = field_choices(ledger)
    return pd.DataFrame(
        {
            "文件里的列": [" ".join(column.header.split()) for column in preview.columns],
            "内容举例": [_examples(preview, place) for place in range(len(preview.columns))],
            "对应": [labels.get(column.field, labels[""]) for column in preview.columns],
            "依据": [way(column) for column in preview.columns],
        }
    )


def _examples(preview: Preview, place: int) -> str:
    texts = (row[place] for row in preview.rows if place < len(row) and row[place].strip())
    return "、".join(list(dict.fromkeys(texts))[:_EXAMPLES])


def change_frame(rows: Iterable[MonthChange], labels: Mapping[str, str]) -> pd.DataFrame:
    """What changes, a line a ledger and month, the newest first, under a line of totals."""
    listed = list(rows)
    frame = pd.DataFrame(
        {
            "台账": [labels.get(row.ledger, row.ledger) for row in listed],
            "月份": [month_label(row.month) or "不分月" for row in listed],
            **{words: [getattr(row, name) for row in listed] for name, words in _CHANGED.items()},
        }
    )
    order = sorted(listed, key=lambda row: row.month, reverse=True)
    frame = frame.iloc[[listed.index(row) for row in sorted(order, key=lambda row: row.ledger)]]
    is_one = frame["台账"].nunique() == 1
    if len(frame) > 1:
        first = {"台账": [TOTAL], "月份": [TOTAL if is_one else ""]}
        sums = {words: [int(frame[words].sum())] for words in _CHANGED.values()}
        frame = pd.concat([pd.DataFrame(first | sums), frame])
    return frame.drop(columns="台账" if is_one else []).reset_index(drop=True)
