"""Draw the demo's work list with targets and progress, and the reports its meetings expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.demo.district import District
from data.demo.organisations import BUREAUS, office_of
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF, FIRST_DAY
from data.demo.work_phrases import CHANGE_REASONS, MEASURED, TASKS, Task
from data.ledgers.work_items import LEVEL, SUMMED, UP, ZERO
from data.measures.scope import month_index
from data.measures.work_list import Span, span_of

_MONTHS = {"月": 1, "季": 3, "半年": 6, "年": 12}
_ITEMS_OTHERWISE, _MEMBERS_OTHERWISE = 24, 9
_CHANGED, _NOT_STARTED = 0.14, 0.05
"""Shares: items whose target of the last year is changed on the way, items nobody has reported on."""
_LATE, _NEVER_SENT = 0.07, 0.03


@dataclass(frozen=True, slots=True)
class _Work:
    """One item before its targets: what, from when, in which year, how fast."""

    code: str
    task: Task
    year: int
    opened: date
    kinds: tuple[str, ...]
    pace: float
    unit: str

    @property
    def first_month(self) -> int:
        """The first month of its year that counts."""
        return 7 if self.year == FIRST_DAY.year else 1

    def level(self, month: int) -> float:
        """What is left after a month on the way down to a quarter of it, or to nothing."""
        start = float(self.task[3])
        goal = 0.0 if self.task[2] == ZERO else round(start / 4)
        return start - (start - goal) * (month - self.first_month + 1) / (13 - self.first_month)


def draw_work_list(district: District, profile: DemoProfile, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The four ledgers by name; as many items, categories and member units as are published."""
    declared = profile.ledger("work_items")
    categories = declared.field("work_category").codes
    categories = categories[: profile.count("work_categories", len(categories))]
    phases = declared.field("phase").codes
    said = profile.names.get("work_list", {})
    kinds = tuple(said.get("period_kinds", ("半年", "年")))
    has_phases = bool(said.get("has_phases", False))
    items: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    progress: list[dict[str, Any]] = []
    for number in range(profile.count("work_items", profile.size("work_items", _ITEMS_OTHERWISE))):
        place = number % len(categories)
        task = _sized(TASKS[place][number // len(categories)], profile)
        is_measured = task[0] in MEASURED
        phase = len(phases) - 1 if is_measured or not has_phases else int(rng.integers(len(phases)))
        year = FIRST_DAY.year + phase
        owner, grid = _owner(district, number, rng)
        opened = date(year, 7 if phase == 0 else 1, 3) + timedelta(days=int(rng.integers(0, 40)))
        own_kinds = kinds if number % 6 == 0 else (kinds[number % len(kinds)],)
        pace = _pace(phase == len(phases) - 1, rng)
        work = _Work(f"RW{year}-{number + 1:03d}", task, year, opened, own_kinds, pace, owner)
        items.append(
            {
                "item_code": work.code,
                "item_title": task[0],
                "work_category": categories[place],
                "list_kind": said.get("list_kind", "工作清单"),
                "owner_unit": owner,
                "phase": phases[phase] if has_phases else None,
                "direction": task[2],
                "measure_unit": task[1],
                "actual_measure": MEASURED[task[0]][0] if is_measured else None,
                "value_kind": None if is_measured else SUMMED if task[2] == UP else LEVEL,
                "grid_code": None if is_measured else grid,
                "opened_on": opened,
                "closed_on": _closed(work, rng),
            }
        )
        targets += _targets(work, rng)
        progress += [] if is_measured or pace == 0 else _progress(work, rng)
    return {
        "work_items": pd.DataFrame(items),
        "work_targets": _numbered("MB", "target_code", targets),
        "work_progress": _numbered("JZ", "progress_code", progress),
        "expected_reports": _reports(district, profile, rng),
    }


def _sized(task: Task, profile: DemoProfile) -> Task:
    """A task measured elsewhere gets a target that goes with the size of what is measured."""
    if task[0] not in MEASURED:
        return task
    _, size, share = MEASURED[task[0]]
    wanted = profile.size(size) * share if size else 0
    return (*task[:3], int(round(wanted / 10) * 10))


def _owner(district: District, number: int, rng: np.random.Generator) -> tuple[str, str | None]:
    """A bureau for the whole district, or the office of a seat for its own land."""
    seats = district.of_level(1)
    if number % 3:
        return BUREAUS[int(rng.integers(len(BUREAUS)))], None
    seat = seats[int(rng.integers(len(seats)))]
    return office_of(seat.name), seat.code


def _pace(is_running: bool, rng: np.random.Generator) -> float:
    """How fast an item goes; past years mostly made it."""
    fate = rng.random()
    if not is_running:
        return float(rng.uniform(1.04, 1.25) if fate < 0.93 else rng.uniform(0.6, 0.9))
    if fate < _NOT_STARTED:
        return 0.0
    edges = ((0.12, (0.25, 0.48)), (0.27, (0.55, 0.78)), (0.93, (0.9, 1.15)))
    low, high = next((between for edge, between in edges if fate < edge), (2.05, 2.2))
    return float(rng.uniform(low, high))


def _closed(work: _Work, rng: np.random.Generator) -> date | None:
    """Items of past years that made it are struck off early in the next."""
    if work.year == AS_OF.year or work.pace < 1:
        return None
    return date(work.year + 1, 1, 6) + timedelta(days=int(rng.integers(0, 24)))


def _spans(work: _Work) -> list[Span]:
    found = []
    for kind in work.kinds:
        length = _MONTHS[kind]
        for month in range(1, 13, length):
            if month >= work.first_month:
                text = {
                    "月": f"{work.year}-{month:02d}",
                    "季": f"{work.year}年{'一二三四'[(month - 1) // 3]}季度",
                    "半年": f"{work.year}年{'上下'[(month - 1) // 6]}半年",
                    "年": f"{work.year}年",
                }
                found.append(span_of(text[kind]))
    # 2023 has only its second half: a year's target is that half's
    return [span for span in found if span] or [span for span in [span_of(f"{work.year}年下半年")] if span]


def _targets(work: _Work, rng: np.random.Generator) -> list[dict[str, Any]]:
    rows = []
    spans = _spans(work)
    changed = len(spans) - 1 if work.year == AS_OF.year and rng.random() < _CHANGED else -1
    for place, span in enumerate(spans):
        row: dict[str, Any] = {
            "item_code": work.code,
            "period_kind": span.kind,
            "target_period": span.label if span.kind != "月" else span.period.start,
            "target_value": _target(work, span),
            "baseline_value": _before(work, span),
            "set_on": work.opened,
            "replaced_on": None,
            "change_reason": None,
        }
        if place != changed or work.task[2] == ZERO:
            rows.append(row)
            continue
        on = work.opened + timedelta(days=int(rng.integers(50, 130)))
        reason = str(rng.choice(CHANGE_REASONS))
        value = max(1, round(row["target_value"] * float(rng.choice((0.8, 0.9, 1.1, 1.2)))))
        rows.append({**row, "replaced_on": on, "change_reason": reason})
        rows.append({**row, "target_value": value, "set_on": on})
    return rows


def _target(work: _Work, span: Span) -> int:
    if work.task[2] == ZERO and span.period.end[5:] == "12":
        return 0
    if work.task[2] != UP:
        return round(work.level(int(span.period.end[5:])))
    share = span.period.month_count / 12
    return max(1, round(work.task[3] * share))


def _before(work: _Work, span: Span) -> float | None:
    """Where a reduction starts."""
    if work.task[2] == UP or work.task[0] in MEASURED:
        return None
    return round(work.level(int(span.period.start[5:]) - 1))


def _progress(work: _Work, rng: np.random.Generator) -> list[dict[str, Any]]:
    """A report a month, early in the next one or on the last day of the half-year."""
    rows = []
    end = min(date(work.year, 12, 31), AS_OF)
    carried = 0.0
    for month in range(work.first_month, end.month + 1):
        if work.task[2] == UP:
            carried += work.task[3] / 12 * work.pace * float(rng.uniform(0.9, 1.1))
            value = float(int(carried))
            carried -= value
        else:
            start = float(work.task[3])
            value = max(0.0, float(round(start - (start - work.level(month)) * min(work.pace, 1.3))))
        on = min(date(work.year + month // 12, month % 12 + 1, 1) - timedelta(days=int(rng.integers(1, 5))), AS_OF)
        if on >= work.opened:
            rows.append(
                {
                    "item_code": work.code,
                    "reported_on": on,
                    "progress_value": value,
                    "reporting_unit": work.unit,
                }
            )
    return rows


def _numbered(prefix: str, name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    frame.insert(0, name, [f"{prefix}{number:05d}" for number in range(1, len(frame) + 1)])
    return frame


def _reports(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """Every quarter of each member unit and every month of each seat, from the first day on."""
    quarterly, monthly = profile.ledger("expected_reports").field("cadence_kind").codes[:2]
    members = BUREAUS[: profile.count("member_units", _MEMBERS_OTHERWISE)]
    first, last = month_index(f"{FIRST_DAY:%Y-%m}"), month_index(f"{AS_OF:%Y-%m}")
    rows = []
    for index in range(first, last + 1):
        for seat in district.of_level(1):
            rows.append(_report(monthly, office_of(seat.name), seat.code, index, 1, rng))
        if index % 3 == 0:
            rows += [_report(quarterly, name, None, index, 3, rng) for name in members]
    frame = _numbered("BS", "report_code", rows)
    # one member says nothing since spring: what the page is for
    quiet = (frame["unit_name"] == members[-1]) & (frame["due_on"] > date(2025, 3, 1))
    frame["report_sent_on"] = frame["report_sent_on"].where(~quiet, None)
    return frame


def _report(
    kind: str, unit: str, grid: str | None, index: int, months: int, rng: np.random.Generator
) -> dict[str, Any]:
    start, after = _first_of(index), _first_of(index + months)
    due = after + timedelta(days=4)
    fate = rng.random()
    early, late = int(rng.integers(0, 7)), int(rng.integers(1, 10))
    sent = due + timedelta(days=late if fate < _LATE else -early)
    is_missing = fate > 1 - _NEVER_SENT or sent > AS_OF
    label = f"{start.year}年{start.month}月" if months == 1 else f"{start.year}年{'一二三四'[start.month // 3]}季度"
    return {
        "report_title": f"{label}工作情况",
        "unit_name": unit,
        "cadence_kind": kind,
        "report_period": label,
        "grid_code": grid,
        "expected_from": start,
        "due_on": due,
        "report_sent_on": None if is_missing else sent,
    }


def _first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
