"""What a page may ask about the data themselves, within a scope."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from data.measures.net import net_of
from data.measures.query import Context
from data.measures.scope import Period, month_index, month_of_index
from data.measures.spoken import has_inexact
from data.quality import areas
from data.quality.arrival import arrivals, first_judged
from data.quality.behind import Page, Pick, rows_behind
from data.quality.contradictions import PUBLISHED, counted, looked_at, published_differing
from data.quality.filled import expected_fields, filled
from data.quality.geometry import geometry_findings
from data.quality.hidden import hidden_cells, holds_back
from data.quality.model import SEVERITY_LABELS
from data.quality.refused import refused, refused_total
from data.quality.reporting import EVERY_LEDGER, Reporting, reporting_of, silent_rows
from data.quality.rules import RULES

SHOWN_MONTHS = 12
"""The table of months shows so many, up to the period's end."""


class QualityDesk:
    """Completeness, timeliness, refused rows, contradictions and faults of the net.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._store = context.store

    def _holds_back(self, ledger: str) -> bool:
        return holds_back(self._context, ledger)

    @property
    def table(self) -> Reporting:
        """Rows by ledger, first-level grid and month, whatever the scope."""
        return reporting_of(self._store)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months of the table that are shown: a year up to the end of the period, as far as there is any record."""
        known = self.table.months
        end = max(min(self._context.scope.period.end, known[-1]), known[0])
        start = month_of_index(month_index(end) - SHOWN_MONTHS + 1)
        return tuple(month for month in known if start <= month <= end)

    @property
    def ledgers(self) -> list[str]:
        """Activity ledgers the version holds."""
        return list(self.table.counts)

    def reporting(self, ledger: str = EVERY_LEDGER) -> pd.DataFrame:
        """Rows opened by first-level grid and month: area, area_name, month, n, state, silent (ledgers silent then).

        ``silent`` names the ledgers the area was silent in; with one ledger chosen at most that one. ``n`` is None
        where it is hidden.
        """
        table, net = self.table, net_of(self._store)
        inside = areas.first_level(self._context)
        counts = table.total(ledger)
        states = table.states(ledger)
        for name in [ledger] if ledger else table.counts:
            # in the total a hidden part would follow from the others
            states[hidden_cells(self._context, name, table.areas, table.months, table.counts[name])] = "hide"
        place = {month: index for index, month in enumerate(table.months)}
        quiet: dict[tuple[str, int], list[str]] = {}
        for run in table.silences:
            for month in range(run.first, run.last + 1):
                if ledger in ("", run.ledger):
                    quiet.setdefault((run.area, month), []).append(run.ledger)
        rows = [
            (
                area,
                net.name(area),
                month,
                None if states[index, place[month]] == "hide" else int(counts[index, place[month]]),
                states[index, place[month]],
                tuple(quiet.get((area, place[month]), ())),
            )
            for index, area in enumerate(table.areas)
            if area in inside
            for month in self.months
        ]
        columns = ["area", "area_name", "month", "n", "state", "silent"]
        return pd.DataFrame(rows, columns=columns).astype({"n": "Int64"})

    def silent(self) -> pd.DataFrame:
        """Areas of the scope that are silent now; see ``data.quality.reporting.silent_rows``."""
        rows = silent_rows(self._store)
        rows = rows[rows["area"].isin(areas.first_level(self._context))].reset_index(drop=True)
        return rows.assign(ledger_label=[self._context.ledger(name).label for name in rows["ledger"]])

    def filled(self) -> pd.DataFrame:
        """Fields by how many of the period's rows have them: key, ledger, label, numerator, denominator.

        A field nobody ever filled in is one the district does not keep: it is left out and named by :meth:`unkept`.
        """
        rows = self._fields()
        return rows.loc[rows["is_kept"], ["key", "ledger", "label", "numerator", "denominator"]].reset_index(drop=True)

    def unkept(self) -> list[str]:
        """Fields that are empty in every row of the version."""
        rows = self._fields()
        lacking = rows[~rows["is_kept"]]
        return [
            f"{self._context.ledger(name).label}“{label}”" for name, label in lacking[["ledger", "label"]].to_numpy()
        ]

    def _fields(self) -> pd.DataFrame:
        rows = []
        for name, counts in filled(self._store).items():
            if self._holds_back(name):
                continue
            inside = areas.within(self._context, counts)
            for one in expected_fields(self._context.ledger(name)):
                is_kept = bool(counts[f"{one.field}_filled"].sum())
                numbers = (int(inside[f"{one.field}_filled"].sum()), int(inside[f"{one.field}_due"].sum()))
                rows.append((one.key, name, one.label, *numbers, is_kept))
        columns = ["key", "ledger", "label", "numerator", "denominator", "is_kept"]
        return pd.DataFrame(rows, columns=columns).astype({"is_kept": bool})

    def late(self) -> pd.DataFrame:
        """Rows of the period that came late, by ledger: ledger, label, numerator, denominator, since (first judged month)."""
        inside = areas.within(self._context, arrivals(self._store))
        groups = inside.groupby("ledger", sort=False)[["late", "n"]].sum() if len(inside) else pd.DataFrame()
        rows = [
            (name, self._context.ledger(str(name)).label, int(late), int(n), first_judged(self._store, str(name)))
            for name, late, n in groups.itertuples()
            if not self._holds_back(str(name))
        ]
        return pd.DataFrame(rows, columns=["ledger", "label", "numerator", "denominator", "since"])

    def inexact(self) -> dict[str, int]:
        """Ledger → how many of its rows hold a number that is not exact (100余, 15—20万); ledgers without are absent."""
        known = [name for name in self._store.manifest.ledgers if has_inexact(self._store, name)]
        counts = {name: self.rows(Pick("inexact", name), 0).total for name in known}
        return {name: n for name, n in counts.items() if n}

    def refused(self) -> pd.DataFrame:
        """Refused rows of the whole version by ledger, file, column and kind of reason, most first."""
        rows = refused(self._store)
        known = self._context.ledger
        return rows.assign(ledger_label=[known(name).label if name else "" for name in rows["ledger"]])

    @property
    def refused_total(self) -> int:
        """How many rows are kept aside in the whole version."""
        return refused_total(self._store)

    def contradictions(self) -> pd.DataFrame:
        """Every rule: code, label, sentence, severity (in words), unit, n, ledgers; n is None where it had nothing to look at."""
        hits = counted(self._store)
        inside = areas.grids_inside(self._context)
        hits = hits if inside is None else hits[hits["grid_code"].isin(inside)]
        hits = hits[~hits["ledger"].map(self._holds_back).astype(bool)]
        looked = looked_at(self._store)
        rows = []
        for code, rule in RULES.items():
            own = hits[hits["code"] == code]
            named = "、".join(self._context.ledger(name).label for name in dict.fromkeys(own["ledger"]))
            n = int(own["n"].sum()) if code in looked else None
            rows.append((code, rule.label, rule.sentence, SEVERITY_LABELS[rule.severity], rule.unit, n, named))
        published = published_differing(self._store)
        n = None if published is None or inside is not None else len(published)
        told = "公开发布的数与台账的数不符；逐项说明见“公开数据对照”页。"
        rows.append((PUBLISHED, "公布数与台账不符", told, SEVERITY_LABELS["doubtful"], "项", n, ""))
        columns = ["code", "label", "sentence", "severity", "unit", "n", "ledgers"]
        return pd.DataFrame(rows, columns=columns).astype({"n": "Int64"})

    def published(self) -> pd.DataFrame:
        """Published figures the ledgers disagree with: text, published, counted, why."""
        found = published_differing(self._store)
        return pd.DataFrame(columns=["text", "published", "counted", "why"]) if found is None else found

    def geometry(self) -> pd.DataFrame:
        """Faults of the net inside the area, see ``data.quality.geometry``; those that name no grid only for the district."""
        found = geometry_findings(self._store)
        inside = areas.grids_inside(self._context)
        if inside is None:
            return found
        known = set(inside)
        is_mine = found["grid_codes"].map(lambda codes: bool(known & set(codes))).astype(bool)
        return found[is_mine].reset_index(drop=True)

    def rows(self, pick: Pick, limit: int, offset: int = 0) -> Page:
        """The rows behind a finding, see ``data.quality.behind.rows_behind``."""
        scope = self._context.scope
        scope = scope.with_grid(pick.area) if pick.area else scope
        scope = scope.with_period(Period(pick.month, pick.month)) if pick.month else scope
        return rows_behind(self._context.narrowed(scope), pick, limit, offset)
