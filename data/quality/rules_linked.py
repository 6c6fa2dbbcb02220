"""Rules about what one ledger says of another: numbers that lead nowhere, teams nobody registered."""

from __future__ import annotations

from data.quality.model import Rule
from data.quality.rules_sql import Text, hits, joined_up
from data.store.reader import Reader

MOSTLY = 0.5
"""Teams are held against the team ledger only where it names at least this share of them: else it lists others."""

_LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "unknown_demand": (("demand_project_links", "demand_code", "demands"),),
    "unknown_project": (("demand_project_links", "project_code", "projects"),),
    "unknown_match": (
        ("matches", "resource_code", "resources"),
        ("matches", "service_demand_code", "service_demands"),
    ),
    "unknown_task": (("work_targets", "item_code", "work_items"), ("work_progress", "item_code", "work_items")),
}
"""Rule → (ledger, its field, the ledger that must hold the number)."""


def _unknown(code: str) -> Text:
    def query(store: Reader) -> str:
        found = []
        for table, field, target in _LINKS[code]:
            if not (store.has_rows(table) and store.has_rows(target)):
                continue
            ledger, other = store.ledger(table), store.ledger(target)
            condition = f"{field} NOT IN (SELECT {other.id_field} FROM {target})"  # noqa: S608  (declared names)
            said = f"'{ledger.field(field).label}“' || {field} || '”不在{other.label}里'"
            found.append(hits(ledger, table, condition, said, key="" if ledger.id_field else field))
        return joined_up(found)

    return query


def _teams(store: Reader) -> str:
    if not store.has_rows("teams"):
        return ""
    found = []
    for table, field in (("volunteer_events", "team_name"), ("points", "group_name")):
        if store.has_rows(table) and _is_listed(store, table, field):
            said = f"'“' || {field} || '”不在{store.ledger('teams').label}里'"
            condition = f"{field} NOT IN (SELECT team_name FROM teams)"  # noqa: S608  (declared names)
            found.append(hits(store.ledger(table), table, condition, said))
    return joined_up(found)


def _is_listed(store: Reader, table: str, field: str) -> bool:
    row = store.arrays(
        f"SELECT coalesce(avg((name IN (SELECT team_name FROM teams))::INT), 0) AS share "  # noqa: S608  (our own names)
        f"FROM (SELECT DISTINCT {field} AS name FROM {table} WHERE {field} IS NOT NULL)"
    )
    return bool(float(row["share"][0]) >= MOSTLY)


LINKED_RULES: tuple[Rule, ...] = (
    Rule(
        "unknown_demand",
        "项目写的需求查无此号",
        "需求项目对应表里的需求编号在需求清单里查不到；请核对编号，或补导入那一段需求清单。",
        "wrong",
        _unknown("unknown_demand"),
    ),
    Rule(
        "unknown_project",
        "需求写的项目查无此号",
        "需求项目对应表里的项目编号在项目清单里查不到；请核对编号，或补导入那一段项目清单。",
        "wrong",
        _unknown("unknown_project"),
    ),
    Rule(
        "unknown_match",
        "对接写的编号查无此号",
        "供需对接台账里的资源或需求编号在各自的清单里查不到；请核对编号。",
        "wrong",
        _unknown("unknown_match"),
        "次",
    ),
    Rule(
        "unknown_task",
        "目标、进度写的任务查无此号",
        "任务目标或进度写的任务编号在任务清单里查不到，这些目标和进度没有计入；请核对编号。",
        "wrong",
        _unknown("unknown_task"),
    ),
    Rule(
        "team_not_listed",
        "队伍不在册",
        "活动或积分写的队伍不在队伍台账里；请补登记，或统一队伍名称。队伍台账里有过半的活动队伍时才查。",
        "doubtful",
        _teams,
    ),
)
