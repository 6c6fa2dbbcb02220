"""Lists behind the figures of the organisation: its tree, the net's tree, and the holes by name."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.ledgers.organisations import BRANCH_KINDS, COMMUNITY_KIND, INTERIM_KIND
from data.ledgers.sponsorships import SPONSOR_TARGETS
from data.measures.model import Condition
from data.measures.query import Context, Where
from data.measures.register_grids import standing_in
from data.measures.registers import end_day, narrow, register_table, standing

ORGANISATIONS, STAFF, SPONSORSHIPS = "organisations", "grid_staff", "sponsorships"
BUILT, INTERIM, UNBUILT = "built", "interim", "unbuilt"
"""What a level-3 grid has: an organisation, only an interim group, nothing."""
ROOT = "*"
"""Key of the node several tops of the organisation's tree hang on."""
TREE_DEPTH = 2
"""Steps below its top that a tree is shown to; what lies deeper is counted in the last step."""
_BRANCHES: tuple[Condition, ...] = tuple(("org_kind", kind) for kind in BRANCH_KINDS)
_STAFFED: tuple[Condition, ...] = (("staff_role", "网格员"), ("headcount", ">0"))


class OrganisationDesk:
    """Trees and holes at the end of the scope's period.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def day(self) -> date:
        """The day the registers are read at."""
        return end_day(self._context, self._context.scope.period)

    def grids(self) -> pd.DataFrame:
        """Level-3 grids of the area that exist on the day. Columns grid_code, grid_name, path, state, is_staffed."""
        net = self._context.net
        active = net.frame[net.active(self._context.scope.grid_code, self.day)]
        built = self._in_grids(ORGANISATIONS, _BRANCHES)
        interim = self._in_grids(ORGANISATIONS, (("org_kind", INTERIM_KIND),))
        staffed = self._in_grids(STAFF, _STAFFED)
        codes = active["grid_code"]
        return pd.DataFrame(
            {
                "grid_code": codes,
                "grid_name": active["grid_name"].fillna(codes),
                "path": [net.path_text(code) for code in codes],
                "state": [BUILT if c in built else INTERIM if c in interim else UNBUILT for c in codes],
                "is_staffed": codes.isin(staffed),
            }
        ).reset_index(drop=True)

    def _in_grids(self, ledger: str, conditions: tuple[Condition, ...], level: int = 0) -> set[str]:
        context = self._context
        return standing_in(context, ledger, conditions, level or context.net.depth, self.day)

    def units(self) -> pd.DataFrame:
        """Organisations of the area that stand on the day, without the social ones. Columns code, name, parent, kind."""
        ledger = self._context.ledger(ORGANISATIONS)
        where = standing(self._context.where(ORGANISATIONS), ledger, self.day).add("org_kind <> ?", COMMUNITY_KIND)
        columns = "org_code AS code, coalesce(org_name, org_code) AS name, coalesce(parent_org_code, '') AS parent, org_kind AS kind"
        return self._context.select(columns, register_table(ledger), where, "ORDER BY code")

    def unit_tree(self) -> pd.DataFrame:
        """The organisation's tree. Columns key, label, parent, value (units in it, itself included), kind, interim."""
        units = self.units()
        parents = dict(zip(units["code"], units["parent"], strict=True))
        chains = {code: _chain(code, parents) for code in parents}
        size, interim = dict.fromkeys(parents, 0), dict.fromkeys(parents, 0)
        for code, kind in zip(units["code"], units["kind"], strict=True):
            for above in chains[code]:
                size[above] += 1
                interim[above] += kind == INTERIM_KIND
        tops = [code for code, chain in chains.items() if len(chain) == 1]
        # several tops hang on the area itself
        root = "" if len(tops) == 1 else ROOT
        deepest = TREE_DEPTH + (not root)
        shown = units[units["code"].map(lambda code: len(chains[code]) <= deepest).astype(bool)]
        frame = pd.DataFrame(
            {
                "key": shown["code"],
                "label": shown["name"],
                "parent": [parents[code] if parents[code] in parents else root for code in shown["code"]],
                "value": [size[code] for code in shown["code"]],
                "kind": shown["kind"],
                "interim": [interim[code] for code in shown["code"]],
            }
        )
        if not root or frame.empty:
            return frame.reset_index(drop=True)
        top = {"key": root, "label": self._area_name, "parent": "", "value": len(units), "kind": "", "interim": 0}
        return pd.concat([pd.DataFrame([top]), frame], ignore_index=True)

    def branch(self, key: str) -> list[str]:
        """Codes of the units of a branch of the tree, its head included; all for the node the tops hang on."""
        units = self.units()
        parents = dict(zip(units["code"], units["parent"], strict=True))
        return [code for code in parents if key in (ROOT, *_chain(code, parents))]

    def net_tree(self) -> pd.DataFrame:
        """The net's tree over the same land. Columns key, label, parent, value (level-3 grids in it), interim, unbuilt."""
        net, level = self._context.net, self._context.area_level
        leaves = self.grids()
        chains = [[code for code, _ in net.path(leaf)] for leaf in leaves["grid_code"]]
        rows: dict[str, dict[str, object]] = {}
        for chain, state in zip(chains, leaves["state"], strict=True):
            steps = ["", *chain[level : level + TREE_DEPTH]]
            for above, code in zip(["", *steps], steps, strict=False):
                row = rows.setdefault(
                    code,
                    {"key": code or "*", "label": net.name(code) if code else self._area_name}
                    | {"parent": (above or "*") if code else "", "value": 0, INTERIM: 0, UNBUILT: 0},
                )
                row["value"] = int(str(row["value"])) + 1
                if state != BUILT:
                    row[state] = int(str(row[state])) + 1
        return pd.DataFrame(rows.values(), columns=["key", "label", "parent", "value", INTERIM, UNBUILT])

    @property
    def _area_name(self) -> str:
        context = self._context
        code = context.scope.grid_code
        return context.net.name(code) if code else context.store.district.name

    def charges(self) -> pd.DataFrame:
        """Who has a leader and who has not. Columns target_kind, target, path, has_leader; kinds without any rule left out."""
        context = self._context
        ledger = context.ledger(SPONSORSHIPS)
        where = standing(Where(), ledger, self.day)
        known = set(context.select("DISTINCT target_kind AS kind", register_table(ledger), where)["kind"])
        community, grid, team = SPONSOR_TARGETS
        frames = []
        if community in known:
            frames.append(self._charged(community, 2))
        if grid in known:
            frames.append(self._charged(grid, context.net.depth))
        if team in known:
            frames.append(self._charged_teams(team))
        columns = ["target_kind", "target", "path", "has_leader"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)

    def _charged(self, kind: str, level: int) -> pd.DataFrame:
        net = self._context.net
        led = self._in_grids(SPONSORSHIPS, (("target_kind", kind),), level)
        codes = net.frame["grid_code"][net.active(self._context.scope.grid_code, self.day, level)]
        return pd.DataFrame(
            {
                "target_kind": kind,
                "target": [net.name(code) for code in codes],
                "path": [net.path_text(code) for code in codes],
                "has_leader": codes.isin(led).to_numpy(),
            }
        )

    def _charged_teams(self, kind: str) -> pd.DataFrame:
        """Teams that held an event in the area in the period."""
        context = self._context
        ledger = context.ledger(SPONSORSHIPS)
        where = narrow(standing(Where(), ledger, self.day), (("target_kind", kind),), self.day)
        led = set(context.select("DISTINCT target_name AS name", register_table(ledger), where)["name"])
        active: list[str] = []
        if context.has("volunteer_events"):
            events = context.area().between("month", context.scope.period)
            table = "mart_actor_month_volunteer_events"
            active = sorted(context.select("DISTINCT actor AS name", table, events)["name"])
        return pd.DataFrame(
            {"target_kind": kind, "target": active, "path": "", "has_leader": [name in led for name in active]}
        )


def _chain(code: str, parents: dict[str, str]) -> list[str]:
    """The unit and those above it that are known; a ring ends where it closes."""
    chain = [code]
    while (above := parents.get(chain[-1], "")) in parents and above not in chain:
        chain.append(above)
    return chain
