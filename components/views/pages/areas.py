"""Areas and units side by side: counts in their natural order, outcomes among peers. Activity is never ranked."""

from __future__ import annotations

import pandas as pd

from components.views import words, words_hidden
from components.views.formats import amount, full, ratio, whole
from components.views.model import View
from components.views.pages import parts, per
from data.measures.answers import Answers

SHORT_KINDS = {"城市社区": "城", "农牧村": "农", "专属": "专", "城乡兼有": "兼"}


def count_bars(answers: Answers, view_id: str, title: str, code: str, *, basis: str = "", heading: str = "") -> View:
    """A count by the areas below, in the order of their codes; divided as the scope says."""
    measure = answers.measure(code)
    counts = per.counted(answers, measure, "grid")
    is_divided = len(counts.measures) > 1
    hidden = int((counts.rows["state"] == "hide").sum())
    rows = counts.rows if is_divided else counts.rows[counts.rows["value"].fillna(0) > 0]
    frame = rows.loc[:, ["key", "label", "value"]].reset_index(drop=True)
    frame["display"] = [_printed(v, is_divided=is_divided) for v in frame["value"]]
    total = answers.figure(code).value
    finding = words_hidden.held_back(hidden, "项", len(frame)) or (
        f"{len(counts.rows)} 个{heading}合计 **{' '.join(amount(total, measure.unit))}**" if total is not None else ""
    )
    return parts.make(
        answers,
        view_id,
        title,
        "bars",
        frame,
        [measure.ledger],
        is_empty=not total,
        why_empty=words.missing(answers, measure.ledger, measure.stage),
        unit=counts.unit,
        basis=basis,
        finding=f"{finding}。{counts.note}",
        measures=counts.measures,
        by="" if is_divided else "grid",
        labels={"label": heading, "value": f"{measure.label}（{counts.unit}）"},
    )


def _printed(value: float, *, is_divided: bool) -> str:
    if pd.isna(value):
        return "—"
    return ratio(value) if is_divided else full(value)


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
    finding = words_hidden.held_back(hidden, "家", len(frame)) or (
        f"{len(frame)} {kind}共{said} **{whole(frame['value'].sum(), measure.unit)}**"
    )
    return parts.make(
        answers,
        view_id,
        title,
        "table",
        frame,
        [measure.ledger],
        unit=measure.unit,
        basis=f"按{heading}名称排列",
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
    """Rows of areas with the kind of each, kinds apart and in order; where there are several, named behind the area."""
    kinds = answers.fair.kinds(frame["key"].tolist())
    order = {kind: place for place, kind in enumerate(answers.fair.kind_order)}
    found = frame.assign(group=kinds, order=[order.get(kind, len(order)) for kind in kinds])
    found = found.sort_values(["order"], kind="stable").drop(columns="order")
    if found["group"].nunique() > 1:
        marks = [SHORT_KINDS.get(kind.removesuffix("为主"), "") for kind in found["group"]]
        found["label"] = [
            f"{name} · {mark}" if mark else name for name, mark in zip(found["label"], marks, strict=True)
        ]
    return found.reset_index(drop=True)


def best_and_worst(frame: pd.DataFrame, unit: str, what: str, kind_name: str) -> str:
    """The finding of rates within the largest group of peers; over all of them where they are of one kind."""
    counts = frame["group"].value_counts()
    if len(counts) < 2:
        return words.rates(frame, unit, what, kind_name)
    largest = str(counts.index[0])
    mine = frame[frame["group"] == largest].assign(
        label=lambda rows: rows["label"].str.replace(r" · .$", "", regex=True)
    )
    return f"{largest}的 {len(mine)} 个{kind_name}中，{words.rates(mine, unit, what, kind_name)}"
