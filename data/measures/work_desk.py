"""The lists behind the figures of the work list: items, target changes, owners by period, and the meetings."""

from __future__ import annotations

import pandas as pd

from data.measures.lifecycle import STAGE_DAY, day_of
from data.measures.query import Context
from data.measures.scope import Period
from data.measures.supply import end_day
from data.measures.work_book import Compute, state_of, work_book_of
from data.measures.work_list import STATUS_LABELS, WORST_FIRST
from data.measures.work_parts import (
    NOT_DUE_STATE,
    cadence_rows,
    cadence_states,
    changes,
    due_reports,
    ended_targets,
    items_inside,
)

ITEM_COLUMNS = (
    "item_code",
    "item_title",
    "work_category",
    "list_kind",
    "owner_unit",
    "phase",
    "direction",
    "measure_unit",
    "status",
    "status_label",
    "target_period",
    "target_value",
    "actual",
    "completion_pct",
    "time_pct",
    "deviation",
    "source",
)
LONG_AGO = "1990-01"
"""Before any ledger begins."""
CADENCE_LABELS = {"on_time": "按时", "late": "迟报", "silent": "未报", NOT_DUE_STATE: "未到期"}


class WorkDesk:
    """The lists at the end of the scope's period.

    Args:
        context: version and scope.
        compute: computes a measure that an item takes its actual from.
    """

    def __init__(self, context: Context, compute: Compute) -> None:
        self._context = context
        self._compute = compute
        self.day = end_day(context, context.scope.period)

    @property
    def unread_targets(self) -> int:
        """Targets of the whole version whose period could not be read; they count nowhere."""
        return work_book_of(self._context.store).unread

    def items(self) -> pd.DataFrame:
        """Items on the list, late ones first, within a status those furthest behind first; ``ITEM_COLUMNS``."""
        rows = items_inside(self._context, state_of(self._context.store, self.day, self._compute))
        order = rows["status"].map({name: place for place, name in enumerate(WORST_FIRST)})
        behind = pd.to_numeric(rows["deviation"])
        rows = rows.assign(
            status_label=rows["status"].map(dict(STATUS_LABELS)),
            source=[code if isinstance(code, str) and code else "" for code in rows["actual_measure"]],
            _order=order,
            _behind=behind,
        ).sort_values(["_order", "_behind", "item_code"], na_position="first", kind="stable", ignore_index=True)
        numbers = ("target_value", "actual", "completion_pct", "time_pct", "deviation")
        return rows.loc[:, list(ITEM_COLUMNS)].assign(**{name: pd.to_numeric(rows[name]) for name in numbers})

    def changes(self) -> pd.DataFrame:
        """Targets replaced in the period, newest first.

        Columns changed_on, item_code, item_title, owner_unit, target_period, old_value, new_value, measure_unit, reason.
        """
        names = [
            "changed_on",
            "item_code",
            "item_title",
            "owner_unit",
            "target_period",
            "old_value",
            "new_value",
            "measure_unit",
            "reason",
        ]
        return changes(self._context, self._context.scope.period).loc[:, names]

    def owners(self, periods: int = 8) -> pd.DataFrame:
        """Each owner's targets by the quarter their period ends in, over the last quarters up to the day.

        Columns owner_unit, quarter (2025-Q2), ended (targets whose period is over), met, missed.
        """
        frame = ended_targets(self._context, Period(LONG_AGO, f"{self.day:%Y-%m}"), self._compute)
        frame["quarter"] = [f"{last.year}-Q{(last.month + 2) // 3}" for last in frame["last_day"]]
        groups = frame.groupby(["owner_unit", "quarter"], as_index=False)
        counted = groups.agg(ended=("is_met", "size"), met=("is_met", lambda values: int(sum(values))))
        kept = sorted(set(counted["quarter"]))[-periods:]
        counted = counted[counted["quarter"].isin(kept)]
        return counted.assign(missed=counted["ended"] - counted["met"]).reset_index(drop=True)

    def cadence(self, months: int = 12) -> pd.DataFrame:
        """Every report expected of a unit, over the last months up to the day.

        Columns cadence_kind, unit_name, report_period, expected_from, due_on, state, state_label; in order of kind
        as declared, unit and time.
        """
        context, end = self._context, Period(f"{self.day:%Y-%m}", f"{self.day:%Y-%m}")
        rows = items_inside(context, cadence_rows(context.store), "expected_reports")
        opened = rows[STAGE_DAY.format(0)]
        first = Period(end.shifted(1 - months).start, end.end).first_day
        rows = rows[(opened <= day_of(self.day)) & (opened >= day_of(first))]
        declared = list(context.ledger("expected_reports").field("cadence_kind").codes)
        rows = rows.assign(
            state=cadence_states(rows, self.day),
            _kind=[declared.index(kind) if kind in declared else len(declared) for kind in rows["cadence_kind"]],
        ).sort_values(["_kind", "cadence_kind", "unit_name", "expected_from"], kind="stable", ignore_index=True)
        rows["state_label"] = rows["state"].map(CADENCE_LABELS)
        names = ["cadence_kind", "unit_name", "report_period", "expected_from", "due_on", "state", "state_label"]
        return rows.loc[:, names]

    def silent_units(self) -> pd.DataFrame:
        """Units by the reports due in the period, those with most missing first.

        Columns unit_name, cadence_kind, expected, silent, late, last_sent (the newest report sent by the day).
        """
        due = due_reports(self._context, self._context.scope.period)
        due = due.assign(is_silent=due["state"] == "silent", is_late=due["state"] == "late")
        groups = due.groupby(["unit_name", "cadence_kind"], as_index=False)
        frame = groups.agg(expected=("state", "size"), silent=("is_silent", "sum"), late=("is_late", "sum"))
        rows = items_inside(self._context, cadence_rows(self._context.store), "expected_reports")
        sent = rows[rows[STAGE_DAY.format(1)] <= day_of(self.day)]
        newest = pd.to_datetime(sent["report_sent_on"]).groupby([sent["unit_name"], sent["cadence_kind"]]).max()
        at = pd.MultiIndex.from_frame(frame[["unit_name", "cadence_kind"]])
        frame["last_sent"] = [None if pd.isna(day) else day.date() for day in newest.reindex(at)]
        return frame.sort_values(
            ["silent", "late", "unit_name"], ascending=[False, False, True], kind="stable", ignore_index=True
        )
