"""A writer that is killed: it runs in a process of its own and publishes until it dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pandas as pd

from data.store.reader import Reader
from data.store.writer import begin
from tests.data.store.rows import GRIDS, event, put

EVENTS = [("e1", "2025-01-05"), ("e2", "2025-01-20"), ("e3", "2025-02-05")]
MONTHS = ("2025-03", "2025-04")


def publish_step(home: Path, step: int) -> int:
    """One import that writes the same number into every table, moves a row between months and refuses another."""
    with begin(home, f"第 {step} 次") as txn:
        moving = event("moving", f"{MONTHS[step % 2]}-01", step)
        put(txn, "volunteer_events", [event(code, day, step) for code, day in EVENTS] + [moving])
        put(txn, "demand_project_links", [{"demand_code": str(step), "project_code": "P"}])
        txn.put_grids(GRIDS.assign(staff_count=step - step % 3))  # grids change less often, as in life
        path = txn.staging / "refused.parquet"
        row = {
            "import_id": str(step),
            "ledger": "demands",
            "file": "",
            "sheet": "",
            "row_number": 1,
            "reasons": [],
            "raw": "",
        }
        pd.DataFrame([row]).to_parquet(path)
        txn.add_quarantine(path)
        txn.set_district({"name": f"第 {step} 区", "as_of": "2025-06-30"})
        return txn.publish()


def faults(store: Reader) -> list[str]:
    """What does not agree with the step the version's note names; empty for a whole version."""
    step = int(store.manifest.note.split()[1])
    found = {
        "events": store.query(
            "SELECT event_code, participation_count AS n FROM volunteer_events ORDER BY 1"
        ).values.tolist(),
        "month": store.query(
            "SELECT strftime(held_on, '%Y-%m') FROM volunteer_events WHERE event_code = 'moving'"
        ).iloc[0, 0],
        "links": store.query("SELECT max(demand_code::INT) FROM demand_project_links").iloc[0, 0],
        "grids": store.query("SELECT DISTINCT staff_count FROM grids").iloc[:, 0].tolist(),
        "mart": store.query("SELECT sum(participation_count) FROM mart_stage_month_volunteer_events").iloc[0, 0],
        "refused": store.query("SELECT max(import_id::INT) FROM quarantine").iloc[0, 0],
        "district": store.district.name,
    }
    expected = {
        "events": [[code, step] for code in ("e1", "e2", "e3", "moving")],
        "month": MONTHS[step % 2],
        "links": step,
        "grids": [step - step % 3],
        "mart": 4 * step,
        "refused": step,
        "district": f"第 {step} 区",
    }
    return [f"{name}: {found[name]} instead of {value}" for name, value in expected.items() if found[name] != value]


def write_for_ever(home: Path, first_step: int) -> None:
    """Publish until killed."""
    step = first_step
    while True:
        publish_step(home, step)
        step += 1


def die_at(home: Path, step: int, call: int) -> None:
    """Publish once, and be killed right before the given durable operation (sync or move of a file), if there are so many."""
    made = 0
    originals = {name: getattr(os, name) for name in ("fsync", "replace")}

    def counted(name: str) -> object:
        def operation(*arguments: object) -> object:
            nonlocal made
            made += 1
            if made == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return originals[name](*arguments)

        return operation

    for name in originals:
        setattr(os, name, counted(name))
    publish_step(home, step)
