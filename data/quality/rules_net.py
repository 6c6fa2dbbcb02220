"""Rules about rows and the net: sums that differ between levels, rows too high up, rows in grids that are gone."""

from __future__ import annotations

from data.ledgers import ACTIVITY_LEDGERS
from data.quality.model import Rule
from data.quality.rules_sql import hits, joined_up
from data.store.reader import Reader

SUM_TOLERANCE = 0.01
"""Sums of the grids below may differ by this share."""
MOSTLY_LOWEST = 0.9
"""A ledger is kept by lowest grids when at least this share of its rows lie in one."""
_SUMS = (("population_count", "人口"), ("household_count", "户数"))


def _sums(store: Reader) -> str:
    """Grids whose number is not that of the grids right below, where each of these states it."""
    if not store.has_rows("grids"):
        return ""
    found = []
    for field, label in _SUMS:
        below = (
            f"SELECT parent_code AS code, sum({field})::BIGINT AS total FROM grids WHERE closed_on IS NULL "  # noqa: S608  (our own names)
            f"GROUP BY parent_code HAVING count({field}) = count(*)"
        )
        table = f"(SELECT g.*, b.total FROM grids g JOIN ({below}) b ON b.code = g.grid_code)"  # noqa: S608  (our own names)
        condition = f"closed_on IS NULL AND {field} IS NOT NULL AND abs({field} - total) > {SUM_TOLERANCE} * greatest({field}, total)"
        said = (
            f"'{label} ' || format('{{:,}}', {field}) || '，下级合计 ' || format('{{:,}}', total) || '，差 ' "
            f"|| format('{{:,}}', abs({field} - total))"
        )
        found.append(hits(store.ledger("grids"), table, condition, said))
    return joined_up(found)


def _too_high(store: Reader) -> str:
    """Rows that name a grid above the lowest level, in ledgers that are otherwise kept by lowest grids."""
    if not store.has_rows("grid_tree"):
        return ""
    depth = int(store.arrays("SELECT coalesce(max(level), 0) AS depth FROM grid_tree")["depth"][0])
    found = []
    for name in ACTIVITY_LEDGERS:
        ledger = store.ledger(name)
        if depth < 2 or not store.has_rows(name) or not _is_kept_by_lowest(store, name, depth):
            continue
        upper = f"SELECT grid_code FROM grid_tree WHERE level < {depth}"  # noqa: S608  (our own names)
        said = f"'记在上级网格 ' || {ledger.grid_field} || '，没有到最末一级'"
        found.append(hits(ledger, name, f"{ledger.grid_field} IN ({upper})", said))
    return joined_up(found)


def _is_kept_by_lowest(store: Reader, name: str, depth: int) -> bool:
    """From the bounded mart: how many of the items lie in a lowest grid."""
    first = store.ledger(name).stages[0].code
    row = store.arrays(
        f"SELECT coalesce(sum(n) FILTER (g{depth} <> ''), 0)::BIGINT AS lowest, coalesce(sum(n), 0)::BIGINT AS n "  # noqa: S608  (our own names)
        f"FROM mart_stage_month_{name} WHERE stage = ? AND g1 <> ''",
        [first],
    )
    return bool(row["n"][0]) and float(row["lowest"][0]) >= MOSTLY_LOWEST * float(row["n"][0])


def _in_closed(store: Reader) -> str:
    """Rows opened in a grid after it was closed."""
    if not store.has_rows("grids"):
        return ""
    found = []
    for name in ACTIVITY_LEDGERS:
        if not store.has_rows(name):
            continue
        ledger = store.ledger(name)
        table = (
            f"(SELECT r.*, g.closed_on AS grid_closed_on FROM {name} r JOIN grids g "  # noqa: S608  (our own names)
            f"ON r.{ledger.grid_field} = g.grid_code AND r.{ledger.opened_field} >= g.closed_on)"
        )
        said = (
            f"'{ledger.field(ledger.opened_field).label} ' || {ledger.opened_field} || "
            f"'，所在网格已于 ' || grid_closed_on || ' 撤销'"
        )
        found.append(hits(ledger, table, "true", said))
    return joined_up(found)


NET_RULES: tuple[Rule, ...] = (
    Rule(
        "sum_differs",
        "上下级人口户数对不上",
        "网格的人口或户数与下一级之和相差超过 1%（下一级都填了才比）；请核对网格台账。",
        "doubtful",
        _sums,
        "处",
    ),
    Rule(
        "not_lowest",
        "没有记到最末一级网格",
        "这本台账九成以上记到最末一级网格，这些记录只记到上级，网格地图上看不到；请补网格编码。",
        "doubtful",
        _too_high,
    ),
    Rule(
        "in_closed_grid",
        "记在已撤销的网格",
        "记录的日期晚于所在网格的撤销日期；请改记到并入的网格，或核对撤销日期。",
        "wrong",
        _in_closed,
    ),
)
