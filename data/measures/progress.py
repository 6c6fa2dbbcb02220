"""How items move: funnel, cohorts, backlog, waiting items, flows between lists, and money."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from data.ledgers import LEDGERS, Ledger
from data.measures.compute import DECIMALS, histogram_quantile
from data.measures.lifecycle import AGE_BUCKETS
from data.measures.query import Context
from data.measures.scope import Period
from data.store.mart_shapes import CLOSED, OVERDUE, WITHIN, paired_column

FUNNEL_COLUMNS = ("stage", "label", "n", "share_pct", "of_first_pct", "median_days", "p90_days")
COHORT_COLUMNS = ("month", "opened", "reached", "exited", "waiting", "not_due", "share_pct")


def _opened(context: Context, ledger: Ledger, period: Period | None = None) -> pd.DataFrame:
    """Items opened in the period by month, progress and fate. Columns month, category, furthest, exit_code, status, n."""
    names = ["month", "category", "furthest", "exit_code", "status"]
    if not context.has(ledger.name) or not ledger.is_lifecycle:
        return pd.DataFrame(columns=[*names, "n"]).astype({"furthest": "int64", "n": "int64"})
    where = context.where(ledger.name).between("month", period or context.scope.period)
    where.add("stage = ?", ledger.stages[0].code)
    columns = ", ".join(names)
    return context.select(f"{columns}, sum(n)::BIGINT AS n", f"mart_cohort_{ledger.name}", where, f"GROUP BY {columns}")


def _pct(part: float, whole: float) -> float | None:
    return part * 100 / whole if whole else None


def funnel(context: Context, ledger_name: str, through: tuple[str, ...] = ()) -> pd.DataFrame:
    """See ``Answers.funnel``."""
    ledger = LEDGERS[ledger_name]
    opened = _opened(context, ledger)
    shown = [(k, stage) for k, stage in enumerate(ledger.stages) if not through or stage.code in through]
    days = _spans(context, ledger)
    result: list[tuple[object, ...]] = []
    first = before = 0
    for position, (k, stage) in enumerate(shown):
        n = int(opened.loc[opened["furthest"] >= k, "n"].sum())
        if position == 0:
            first = before = n
            result.append((stage.code, stage.label, n, None, _pct(n, first), None, None))
            continue
        span = days[(days["from_stage"] == shown[position - 1][1].code) & (days["to_stage"] == stage.code)]
        middle, late = (histogram_quantile(span["days"].to_numpy(), span["n"].to_numpy(), q) for q in (0.5, 0.9))
        result.append((stage.code, stage.label, n, _pct(n, before), _pct(n, first), middle, late))
        before = n
    return pd.DataFrame(result, columns=list(FUNNEL_COLUMNS))


def _spans(context: Context, ledger: Ledger) -> pd.DataFrame:
    """Whole days between any two stages, over the items opened in the period."""
    if not context.has(ledger.name):
        return pd.DataFrame(columns=["from_stage", "to_stage", "days", "n"])
    where = context.where(ledger.name).between("opened_month", context.scope.period)
    columns = "from_stage, to_stage, days, sum(n)::BIGINT AS n"
    return context.select(columns, f"mart_dwell_{ledger.name}", where, "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")


def cohorts(context: Context, ledger_name: str, stage: str) -> pd.DataFrame:
    """See ``Answers.cohorts``. An item that passed the stage and exited later counts as having reached it."""
    ledger = LEDGERS[ledger_name]
    index = [candidate.code for candidate in ledger.stages].index(stage)
    opened = _opened(context, ledger)
    short = opened["furthest"] < index
    masks = {
        "opened": opened["furthest"] >= 0,
        "reached": ~short,
        "exited": short & (opened["status"] == CLOSED),
        "waiting": short & (opened["status"] == OVERDUE),
        "not_due": short & (opened["status"] == WITHIN),
    }
    months = context.scope.period.months
    counts = {
        name: opened[mask].groupby("month")["n"].sum().reindex(months, fill_value=0).astype("int64")
        for name, mask in masks.items()
    }
    frame = pd.DataFrame(counts).rename_axis("month").reset_index()
    frame["share_pct"] = frame["reached"] * 100 / frame["opened"].where(frame["opened"] > 0)
    return frame.loc[:, list(COHORT_COLUMNS)]


def backlog(context: Context, ledger_name: str) -> pd.DataFrame:
    """See ``Answers.backlog``."""
    frame = pd.DataFrame({"bucket": [b.code for b in AGE_BUCKETS], "label": [b.label for b in AGE_BUCKETS]})
    if not context.has(ledger_name) or not LEDGERS[ledger_name].is_lifecycle:
        return frame.assign(n=0, overdue_n=0)
    where = context.where(ledger_name).add("month = ?", context.stock_month)
    columns = "bucket, sum(n)::BIGINT AS n, coalesce(sum(n) FILTER (is_overdue), 0)::BIGINT AS overdue_n"
    counts = context.select(columns, f"mart_backlog_{ledger_name}", where, "GROUP BY 1").set_index("bucket")
    joined = counts.reindex(frame["bucket"], fill_value=0).astype("int64").reset_index(drop=True)
    return pd.concat([frame, joined], axis=1)


def waiting(context: Context, ledger_name: str, limit: int) -> pd.DataFrame:
    """See ``Answers.waiting``."""
    ledger = LEDGERS[ledger_name]
    columns = ["item_code", "title", "grid_code", "grid_path", "category", "stage_label", "waited_days"]
    columns += ["in_stage_days", "limit_days", "over_days", "owner", "opened_on"]
    if not context.has(ledger_name) or not ledger.is_lifecycle:
        return pd.DataFrame(columns=columns)
    names = {"item_code": ledger.id_field, "title": ledger.title_field, "owner": ledger.actor_field}
    names |= {"grid_code": ledger.grid_field, "opened_on": ledger.opened_field}
    chosen = ", ".join(f"{field or 'NULL'} AS {name}" for name, field in names.items())
    tail = f"ORDER BY waited_days DESC, {ledger.id_field} LIMIT {int(limit)}"
    frame = context.select(
        f"{chosen}, category, furthest, waited_days, in_stage_days, limit_days",
        f"mart_waiting_{ledger_name}",
        context.where(ledger_name),
        tail,
    )
    frame["limit_days"] = frame["limit_days"].astype("float64")
    frame["over_days"] = frame["waited_days"] - frame["limit_days"]
    frame["stage_label"] = [ledger.stages[int(k)].label for k in frame["furthest"]]
    frame["grid_path"] = [context.net.path_text(code) for code in frame["grid_code"]]
    frame["opened_on"] = pd.to_datetime(frame["opened_on"]).dt.date
    return frame.loc[:, columns]


CONSULTATION, PROJECT, GOVERNANCE = "协商清单", "项目清单", "治理清单"
_LEFT = {0: "待协商", 1: "协商中", 2: "实施中", 3: "已完成待纳入"}
"""Where an open demand stands that has come to stage k and no further."""


def flows(context: Context) -> pd.DataFrame:
    """Demands submitted in the period as flows between lists. Every list gives out what it took in."""
    opened = _opened(context, LEDGERS["demands"])
    edges: dict[tuple[str, str], int] = {}
    for row in opened.to_dict("records"):
        furthest = int(row["furthest"])
        rest = row["exit_code"] or _LEFT.get(furthest, GOVERNANCE)
        path = [row["category"] or "未填", *((CONSULTATION,) if furthest >= 1 else ())]
        path += [PROJECT] if furthest >= 2 else []
        path.append(GOVERNANCE if furthest >= 4 else rest)
        for edge in pairwise(path):
            edges[edge] = edges.get(edge, 0) + int(row["n"])
    order = [*LEDGERS["demands"].field("demand_category").codes, CONSULTATION, PROJECT]
    ranked = sorted(edges, key=lambda edge: (order.index(edge[0]) if edge[0] in order else -1, edge[1]))
    return pd.DataFrame([(*edge, edges[edge]) for edge in ranked], columns=["source", "target", "n"])


def money(context: Context) -> pd.DataFrame:
    """Projects filed in the period by category, with their money; declared categories without any are zero."""
    ledger = LEDGERS["projects"]
    quoted, final = (paired_column(*pair) for pair in (("quoted_yuan", "final_yuan"), ("final_yuan", "quoted_yuan")))
    names = ["n", *ledger.sum_fields, "saved_yuan"]
    declared = list(context.scope.categories_of("projects") or ledger.field(ledger.category_field).codes)
    if not context.has("projects"):
        return pd.DataFrame(0.0, index=declared, columns=names).rename_axis("category").reset_index().astype({"n": int})
    where = context.where("projects").between("month", context.scope.period).add("stage = ?", ledger.stages[0].code)
    sums = ", ".join(f"sum({name}) AS {name}" for name in ledger.sum_fields)
    columns = f"category, sum(n)::BIGINT AS n, {sums}, sum({quoted}) - sum({final}) AS saved_yuan"
    frame = context.select(columns, "mart_stage_month_projects", where, "GROUP BY 1").set_index("category")
    keys = declared + sorted(key for key in frame.index if key not in declared)
    frame = frame.reindex(keys).fillna(0).astype("float64").round(DECIMALS).astype({"n": "int64"})
    return frame.rename_axis("category").reset_index()
