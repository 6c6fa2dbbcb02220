"""How items move: funnel, cohorts, backlog, waiting items, flows between lists, and money."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import Ledger
from data.ledgers.demands import DEMAND_EXITS
from data.measures.compute import histogram_quantile
from data.measures.grouped import DECIMALS
from data.measures.lifecycle import AGE_BUCKETS, UNSTATED_EXIT
from data.measures.outcomes import SOON_WORKDAYS
from data.measures.query import Context
from data.measures.workdays import after
from data.store.mart_rows import paired_column
from data.store.mart_shapes import CLOSED, OVERDUE, WITHIN

FUNNEL_COLUMNS = ("stage", "label", "n", "share_pct", "of_first_pct", "median_days", "p90_days")
COHORT_COLUMNS = ("month", "opened", "reached", "exited", "waiting", "not_due", "share_pct")


Columns = dict[str, NDArray[Any]]
Which = Literal["all", "overdue", "due_soon"]
"""All that wait, the longest first; those past their limit, the furthest first; those due next, the soonest first."""


def _opened(context: Context, ledger: Ledger) -> Columns:
    """Items opened in the period: month, category, furthest, exit_code, status, n."""
    names = ("month", "category", "furthest", "exit_code", "status")
    if not context.has(ledger.name) or not ledger.is_lifecycle:
        return {name: np.array([], dtype="int64" if name in ("furthest", "n") else "object") for name in (*names, "n")}
    where = context.area().between("month", context.scope.period).add("stage = ?", ledger.stages[0].code)
    columns = ", ".join(names)
    found = context.arrays(
        f"{columns}, sum(n)::BIGINT AS n", context.mart("cohort", ledger.name), where, f"GROUP BY {columns}"
    )
    return _of_categories(context, ledger, found)


def _of_categories(context: Context, ledger: Ledger, found: Columns) -> Columns:
    """The rows of the chosen categories; picked here, so that a page going through them asks once."""
    chosen = context.scope.categories_of(ledger.name)
    if not chosen:
        return found
    mine = np.array([category in chosen for category in found["category"]], dtype=bool)
    return {name: values[mine] for name, values in found.items()}


def _pct(part: float, whole: float) -> float | None:
    return part * 100 / whole if whole else None


def funnel(context: Context, ledger_name: str, through: tuple[str, ...] = ()) -> pd.DataFrame:
    """See ``Answers.funnel``."""
    ledger = context.ledger(ledger_name)
    opened, spans = _opened(context, ledger), _spans(context, ledger)
    shown = [(k, stage) for k, stage in enumerate(ledger.stages) if not through or stage.code in through]
    counts = [int(opened["n"][opened["furthest"] >= k].sum()) for k, _ in shown]
    result: list[tuple[object, ...]] = []
    for position, (_, stage) in enumerate(shown):
        share, middle, late = None, None, None
        if position:
            share = _pct(counts[position], counts[position - 1])
            middle, late = _quantiles(spans, shown[position - 1][1].code, stage.code)
        of_first = _pct(counts[position], counts[0])
        result.append((stage.code, stage.label, counts[position], share, of_first, middle, late))
    return pd.DataFrame(result, columns=list(FUNNEL_COLUMNS))


def _spans(context: Context, ledger: Ledger) -> Columns:
    """Whole days between any two stages, over the items opened in the period."""
    names = ("category", "from_stage", "to_stage", "days")
    if not context.has(ledger.name) or not ledger.is_lifecycle:
        return {name: np.array([]) for name in (*names, "n")}
    columns = ", ".join(names)
    found = context.arrays(
        f"{columns}, sum(n)::BIGINT AS n",
        context.mart("dwell", ledger.name),
        context.area().between("opened_month", context.scope.period),
        f"GROUP BY {columns} ORDER BY days",
    )
    return _of_categories(context, ledger, found)


def _quantiles(spans: Columns, start: str, end: str) -> tuple[float, float]:
    """Median and 90th percentile of the days between two stages."""
    mine = (spans["from_stage"] == start) & (spans["to_stage"] == end)
    days, counts = spans["days"][mine], spans["n"][mine]
    return histogram_quantile(days, counts, 0.5), histogram_quantile(days, counts, 0.9)


def cohorts(context: Context, ledger_name: str, stage: str) -> pd.DataFrame:
    """See ``Answers.cohorts``. An item that passed the stage and exited later counts as having reached it."""
    ledger = context.ledger(ledger_name)
    index = [candidate.code for candidate in ledger.stages].index(stage)
    opened = _opened(context, ledger)
    short, status = opened["furthest"] < index, opened["status"]
    masks = {
        "opened": np.ones_like(short, dtype=bool),
        "reached": ~short,
        "exited": short & (status == CLOSED),
        "waiting": short & (status == OVERDUE),
        "not_due": short & (status == WITHIN),
    }
    months = {month: position for position, month in enumerate(context.scope.period.months)}
    places = np.array([months[month] for month in opened["month"]], dtype="int64")
    counts = {
        name: np.bincount(places[mask], opened["n"][mask], len(months)).astype("int64") for name, mask in masks.items()
    }
    frame = pd.DataFrame({"month": list(months), **counts})
    frame["share_pct"] = frame["reached"] * 100 / frame["opened"].where(frame["opened"] > 0)
    return frame.loc[:, list(COHORT_COLUMNS)]


def backlog(context: Context, ledger_name: str) -> pd.DataFrame:
    """See ``Answers.backlog``."""
    frame = pd.DataFrame({"bucket": [b.code for b in AGE_BUCKETS], "label": [b.label for b in AGE_BUCKETS]})
    if not context.has(ledger_name) or not context.ledger(ledger_name).is_lifecycle:
        return frame.assign(n=0, overdue_n=0)
    where = context.where(ledger_name).add("month = ?", context.stock_month)
    columns = "bucket, sum(n)::BIGINT AS n, coalesce(sum(n) FILTER (is_overdue), 0)::BIGINT AS overdue_n"
    counts = context.select(columns, context.mart("backlog", ledger_name), where, "GROUP BY 1").set_index("bucket")
    joined = counts.reindex(frame["bucket"], fill_value=0).astype("int64").reset_index(drop=True)
    return pd.concat([frame, joined], axis=1)


def waiting(context: Context, ledger_name: str, limit: int, which: Which = "all") -> pd.DataFrame:
    """See ``Answers.waiting``."""
    ledger = context.ledger(ledger_name)
    columns = ["item_code", "title", "grid_code", "grid_path", "category", "stage_label", "waited_days"]
    columns += ["in_stage_days", "limit_days", "over_days", "owner", "opened_on", "due_on"]
    if not context.has(ledger_name) or not ledger.is_lifecycle:
        return pd.DataFrame(columns=columns)
    names = {"item_code": ledger.id_field, "title": ledger.title_field, "owner": ledger.actor_field}
    names |= {"grid_code": ledger.grid_field, "opened_on": ledger.opened_field, "due_on": ledger.due_field}
    chosen = ", ".join(f"{field or 'NULL'} AS {name}" for name, field in names.items())
    where, order = context.where(ledger_name), "waited_days DESC"
    if which == "overdue":
        order = "waited_days - limit_days DESC"
        where.add("waited_days > limit_days")
    elif which == "due_soon":
        order = ledger.due_field
        where.add("limit_days IS NOT NULL")
        where.add(f"{ledger.due_field} BETWEEN ? AND ?", context.as_of, after(context.as_of, SOON_WORKDAYS))
    tail = f"ORDER BY {order}, {ledger.id_field} LIMIT {int(limit)}"
    frame = context.select(
        f"{chosen}, category, furthest, waited_days, in_stage_days, limit_days",
        f"mart_waiting_{ledger_name}",
        where,
        tail,
    )
    frame["limit_days"] = frame["limit_days"].astype("float64")
    frame["over_days"] = frame["waited_days"] - frame["limit_days"]
    frame["stage_label"] = [ledger.stages[int(k)].label for k in frame["furthest"]]
    frame["grid_path"] = [context.net.path_text(code) for code in frame["grid_code"]]
    for name in ("opened_on", "due_on"):
        frame[name] = pd.to_datetime(frame[name]).dt.date
    return frame.loc[:, columns]


CONSULTATION, PROJECT, GOVERNANCE = "协商清单", "项目清单", "治理清单"
NOT_CONSULTED, AFTER_PROJECT = "未进入协商", "立项后"
"""Where the flow leads what ends before consultation, and what stands before an end after the project was set up."""
LEFT = {0: "待协商", 1: "协商中", 2: "实施中", 3: "已完成待纳入"}
"""Where an open demand stands that has come to stage k and no further."""
ENDS = (*DEMAND_EXITS, UNSTATED_EXIT)


def flows(context: Context) -> pd.DataFrame:
    """Demands submitted in the period as flows between lists. Every list gives out what it took in."""
    opened = _opened(context, context.ledger("demands"))
    edges: dict[tuple[str, str], int] = {}
    names = ("category", "furthest", "exit_code", "n")
    for category, furthest, exit_code, n in zip(*(opened[name] for name in names), strict=True):
        rest = exit_code or LEFT.get(int(furthest), GOVERNANCE)
        path = [category or "未填", *((CONSULTATION,) if furthest >= 1 else ())]
        path += [PROJECT] if furthest >= 2 else []
        path.append(GOVERNANCE if furthest >= 4 else rest)
        for edge in pairwise(path):
            edges[edge] = edges.get(edge, 0) + int(n)
    order = [*context.ledger("demands").field("demand_category").codes, CONSULTATION, PROJECT]
    ranked = sorted(edges, key=lambda edge: (order.index(edge[0]) if edge[0] in order else -1, edge[1]))
    return pd.DataFrame([(*edge, edges[edge]) for edge in ranked], columns=["source", "target", "n"])


def money(context: Context) -> pd.DataFrame:
    """Projects filed in the period by category, with their money; declared categories without any are zero."""
    ledger = context.ledger("projects")
    quoted, final = (paired_column(*pair) for pair in (("quoted_yuan", "final_yuan"), ("final_yuan", "quoted_yuan")))
    names = ["n", *ledger.sum_fields, "saved_yuan"]
    declared = list(context.scope.categories_of("projects") or ledger.field(ledger.category_field).codes)
    if not context.has("projects"):
        return pd.DataFrame(0.0, index=declared, columns=names).rename_axis("category").reset_index().astype({"n": int})
    where = context.where("projects").between("month", context.scope.period).add("stage = ?", ledger.stages[0].code)
    sums = ", ".join(f"sum({name}) AS {name}" for name in ledger.sum_fields)
    columns = f"category, sum(n)::BIGINT AS n, {sums}, sum({quoted}) - sum({final}) AS saved_yuan"
    frame = context.select(columns, context.mart("stage_month", "projects"), where, "GROUP BY 1").set_index("category")
    keys = declared + sorted(key for key in frame.index if key not in declared)
    frame = frame.reindex(keys).fillna(0).astype("float64").round(DECIMALS).astype({"n": "int64"})
    return frame.rename_axis("category").reset_index()
