"""What came of the items raised at meetings: how many are demands on record, how many became projects."""

from __future__ import annotations

import numpy as np

from data.measures.deliberation_fields import PROJECTS_OF
from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context

LINKED = """(
    SELECT said.meeting_code, count(*) AS demands, count(d.converted_on) AS projects
    FROM (
        SELECT DISTINCT meeting_code, unnest(regexp_split_to_array(linked_demands, '[、，,；;[:space:]]+')) AS demand_code
        FROM meetings
    ) said JOIN demands d ON d.demand_code = said.demand_code
    GROUP BY said.meeting_code
)"""
"""Demands that are on record, by meeting; a number that no demand has counts for nothing."""
NOTHING_LINKED = "(SELECT '' AS meeting_code, 0 AS demands, 0 AS projects)"


def deliberation_parts(context: Context, measure: Measure, by: str) -> Parts:
    """Items raised at the period's meetings below the line, those of them that came to something above it."""
    period = context.scope.period
    where = context.where("meetings").add("met_on BETWEEN ? AND ?", period.first_day, period.last_day)
    key = context.key_sql(by)
    if by.startswith("grid"):
        where.add(f"{key} <> ''")
    linked = LINKED if context.has("demands") else NOTHING_LINKED
    table = (
        "(SELECT m.*, coalesce(m.meeting_kind, '') AS category, strftime(m.met_on, '%Y-%m') AS month, "  # noqa: S608
        "coalesce(t.g1, '') AS g1, coalesce(t.g2, '') AS g2, coalesce(t.g3, '') AS g3, "
        "coalesce(l.demands, 0) AS demands, coalesce(l.projects, 0) AS projects "
        f"FROM meetings m LEFT JOIN grid_tree t ON m.grid_code = t.grid_code "
        f"LEFT JOIN {linked} l ON l.meeting_code = m.meeting_code)"
    )
    # a list of numbers longer than the items raised would make more of them than there were
    counted = "projects" if measure.field == PROJECTS_OF else "demands"
    columns = (
        f"{key} AS key, coalesce(sum(least({counted}, item_count)), 0)::DOUBLE AS above, "
        "coalesce(sum(item_count), 0)::DOUBLE AS below"
    )
    found = context.arrays(columns, table, where, "GROUP BY key ORDER BY key")
    above, below = (np.ma.filled(found[name].astype("float64"), 0.0) for name in ("above", "below"))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(below > 0, above * 100 / below, np.nan)
    keys = [str(name) for name in found["key"]]
    return Parts(keys, {"numerator": above, "denominator": below, "value": value, "base": below})
