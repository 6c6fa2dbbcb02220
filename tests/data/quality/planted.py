"""A small real store with one of every fault in a known place, and the same rows as plain frames."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from filelock import FileLock

from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.manifest import Source, TableFile
from data.store.reader import Reader, open_store
from data.store.schema import GEOMETRY_FINDING_COLUMNS
from data.store.writer import begin
from tests.data.measures.stores import net

AS_OF = "2025-03-20"
MONTHS = tuple(
    f"{year}-{month:02d}" for year, month in [(2024, m) for m in range(7, 13)] + [(2025, 1), (2025, 2), (2025, 3)]
)
FIRST_IMPORT, SECOND_IMPORT = "2025-01-08", "2025-03-15"
SQUARE = {"type": "Polygon", "coordinates": [[[113.0, 34.0], [113.01, 34.0], [113.01, 34.01], [113.0, 34.0]]]}

USUAL = {"01": 6, "02": 2, "03": 5}
"""Events a month in each first-level grid; "02" has too few for a silence to mean anything."""
STOPS = {"02": "2024-12", "03": "2025-01"}
"""The first month without any."""


def events() -> pd.DataFrame:
    """Events of three subdistricts, some of which stop; seven carry one fault each."""
    rows = []
    for area, usual in USUAL.items():
        for month in MONTHS[: MONTHS.index(STOPS[area])] if area in STOPS else MONTHS[:-1]:
            for n in range(usual):
                rows.append(
                    {
                        "event_code": f"E{area}{month}{n}",
                        "event_title": f"活动{area}{month}{n}",
                        "grid_code": f"{area}0{n % 3 + 1}0{n % 2 + 1}",
                        "event_type": "政策宣传",
                        "team_name": "甲队" if n % 2 else "乙队",
                        "team_kind": None if n == 3 else "社会组织",
                        "held_on": date.fromisoformat(f"{month}-{n + 3:02d}"),
                        "participation_count": 10,
                        "service_hours": 20.0,
                        "people_served_count": None if n == 4 else 30,
                    }
                )
    frame = pd.DataFrame(rows)
    frame.loc[0, "participation_count"] = 0  # hours and people served, nobody there
    frame.loc[1, "service_hours"] = 0.0
    frame.loc[2, "team_name"] = "无名队"
    frame.loc[3, ["event_title", "held_on", "grid_code"]] = frame.loc[
        2, ["event_title", "held_on", "grid_code"]
    ].tolist()
    frame.loc[4, "grid_code"] = "0101"
    frame.loc[5, "grid_code"] = "030303"  # closed since 2024-07-02
    frame.loc[6, ["participation_count", "service_hours", "people_served_count"]] = [
        0,
        0.0,
        0,
    ]  # nobody came: no contradiction
    return frame


def wishes() -> pd.DataFrame:
    """One wish as it should be, one fulfilled though nobody claimed it, one both fulfilled and withdrawn."""
    day = date(2025, 1, 5)
    steps = {"submitted_on": day, "claimed_on": day + timedelta(days=3), "fulfilled_on": day + timedelta(days=9)}
    rows = [{"wish_code": f"W{n}", "wish_title": f"心愿{n}", "grid_code": "010101", **steps} for n in range(3)]
    rows[1]["claimed_on"] = None  # type: ignore[assignment]
    rows[2] |= {"exit_reason": "撤回", "exited_on": day + timedelta(days=2)}
    return pd.DataFrame(rows).assign(wish_category="便民服务", claimed_by=["甲单位", "甲单位", None])


def others() -> dict[str, pd.DataFrame]:
    """Projects, links, reports, meetings, teams: one fault in each, beside rows without any."""
    on = date(2025, 1, 10)
    projects = {"project_code": ["P1", "P2"], "budget_yuan": [100.0, 100.0], "final_yuan": [111.0, 110.0]}
    reports = pd.DataFrame(
        {"report_code": ["R1", "R2"], "grid_code": "010101", "report_kind": "露天垃圾", "reported_on": on}
    )
    reports["dispatched_on"] = [on, on]
    reports["accepted_on"] = [on, None]
    reports["resolved_on"] = [on, on]
    return {
        "projects": pd.DataFrame(projects).assign(grid_code="010101", project_category="生活服务类", filed_on=on),
        "demands": pd.DataFrame(
            {"demand_code": ["D1"], "grid_code": "010102", "demand_category": "生活服务类", "submitted_on": on}
        ),
        "demand_project_links": pd.DataFrame({"demand_code": ["D1", "D9"], "project_code": ["P1", "P2"]}),
        "issue_reports": reports,
        "meetings": pd.DataFrame(
            {"meeting_code": ["M1", "M2"], "attendance_count": [0, 9], "item_count": [2, 2]}
        ).assign(grid_code="010101", meeting_kind="座谈会", met_on=on),
        "teams": pd.DataFrame(
            {
                "team_code": ["T1", "T2"],
                "team_name": ["甲队", "乙队"],
                "team_list_kind": "志愿服务队",
                "grid_code": "010101",
            }
        ),
    }


EXPECTED = {
    "hours_without_people": ["E012024-070"],
    "people_without_hours": ["E012024-071"],
    "served_without_people": ["E012024-070"],
    "items_without_attendance": ["M1"],
    "wish_unclaimed": ["W1"],
    "report_skipped": ["R2"],
    "ended_twice": ["W2"],
    "over_budget": ["P1"],
    "repeated_item": ["E012024-072", "E012024-073"],
    "unknown_demand": ["D9"],
    "unknown_project": [],
    "team_not_listed": ["E012024-072"],
    "sum_differs": ["0101"],
    "not_lowest": ["E012024-074"],
    "in_closed_grid": ["E012024-075"],
}
"""Rule → the numbers of the rows it must find, and no others; rules that are not here have nothing to look at."""


def grids() -> pd.DataFrame:
    """The net with households that add up but in one community, a grid without a name and one without a parent."""
    frame = net()
    lowest = frame["level"] == 3
    sums = frame[lowest].groupby("parent_code")["household_count"].sum()
    middle = frame["level"] == 2
    frame.loc[middle, "household_count"] = frame.loc[middle, "grid_code"].map(sums)
    upper = frame[middle].groupby("parent_code")["household_count"].sum()
    frame.loc[frame["level"] == 1, "household_count"] = frame["grid_code"].map(upper)
    frame.loc[frame["grid_code"] == "0101", "household_count"] += 40
    frame.loc[frame["grid_code"] == "01", "household_count"] += 40
    frame["closed_on"] = None
    frame.loc[frame["grid_code"] == "030303", "closed_on"] = "2024-07-02"
    # what is closed no longer counts above it
    gone = frame.loc[frame["grid_code"] == "030303", "household_count"].iloc[0]
    frame.loc[frame["grid_code"].isin(["03", "0303"]), "household_count"] -= gone
    odd = pd.DataFrame(
        {"grid_code": ["0399", "039901"], "grid_name": [None, "孤网格"], "level": [2, 3], "parent_code": ["03", "88"]}
    )
    frame["has_shape"] = frame["level"] == 1
    frame["area_km2"] = frame["level"].map({1: 10.0, 2: 3.0})
    frame.loc[frame["grid_code"] == "0201", "area_km2"] = 4.0  # 02: 10.0 against 10.0; 01: 9.0; 03: one has no area
    frame.loc[frame["level"] == 1, "has_shape"] = frame["grid_code"] != "02"
    return pd.concat([frame, odd], ignore_index=True)


def geometry() -> pd.DataFrame:
    """An overlap told twice, a gap that a later import of the file no longer tells, and one without a shape."""
    rows = [
        ("one", "网格.geojson", "gap", "01 空出 1 平方公里", "warn", ["01"], json.dumps(SQUARE), "2025-01-08"),
        (
            "two",
            "网格.geojson",
            "overlap",
            "010101 与 010102 重叠",
            "warn",
            ["010101", "010102"],
            json.dumps(SQUARE),
            "2025-03-15",
        ),
        (
            "two",
            "网格.geojson",
            "overlap",
            "010101 与 010102 重叠",
            "warn",
            ["010101", "010102"],
            json.dumps(SQUARE),
            "2025-03-15",
        ),
        ("two", "街道.geojson", "crs_offset", "整层偏移", "warn", [], None, "2025-03-15"),
    ]
    return pd.DataFrame(rows, columns=list(GEOMETRY_FINDING_COLUMNS))


def built(factory: pytest.TempPathFactory) -> Reader:
    """The store, built once a run for all folders and workers. Never write to it."""
    shared = factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    with FileLock(shared / "planted_store.lock"):
        home = shared / "planted_store"
        return open_store(home) if (home / "CURRENT").exists() else build(home)


def build(home: Path) -> Reader:
    """Two imports: everything up to December, and the rest later."""
    known = events()
    early = known["held_on"] < date(2025, 1, 1)
    with begin(home, "first") as txn:
        txn.set_district({"name": "小区县", "level_names": ["街道", "社区", "网格"], "as_of": AS_OF})
        txn.put_grids(grids())
        _upsert(txn, "one", {"volunteer_events": known[early]}, FIRST_IMPORT)
        txn.publish()
    with begin(home, "second") as txn:
        _upsert(txn, "two", {"volunteer_events": known[~early], "micro_wishes": wishes(), **others()}, SECOND_IMPORT)
        found = geometry()
        folder = txn.staging / "geometry_findings"
        folder.mkdir()
        columns = ", ".join(f"{name}::{kind} AS {name}" for name, kind in GEOMETRY_FINDING_COLUMNS.items())
        duckdb.connect().sql(f"SELECT {columns} FROM found").write_parquet(str(folder / "found.parquet"))
        txn._tables["geometry_findings"] = (TableFile((folder / "found.parquet").as_posix(), len(found)),)
        txn.add_source(Source("two", "网格.geojson", ledger="grids", imported_at=f"{SECOND_IMPORT}T09:00:00+08:00"))
        txn.publish()
    return open_store(home)


def _upsert(txn, import_id: str, ledgers: dict[str, pd.DataFrame], on: str) -> None:
    for name, rows in ledgers.items():
        given = rows.assign(
            source_file=f"{name}.csv", source_sheet="", source_row=range(2, len(rows) + 2), import_id=import_id
        )
        columns = [
            f"{f.name}::{f.sql_type} AS {f.name}" if f.name in given else f"NULL::{f.sql_type} AS {f.name}"
            for f in LEDGERS[name].fields
        ]
        path = txn.staging / f"{import_id}.{name}.parquet"
        query = f"SELECT {', '.join(columns)}, source_file, source_sheet, source_row, import_id FROM given"
        duckdb.connect().sql(query).write_parquet(str(path))
        source = Source(import_id, f"{name}.csv", ledger=name, imported_at=f"{on}T09:00:00+08:00")
        txn.upsert(name, path, source)


def ask(store: Reader, period: str = "2024-07..2025-03", area: str = "") -> Answers:
    """The store's answers over a period and an area."""
    return Answers(store, Scope(Period.parse(period), area, compare="none"))
