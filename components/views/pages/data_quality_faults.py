"""The faults on the page 数据质量: refused rows, contradictions between figures, and the net on a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from components.views import clicks, words
from components.views.formats import full, short
from components.views.item import escaped
from components.views.model import View
from components.views.pages import map_frame, parts
from components.views.pages.data_quality_rows import reason_name, token
from components.views.pages.data_quality_spots import spots_of
from data.measures.answers import Answers
from data.measures.scope import Scope

MOST_REASONS = 12
MOST_FINDINGS = 300
_REFUSED, _CONTRADICTIONS, _GEOMETRY = "quarantined_share_pct", "contradiction_count", "geometry_finding_count"
INEXACT = "inexact_row_count"
NOT_LOOKED = "没有可比的"
IMPORT_AGAIN = "改好后到“数据导入”页再导入"


def refused(answers: Answers) -> View:
    """Reasons for which rows were kept aside, most rows first."""
    rows = answers.quality.refused()
    kinds = rows.assign(label=[reason_name(*row) for row in zip(rows["field_label"], rows["kind"], strict=True)])
    summed = kinds.groupby("label", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    shown = summed.head(MOST_REASONS)
    frame = pd.DataFrame(
        {
            "label": shown.index,
            "value": shown.to_numpy(),
            "display": [full(n) for n in shown],
            "key": [token("refused", str(name)) for name in shown.index],
        }
    )
    cut = f"；列出最多的 {MOST_REASONS} 种" if len(summed) > MOST_REASONS else ""
    return parts.make(
        answers,
        "refused",
        "待核的原因",
        "bars",
        frame,
        _ledgers(rows),
        scope=_version(answers),
        unit="行",
        basis="整个版本，一行可有几个原因",
        finding=f"{refused_sentence(answers).rstrip('。')}{cut}。",
        why_empty=f"没有待核的行：导入的行都合格。不合格的行会列在这里，{IMPORT_AGAIN}。",
        measures=(_REFUSED,),
        labels={"label": "原因", "value": "行数（行）"},
        click=clicks.ROWS,
    )


def refused_files(answers: Answers) -> View:
    """The files the refused rows came in, with the commonest reason of each."""
    rows = answers.quality.refused()
    frame = (
        rows.groupby(["ledger_label", "file"], sort=False, as_index=False)
        .agg(reasons=("n", "sum"), field=("field_label", "first"), kind=("kind", "first"))
        .sort_values(["reasons", "file"], ascending=[False, True], kind="stable", ignore_index=True)
    )
    frame["main"] = [reason_name(*row) for row in zip(frame["field"], frame["kind"], strict=True)]
    frame["opens"] = [token("file", str(name)) for name in frame["file"]]
    labels = {"ledger_label": "台账", "file": "文件", "reasons": "问题（处）", "main": "最多的原因"}
    return parts.make(
        answers,
        "refused_files",
        "待核的行出自哪些文件",
        "table",
        frame.loc[:, [*labels, "opens"]],
        _ledgers(rows),
        scope=_version(answers),
        unit="处",
        basis="整个版本",
        finding=f"出自 **{full(len(frame))} 个**文件；{IMPORT_AGAIN}。",
        why_empty="没有待核的行。",
        measures=(_REFUSED,),
        labels=labels,
        options={"widths": {"ledger_label": 110, "file": 190, "reasons": 84, "main": 260}},
    )


def contradictions(answers: Answers) -> View:
    """The rules with what they found, most rows first; those that found nothing after them."""
    rows = answers.quality.contradictions()
    frame = rows.assign(
        found=[
            NOT_LOOKED if pd.isna(n) else f"{full(n)} {unit}" for n, unit in zip(rows["n"], rows["unit"], strict=True)
        ],
        order=rows["n"].fillna(-1).astype("int64"),
        opens=[token("rule", str(code)) for code in rows["code"]],
    ).sort_values("order", ascending=False, kind="stable", ignore_index=True)
    labels = {"label": "规则", "found": "查出", "severity": "性质", "ledgers": "台账", "sentence": "怎么查、怎么办"}
    return parts.make(
        answers,
        "contradictions",
        "数字之间的矛盾",
        "table",
        frame.loc[:, [*labels, "opens"]],
        answers.quality.ledgers or ["grids"],
        scope=_version(answers),
        unit="处",
        basis="全部期间",
        finding=contradictions_sentence(answers),
        measures=(_CONTRADICTIONS,),
        labels=labels,
        options={"widths": {"label": 176, "found": 92, "severity": 70, "ledgers": 150, "sentence": 620}},
    )


def geometry(answers: Answers) -> View:
    """Every fault of the net, kinds with the most first."""
    rows = answers.quality.geometry()
    sizes = rows["label"].map(rows["label"].value_counts())
    frame = rows.assign(
        size=sizes,
        place=range(len(rows)),
        when=["现在" if now else "导入时" for now in rows["now"]],
        grids=[_grids(answers, codes) for codes in rows["grid_codes"]],
    ).sort_values(["size", "label"], ascending=[False, True], kind="stable", ignore_index=True)
    labels = {"label": "问题", "grids": "网格", "message": "说明", "when": "何时发现", "file": "文件"}
    cut = f"；列出 {MOST_FINDINGS} 处" if len(frame) > MOST_FINDINGS else ""
    return parts.make(
        answers,
        "geometry",
        "边界和网格的问题",
        "table",
        frame.head(MOST_FINDINGS).loc[:, [*labels, "place"]],
        ["grids"],
        scope=_version(answers),
        unit="处",
        basis="同名文件以最近一次导入为准",
        finding=f"{geometry_sentence(rows).rstrip('。')}{cut}。",
        why_empty=_NO_FAULTS,
        measures=(_GEOMETRY,),
        labels=labels,
        options={"widths": {"label": 96, "grids": 130, "message": 460, "when": 76, "file": 130}},
    )


def geometry_map(answers: Answers, chosen: int | None = None) -> View:
    """How many faults lie where; with one chosen, its grids quietly and itself marked.

    Args:
        answers: version and scope.
        chosen: place of the fault in ``answers.quality.geometry()``; None marks nothing.
    """
    rows = answers.quality.geometry()
    picked = None if chosen is None or chosen >= len(rows) else rows.iloc[chosen]
    frame = _frame_of(answers, picked)
    wide = answers.narrowed(answers.scope.with_grid(frame.parent))
    grids = answers.grids(frame.level, frame.parent)
    shown = grids.assign(
        label=grids["grid_name"].where(grids["grid_name"] != "", grids["grid_code"]),
        value=_counts(answers, grids["grid_code"].tolist(), rows["grid_codes"]),
    )
    level_name = parts.level_name(answers, frame.level)
    return parts.make(
        wide,
        "geometry_map",
        "问题在哪里",
        "map",
        shown.assign(
            state=["value" if n else "zero" for n in shown["value"]],
            display=[parts.shown(n, "value" if n else "zero", "处") for n in shown["value"]],
        ).loc[:, ["grid_code", "label", "value", "state", "display"]],
        ["grids"],
        is_empty=rows.empty or grids.empty,
        scope=_version(answers),
        unit="处",
        basis=f"按{level_name}",
        finding=geometry_sentence(rows) if picked is None else escaped(str(picked["message"])),
        why_empty=_NO_FAULTS if len(grids) else "还没有网格，请先导入网格边界。",
        measures=(_GEOMETRY,),
        labels={"grid_code": "网格编码", "label": level_name, "value": "问题（处）"},
        options={
            "level": frame.level,
            "parent": frame.parent,
            "parent_level": frame.parent_level,
            "measure_label": "边界问题",
            "unit": "处",
            "each": f"{level_name}数",
            "spots": spots_of(rows),
            **({"marks": marks_of(picked)} if picked is not None else {}),
        },
    )


_NO_FAULTS = "没有发现边界和网格的问题。导入边界时发现的重叠、空白、越界等会列在这里。"


def marks_of(picked: pd.Series) -> dict[str, Any]:
    """What the map marks of a fault: its own shape, else the outlines of its grids, and what it is called."""
    shape = picked["shape"]
    shapes = [shape] if isinstance(shape, dict) else []
    return {"codes": list(picked["grid_codes"]), "shapes": shapes, "label": str(picked["label"])}


def refused_sentence(answers: Answers) -> str:
    """How many rows were kept aside, and mostly why."""
    figure = answers.figure(_REFUSED)
    if not figure.numerator:
        return "没有待核的行。"
    rows = answers.quality.refused()
    top = rows.groupby(["field_label", "kind"], sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    (label, kind), count = top.index[0], int(top.iloc[0])
    why = f"“{label}”列{kind}" if label else f"“{kind}”"
    several = "最多的原因是" if len(top) > 1 else "原因是"
    return f"待核 **{full(figure.numerator)} 行**，{several}{why}（{full(count)} 行）。"


def contradictions_sentence(answers: Answers) -> str:
    """How many contradictions there are, and the rule with the most."""
    rows = answers.quality.contradictions()
    known = rows.dropna(subset=["n"])
    found = known[known["n"] > 0].sort_values("n", ascending=False, kind="stable")
    if found.empty:
        return f"查了 {len(known)} 条规则，没有发现数字互相矛盾。"
    wrong = int(found.loc[found["severity"] == "须改正", "n"].sum())
    top = found.iloc[0]
    total = int(found["n"].sum())
    must = f"，其中须改正 **{full(wrong)} 处**" if wrong else "，都是须核实的"
    return f"查了 {len(known)} 条规则，发现矛盾 **{full(total)} 处**{must}；最多的是“{top['label']}”（{full(top['n'])} {top['unit']}）。"


def inexact_sentences(answers: Answers) -> list[str]:
    """How many rows hold numbers that are not exact; nothing where there are none, as nearly everywhere."""
    counts = answers.quality.inexact()
    if not counts:
        return []
    most = max(counts, key=counts.__getitem__)
    label, unit = answers.ledger(most).label, answers.ledger(most).unit
    mainly = f"，最多的是{label}（{full(counts[most])} {unit}）" if len(counts) > 1 else f"，都在{label}"
    return [f"**{full(sum(counts.values()))} 行**的数不是确数{mainly}：“余、近、以上”按其中的数字合计，范围取下限。"]


def geometry_sentence(rows: pd.DataFrame) -> str:
    """How many faults of the net there are, by kind."""
    if rows.empty:
        return "没有发现边界和网格的问题。"
    kinds = Counter(rows["label"]).most_common(4)
    told = words.listing(f"{label} {full(count)} 处" for label, count in kinds)
    more = "等" if rows["label"].nunique() > len(kinds) else ""
    return f"边界和网格的问题 **{full(len(rows))} 处**：{told}{more}。"


def _frame_of(answers: Answers, picked: pd.Series | None) -> map_frame.Frame:
    """The grids to draw: those of the area, or those of the fault's own level around it."""
    codes = [] if picked is None else [code for code in picked["grid_codes"] if answers.grid_path(code)]
    if not codes:
        return map_frame.frame_for(answers)
    path = [code for code, _ in answers.grid_path(codes[0])]
    levels = answers.grids(with_closed=True).set_index("grid_code")["level"]
    level = int(levels[codes[0]])
    parent = path[0] if level == map_frame.deepest(answers) and level > 1 and len(path) > 1 else ""
    return map_frame.Frame(level, parent, 1 if parent else 0)


def _counts(answers: Answers, codes: Sequence[str], findings: pd.Series) -> list[int]:
    """For each grid, how many faults lie in it or below it."""
    wanted, counted = set(codes), Counter[str]()
    for named in findings:
        counted.update({code for grid in named for code, _ in answers.grid_path(grid)} & wanted)
    return [counted[code] for code in codes]


def _grids(answers: Answers, codes: Sequence[str]) -> str:
    names = [path[-1][1] if (path := answers.grid_path(code)) else code for code in codes[:2]]
    return words.listing(names) + (f"等 {short(len(codes))} 个" if len(codes) > 2 else "")


def _ledgers(rows: pd.DataFrame) -> list[str]:
    return [name for name in dict.fromkeys(rows["ledger"]) if name] or ["grids"]


def _version(answers: Answers) -> Scope:
    return Scope(answers.available_period(), answers.scope.grid_code, compare="none")
