"""What can be opened to rows on the page 数据质量, and how the rows are printed."""

from __future__ import annotations

import re
from typing import Any, cast

import pandas as pd

from components.views.formats import full, month_label
from data.access.masking import mask
from data.measures.answers import Answers
from data.quality.behind import REASON_SIGN, Kind, Pick

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
    "key": 120,
    "grid_path": 200,
    "said": 380,
    "source_file": 150,
    "source_sheet": 90,
    "source_row": 56,
}
EVERYTHING = "全部"
CELL_REASONS = {"wait": "还没有到期", "hide": "数少隐去"}
_PLACE = re.compile(r"(?:^|(?<=；))[^“”；]*? 第 \d+ (?:行|个要素)")
_GAP, _BETWEEN = "\u2003", "\u001f"


def reason_name(field_label: str, kind: str) -> str:
    """上报日期 · 不是日期: a kind of reason as one name, by which its rows are found again."""
    return f"{field_label}{REASON_SIGN}{kind}" if field_label else kind


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


def token(kind: Kind, item: str, month: str = "", area: str = "") -> str:
    """A finding as one text, as a row of a view carries it and a click brings it back."""
    return _BETWEEN.join((kind, item, month, area))


def picked(answers: Answers, said: str) -> Pick | None:
    """The finding that a click brought; None where there is none of that name any more, or there never was."""
    kind, *rest = said.split(_BETWEEN)
    if len(rest) != 3:
        return None
    item, month, area = rest
    known = {
        "reporting": lambda: item in answers.quality.ledgers,
        "rule": lambda: item in answers.quality.contradictions()["code"].to_numpy(),
        "file": lambda: item in answers.quality.refused()["file"].to_numpy(),
    }
    is_known = known.get(kind, lambda: kind in KINDS and item in items(answers, kind))
    places = {"", *areas(answers)}
    if not is_known() or area not in places or month not in ("", *answers.quality.table.months):
        return None
    return Pick(cast("Kind", kind), item, month, area)


def cell_name(answers: Answers, chosen: Pick) -> str:
    """Whose records of which month."""
    where = areas(answers).get(chosen.area) or answers.area_name
    return f"{where} · {month_label(chosen.month) if chosen.month else answers.scope.period.label}"


def name_of(answers: Answers, chosen: Pick) -> str:
    """What is opened, as the heading of its rows."""
    if chosen.kind == "reporting":
        return f"{cell_name(answers, chosen)} · {answers.ledger(chosen.item).label}"
    if chosen.kind == "file":
        return f"待核的行 · {chosen.item}"
    if chosen.kind == "rule":
        rules = answers.quality.contradictions().set_index("code")["label"]
        return f"互相矛盾的行 · {rules[chosen.item]}"
    return f"{KINDS[chosen.kind]} · {items(answers, chosen.kind)[chosen.item]}"


def cell_ledgers(answers: Answers, area: str, month: str) -> dict[str, str]:
    """Ledger → its name and what a cell of the table of months holds of it; those that are silent first."""
    found = []
    for name in answers.quality.ledgers:
        rows = answers.quality.reporting(name)
        rows = rows[(rows["area"] == area) | (area == "")]
        rows = rows[(rows["month"] == month) | (month == "")]
        n = int(rows["n"].fillna(0).sum())
        silent = bool(rows["silent"].map(len).any())
        hidden = bool((rows["state"] == "hide").any())
        told = (
            "未报"
            if silent and not n
            else CELL_REASONS["hide"]
            if hidden and not n
            else f"{full(n)} {answers.ledger(name).unit}"
        )
        found.append((not (silent and not n), -n, name, f"{answers.ledger(name).label} · {told}"))
    return {name: label for _, _, name, label in sorted(found)}


def none_of(answers: Answers, chosen: Pick) -> str:
    """Why a finding has no rows."""
    if chosen.kind == "rule":
        rule = answers.quality.contradictions().set_index("code").loc[chosen.item]
        return f"这一条没有查出。{rule['sentence']}"
    if chosen.kind != "reporting" or not chosen.area:
        return "这一项在所选范围没有记录。"
    rows = answers.quality.reporting(chosen.item)
    rows = rows[rows["area"] == chosen.area]
    now = rows[rows["month"] == chosen.month]
    why = "该报未报" if now["silent"].map(len).any() else CELL_REASONS.get("".join(now["state"]), "")
    earlier = rows[(rows["month"] < chosen.month) & (rows["n"].fillna(0) > 0)]
    last = (
        f"此前最近一次有记录是 {month_label(earlier['month'].iloc[-1])}（{full(earlier['n'].iloc[-1])} 条）"
        if len(earlier)
        else ""
    )
    return "；".join(part for part in (f"这个月没有记录{'，' if why else ''}{why}", last) if part) + "。"


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
    # File, sheet and row have columns of their own.
    said = [_PLACE.sub("", str(text)) if chosen.kind in ("refused", "file") else str(text) for text in rows["said"]]
    printed = rows.assign(ledger=labels, said=[mask(text) for text in said])
    return printed.loc[:, list(HEADINGS)], page.total


def geometry_names(rows: pd.DataFrame) -> dict[int, str]:
    """Place of a fault → how it is listed."""
    return {
        place: f"{label}{_GAP}{message}"
        for place, (label, message) in enumerate(zip(rows["label"], rows["message"], strict=True))
    }
