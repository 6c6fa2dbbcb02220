"""Areas and units side by side: units as a list, areas among their peers. Activity is never ranked."""

from __future__ import annotations

import pandas as pd

from components.views import words, words_hidden
from components.views.formats import whole
from components.views.model import View
from components.views.pages import parts
from data.measures.answers import Answers

SHORT_KINDS = {"城市社区": "城", "农牧村": "农", "专属": "专", "城乡兼有": "兼"}


def unit_list(
    answers: Answers, view_id: str, title: str, code: str, *, heading: str, said: str, kind: str = "家单位"
) -> View:
    """Units with a count each, in the order of their names: a list to look things up in, no league table.

    Args:
        answers: the numbers.
        view_id: id of the view.
        title: what is shown.
        code: the count.
        heading: what a unit is called.
        said: before the total in the finding.
        kind: behind their number in the finding.
    """
    measure = answers.measure(code)
    rows = answers.rows(code, "actor")
    hidden = int((rows["state"] == "hide").sum())
    frame = rows.loc[rows["value"].fillna(0) > 0, ["key", "label", "value"]]
    frame = frame.sort_values("label", key=by_sound, kind="stable").reset_index(drop=True)
    total = answers.figure(code).value or 0.0
    named = float(rows["value"].sum())
    amounts = [whole(value, measure.unit) for value in (total, named, total - named)]
    finding = words_hidden.held_back(hidden, "家", len(frame)) or (
        f"共{said} **{amounts[0]}**，其中 {len(frame)} {kind} {amounts[1]}，没有写明{heading}的 {amounts[2]}"
        if total > named
        else f"{len(frame)} {kind}共{said} **{amounts[0]}**"
    )
    return parts.make(
        answers,
        view_id,
        title,
        "table",
        frame,
        [measure.ledger],
        unit=measure.unit,
        basis="按名称排列",
        finding=f"{finding}。",
        why_empty=words.missing(answers, measure.ledger, measure.stage),
        measures=(code,),
        by="actor",
        labels={"label": heading, "value": f"{measure.label}（{measure.unit}）"},
        options={"formats": {"value": "integer"}, "widths": {"value": 150}},
    )


def by_sound(names: pd.Series) -> pd.Series:
    """Names as a Chinese dictionary orders them, for the usual characters: by their bytes in GB18030."""
    return names.map(lambda name: str(name).encode("gb18030", errors="replace"))


VERDICTS = {"above": "明显高", "below": "明显低", "same": "相当", "": "—"}
"""What is said of an area beside its peers; a dash where its base is too small or its peers are too few."""


def among_peers(answers: Answers, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of areas with the kind of each, kinds apart and in order; where there are several, marked behind the area.

    Columns group (the kind), name (the bare name) and mark (城, 农 …; empty where all are of one kind) are added.
    """
    kinds = answers.fair.kinds(frame["key"].tolist())
    order = {kind: place for place, kind in enumerate(answers.fair.kind_order)}
    found = frame.assign(group=kinds, name=frame["label"], order=[order.get(kind, len(order)) for kind in kinds])
    found = found.sort_values(["order"], kind="stable").drop(columns="order").reset_index(drop=True)
    is_mixed = found["group"].nunique() > 1
    found["mark"] = [SHORT_KINDS.get(kind.removesuffix("为主"), "") if is_mixed else "" for kind in found["group"]]
    found["label"] = [
        f"{name} · {mark}" if mark else name for name, mark in zip(found["name"], found["mark"], strict=True)
    ]
    return found


def best_and_worst(frame: pd.DataFrame, unit: str, what: str, kind_name: str) -> str:
    """The finding of rates within the largest group of peers; over all of them where they are of one kind."""
    counts = frame["group"].value_counts()
    if len(counts) < 2:
        return words.rates(frame, unit, what, kind_name)
    largest = str(counts.index[0])
    mine = frame[frame["group"] == largest]
    told = words.rates(mine.assign(label=mine["name"]), unit, what, kind_name)
    return f"{largest}的 {len(mine)} 个{kind_name}中，{told}"
