"""What can be opened to rows on the page 数据质量, and how the rows are printed."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from components.views.formats import full
from components.views.pages.data_quality_faults import reason_name
from data.access.masking import mask
from data.measures.answers import Answers
from data.quality.behind import Kind, Pick

KINDS: dict[str, str] = {
    "reporting": "某月报的记录",
    "silent": "静默单位最后的记录",
    "empty": "没有填的记录",
    "late": "迟报的记录",
    "refused": "待核的行",
    "rule": "互相矛盾的行",
    "inexact": "不是确数的行",
}
HEADINGS = {
    "ledger": "台账",
    "key": "编号",
    "grid_path": "所在网格",
    "said": "说明",
    "source_file": "文件",
    "source_sheet": "工作表",
    "source_row": "行",
}
WIDTHS = {
    "ledger": 110,
    "key": 130,
    "grid_path": 220,
    "said": 420,
    "source_file": 180,
    "source_sheet": 100,
    "source_row": 70,
}
EVERYTHING = "全部"
_GAP = "\u2003"


def kinds(answers: Answers) -> dict[str, str]:
    """Kind → its name; those with something in them first, so that the card does not open empty."""
    return dict(sorted(KINDS.items(), key=lambda kind: kind[0] == "reporting" or not items(answers, kind[0])))


def items(answers: Answers, kind: str) -> dict[str, str]:
    """Finding → its name, of one kind, those with most rows first."""
    desk = answers.quality
    if kind == "reporting":
        return {name: answers.ledger(name).label for name in desk.ledgers}
    if kind == "silent":
        rows = desk.silent()
        told = zip(
            rows["ledger"], rows["last_month"], rows["area"], rows["area_name"], rows["ledger_label"], strict=True
        )
        return {f"{name}|{month}|{area}": f"{place}{_GAP}{label}" for name, month, area, place, label in told}
    if kind in ("empty", "late"):
        return _shares(desk.filled() if kind == "empty" else desk.late(), kind, answers)
    if kind == "refused":
        rows = desk.refused()
        named = rows.assign(name=[reason_name(*row) for row in zip(rows["field_label"], rows["kind"], strict=True)])
        counts = named.groupby("name", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
        every = {"": f"{EVERYTHING}（{full(desk.refused_total)}）"} if len(counts) else {}
        return every | {str(name): f"{name}（{full(n)}）" for name, n in counts.items()}
    if kind == "inexact":
        return {name: f"{answers.ledger(name).label}（{full(n)}）" for name, n in desk.inexact().items()}
    found = desk.contradictions()
    found = found[(found["n"].fillna(0) > 0) & (found["code"] != "published_differs")]
    found = found.sort_values("n", ascending=False, kind="stable")
    return {
        code: f"{label}（{full(n)}）" for code, label, n in zip(found["code"], found["label"], found["n"], strict=True)
    }


def _shares(rows: pd.DataFrame, kind: str, answers: Answers) -> dict[str, str]:
    """Ledgers with late rows, or fields with empty ones."""
    lacking = rows["denominator"] - rows["numerator"] if kind == "empty" else rows["numerator"]
    rows = rows.assign(n=lacking)[lacking > 0].sort_values("n", ascending=False, kind="stable")
    return {
        str(row.key if kind == "empty" else row.ledger): (
            f"{answers.ledger(str(row.ledger)).label}{'“' + str(row.label) + '”' if kind == 'empty' else ''}（{full(row.n)}）"
        )
        for row in cast("Any", rows).itertuples()
    }


def areas(answers: Answers) -> dict[str, str]:
    """First-level grids of the scope by name; the whole scope first."""
    rows = answers.quality.reporting()
    return {"": answers.area_name} | dict(zip(rows["area"], rows["area_name"], strict=True))


def pick(kind: str, item: str, month: str = "", area: str = "") -> Pick:
    """The finding that was chosen."""
    if kind == "silent":
        ledger, month, area = item.split("|")
        return Pick("reporting", ledger, month, area)
    return Pick(cast("Kind", kind), item, month, area)


def shown_rows(answers: Answers, chosen: Pick, limit: int, offset: int = 0) -> tuple[pd.DataFrame, int]:
    """Rows as printed, in ``HEADINGS``, and how many there are in all."""
    page = answers.quality.rows(chosen, limit, offset)
    rows = page.rows
    labels = [answers.ledger(str(name)).label if name else "" for name in rows["ledger"]]
    printed = rows.assign(ledger=labels, said=[mask(str(text)) for text in rows["said"]])
    return printed.loc[:, list(HEADINGS)], page.total


def geometry_names(rows: pd.DataFrame) -> dict[int, str]:
    """Place of a fault → how it is listed."""
    return {
        place: f"{label}{_GAP}{message}"
        for place, (label, message) in enumerate(zip(rows["label"], rows["message"], strict=True))
    }
