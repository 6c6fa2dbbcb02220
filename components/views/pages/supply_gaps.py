"""供需缺口: kind by area, how much of what is still wanted the same area's own resources cannot cover."""

from __future__ import annotations

import pandas as pd

from components.views import clicks, words
from components.views.formats import fraction
from components.views.model import View
from components.views.opening import Opening
from components.views.opening import cell as place
from components.views.pages import openings, parts
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE

RESOURCES, DEMANDS = "resources", "service_demands"


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
        why_empty=nothing(answers, "没有尚未对接的供需需求，供需没有缺口"),
        measures=("supply_gap_pct",),
        by="category",
        opens=_cells(answers, frame),
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


def _cells(answers: Answers, frame: pd.DataFrame) -> openings.Openings:
    """Each kind in each area with something outstanding."""
    return tuple(
        Opening(
            f"{cell['column']} · {cell['kind']}",
            ("supply_gap_pct",),
            float(cell["gap_pct"]),
            by="category",
            key=str(cell["kind"]),
            scope=answers.scope.with_grid(str(cell["key"])) if cell["key"] else None,
            at=place(cell["row"], cell["column"]),
        )
        for cell in frame.to_dict("records")
        if cell["wanted"]
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


def nothing(answers: Answers, words_after: str) -> str:
    """Why a list is empty although the ledgers are there; empty where they are not."""
    if not (answers.has_ledger(RESOURCES) or answers.has_ledger(DEMANDS)):
        return ""
    return f"{answers.scope.sentence(answers.area_name)}：期末{words_after}。"
