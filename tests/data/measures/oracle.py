"""A second opinion: every measure computed from the raw rows with plain pandas and loops.

Written from the definitions in words, sharing no code with data/measures or data/store: its own stage
lists, its own limits, its own walk up the net.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tests.data.measures.oracle_supply import SupplyOracle, month_end, month_of
from tests.data.measures.oracle_tables import (
    COHORTS,
    COUNTS,
    DONE,
    FACTS,
    LIMITS,
    REPORT_DUES,
    REPORT_FACTS,
    SPANS,
    STEPS,
    STOCKS,
    SUMS,
)

Result = tuple[float | None, float | None, float | None]


class Oracle(SupplyOracle):
    """Answers from raw frames.

    Args:
        frames: ledger → rows as stored.
        grids: the grids.
        as_of: 截至.
        changes: what became of grids, if anything.
    """

    def __init__(
        self, frames: dict[str, pd.DataFrame], grids: pd.DataFrame, as_of: date, changes: pd.DataFrame | None = None
    ) -> None:
        super().__init__()
        self.as_of = as_of
        self.changes = [] if changes is None else self._dated("grid_changes", changes).to_dict("records")
        self.grids = grids
        parents = {row.grid_code: row.parent_code for row in grids.itertuples()}
        self.above = {code: self._line(code, parents) for code in parents}
        self.frames = {name: self._dated(name, frame) for name, frame in frames.items() if name in STEPS}

    @staticmethod
    def _line(code: str, parents: dict[str, object]) -> set[str]:
        line = {code}
        while isinstance(parents.get(code), str) and parents[code]:
            code = str(parents[code])
            line.add(code)
        return line

    @staticmethod
    def _dated(name: str, frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.reset_index(drop=True)
        for column in [c for c in frame.columns if c.endswith("_on") or c == "wanted_by"]:
            frame[column] = [None if pd.isna(v) else pd.Timestamp(v).date() for v in frame[column]]
        return frame

    def rows(self, ledger: str, grid: str = "", only: dict[str, list[str]] | None = None) -> pd.DataFrame:
        """Rows of a grid's subtree with certain values."""
        frame = self.frames[ledger]
        if grid:
            frame = frame[self.inside(ledger, grid)]
        for column, values in (only or {}).items():
            frame = frame[frame[column].isin(values)]
        return frame

    def value(
        self, code: str, start: str, end: str, grid: str = "", only: dict[str, list[str]] | None = None
    ) -> Result:
        """(value, numerator, denominator) over a run of months."""
        if code in COUNTS:
            ledger, column = COUNTS[code]
            return len(self.within(self.rows(ledger, grid, only), column, start, end)), None, None
        if code in SUMS:
            ledger, column, field = SUMS[code]
            found = self.within(self.rows(ledger, grid, only), column, start, end)
            return float(pd.to_numeric(found[field]).sum()), None, None
        if code in COHORTS:
            return self._cohort(code, start, end, grid, only)
        if code in SPANS:
            ledger, first, last, q = SPANS[code]
            found = self.within(self.rows(ledger, grid, only), last, start, end)
            days = pd.Series([(b - a).days for a, b in zip(found[first], found[last], strict=True)], dtype="float64")
            return (None if days.empty else float(days.quantile(q))), None, None
        if code in STOCKS:
            ledger, overdue = STOCKS[code]
            day = min(month_end(end), self.as_of)
            items = self.items(ledger, self.rows(ledger, grid, only))
            is_counted = self.is_overdue if overdue else self.is_open
            return sum(is_counted(ledger, item, day) for item in items), None, None
        if code in REPORT_FACTS:
            return self._facts(code, start, end, grid, only)
        if code in REPORT_DUES:
            return self._dues(code, start, end, grid, only)
        return getattr(self, f"_{code}")(start, end, grid, only)

    @staticmethod
    def within(frame: pd.DataFrame, column: str, start: str, end: str) -> pd.DataFrame:
        """Rows whose date lies in the months."""
        chosen = [day is not None and start <= month_of(day) <= end for day in frame[column]]
        return frame[np.array(chosen, dtype=bool)]

    def _cohort(self, code: str, start: str, end: str, grid: str, only: dict[str, list[str]] | None) -> Result:
        ledger, base, reached = COHORTS[code]
        steps = STEPS[ledger]
        items = self.items(ledger, self.within(self.rows(ledger, grid, only), base, start, end))
        done = sum(self.come(ledger, item, self.as_of) >= steps.index(reached) for item in items)
        return (done * 100 / len(items) if items else None), done, len(items)

    def all_waiting(self, code: str, start: str, end: str, grid: str, only: dict[str, list[str]] | None) -> bool:
        """Whether every item of a cohort is open and not yet due."""
        ledger, base, _ = COHORTS.get(code, ("demands", "submitted_on", ""))
        items = self.items(ledger, self.within(self.rows(ledger, grid, only), base, start, end))
        return bool(items) and all(
            self.is_open(ledger, item, self.as_of) and not self.is_overdue(ledger, item, self.as_of) for item in items
        )

    @staticmethod
    def come(ledger: str, item: dict, day: date) -> int:
        """Index of the last step dated on or before a day."""
        dated = [k for k, step in enumerate(STEPS[ledger]) if item[step] is not None and item[step] <= day]
        return max(dated, default=-1)

    def exit_day(self, ledger: str, item: dict) -> date | None:
        """The day the item left without its last step."""
        if item.get("exited_on"):
            return item["exited_on"]
        reason = item.get("exit_reason")
        if isinstance(reason, str) and reason:
            return max(item[step] for step in STEPS[ledger] if item[step] is not None)
        return None

    def is_open(self, ledger: str, item: dict, day: date) -> bool:
        """Opened, not at the last step, not gone."""
        closed = self.closed_day(ledger, item)
        return item[STEPS[ledger][0]] <= day and not (closed is not None and closed <= day)

    def closed_day(self, ledger: str, item: dict) -> date | None:
        """The day of the step that closes the item, of a later one, or of its exit, whichever is first."""
        ends = [item[step] for step in STEPS[ledger][DONE.get(ledger, -1) :]]
        return min((day for day in (*ends, self.exit_day(ledger, item)) if day is not None), default=None)

    @staticmethod
    def is_paused(item: dict, day: date) -> bool:
        """Whether the item is suspended on a day."""
        since, until = item.get("suspended_on"), item.get("resumed_on")
        return since is not None and since <= day and (until is None or until > day)

    def _facts(self, code: str, start: str, end: str, grid: str, only: dict | None) -> Result:
        column, above, below = REPORT_FACTS[code]
        items = self.items("issue_reports", self.within(self.rows("issue_reports", grid, only), column, start, end))
        items = [{name: None if value is not value else value for name, value in item.items()} for item in items]
        true = sum(FACTS[above](item) for item in items)
        if not below:
            return true, None, None
        base = sum(FACTS[below](item) for item in items)
        return (true * 100 / base if base else None), true, base

    def fate(self, item: dict) -> str:
        """What became of an item with a due date by the as-of day; empty where it left."""
        gone = self.exit_day("issue_reports", item)
        if gone is not None and gone <= self.as_of:
            return ""
        if item["due_on"] > self.as_of:
            return "future"
        closed = self.closed_day("issue_reports", item)
        if closed is not None and closed <= self.as_of:
            return "punctual" if closed <= item["due_on"] else "late"
        return "paused" if self.is_paused(item, self.as_of) else "open"

    def _dues(self, code: str, start: str, end: str, grid: str, only: dict | None) -> Result:
        items = self.items("issue_reports", self.within(self.rows("issue_reports", grid, only), "due_on", start, end))
        fates = [self.fate(item) for item in items]
        counted = sum(fate in REPORT_DUES[code] for fate in fates)
        if code.endswith("_count"):
            return counted, None, None
        base = sum(fate in ("punctual", "late", "open") for fate in fates)
        return (counted * 100 / base if base else None), counted, base

    def _report_due_soon_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        # 20 March 2025 is a Thursday, and no holiday is near: Friday, Monday, Tuesday
        items = self.items("issue_reports", self.rows("issue_reports", grid, only))
        wanted = [
            self.is_open("issue_reports", item, self.as_of)
            and not self.is_paused(item, self.as_of)
            and item["due_on"] is not None
            and self.as_of <= item["due_on"] <= date(2025, 3, 25)
            for item in items
        ]
        return sum(wanted), None, None

    def is_overdue(self, ledger: str, item: dict, day: date) -> bool:
        """Open, and past its own date or past the limit of the next step that has one."""
        if not self.is_open(ledger, item, day) or self.is_paused(item, day):
            return False
        due = item.get("due_on") or item.get("wanted_by")
        if due is not None and due < day:
            return True
        for limit in LIMITS[ledger][self.come(ledger, item, day) + 1 :]:
            if limit is not None:
                return (day - item[STEPS[ledger][0]]).days > limit
        return False

    def _active_team_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        found = self.within(self.rows("volunteer_events", grid, only), "held_on", start, end)
        return len({name for name in found["team_name"] if isinstance(name, str) and name}), None, None

    def _participation_per_event(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        events = self.value("event_count", start, end, grid, only)[0] or 0
        people = self.value("participation_count", start, end, grid, only)[0] or 0
        return (people / events if events else None), people, events

    def _happened(self, end: str) -> list[dict]:
        return [c for c in self.changes if c["change_on"] <= month_end(end)]

    def _leaves(self, grid: str, end: str) -> list[str]:
        """The lowest grids that exist at the end of a month."""
        lowest = self.grids[self.grids["level"] == self.grids["level"].max()]
        ended = {c["from_code"] for c in self._happened(end) if c["from_code"] != c["to_code"]}
        gone = ended | {c["to_code"] for c in self.changes} - {c["to_code"] for c in self._happened(end)}
        return [code for code in lowest["grid_code"] if code not in gone and (not grid or grid in self.above[code])]

    def _heir(self, code: str, end: str) -> str:
        """The grid a merged grid has become by the end of a month."""
        merged = {c["from_code"]: c["to_code"] for c in self._happened(end) if c["change_kind"] == "合并"}
        return merged.get(code, code)

    def _grid_event_coverage_pct(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        leaves = self._leaves(grid, end)
        found = self.within(self.rows("volunteer_events", grid, only), "held_on", start, end)
        busy = len({self._heir(code, end) for code in found["grid_code"]} & set(leaves))
        return (busy * 100 / len(leaves) if leaves else None), busy, len(leaves)

    def _silent_grid_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        _, busy, leaves = self._grid_event_coverage_pct(start, end, grid, only)
        assert busy is not None and leaves is not None
        return leaves - busy, None, None

    def _demand_self_solved_rate_pct(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        items = self.items("demands", self.within(self.rows("demands", grid, only), "submitted_on", start, end))
        done = 0
        for item in items:
            gone = self.exit_day("demands", item)
            done += item["exit_reason"] == "自行解决" and gone is not None and gone <= self.as_of
        return (done * 100 / len(items) if items else None), done, len(items)

    def _both_known(self, start: str, end: str, grid: str, only: dict | None) -> pd.DataFrame:
        found = self.within(self.rows("projects", grid, only), "filed_on", start, end)
        return found[found["quoted_yuan"].notna() & found["final_yuan"].notna()].astype({"quoted_yuan": float})

    def _project_saved_yuan(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        both = self._both_known(start, end, grid, only)
        return float((both["quoted_yuan"] - both["final_yuan"].astype(float)).sum()), None, None

    def _project_saved_rate_pct(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        saved = self._project_saved_yuan(start, end, grid, only)[0] or 0.0
        quoted = float(self._both_known(start, end, grid, only)["quoted_yuan"].sum())
        return (saved * 100 / quoted if quoted else None), saved, quoted

    def _leaf_rows(self, grid: str, only: dict | None, end: str) -> pd.DataFrame:
        rows = self.grids[self.grids["grid_code"].isin(self._leaves(grid, end))]
        for column, values in (only or {}).items():
            rows = rows[rows[column].isin(values)]
        return rows

    def _grid_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        return (len(self._leaf_rows(grid, only, end)) or None), None, None

    def _total(self, field: str, grid: str, only: dict | None, end: str) -> float | None:
        values = self._leaf_rows(grid, only, end)[field].dropna()
        return float(values.sum()) if len(values) else None

    def _household_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        return self._total("household_count", grid, only, end), None, None

    def _population_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        return self._total("population_count", grid, only, end), None, None

    def _staff_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        return self._total("staff_count", grid, only, end), None, None

    def _households_per_staff(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        homes, staff = self._total("household_count", grid, only, end), self._total("staff_count", grid, only, end)
        return (homes / staff if homes is not None and staff else None), homes or 0, staff or 0
