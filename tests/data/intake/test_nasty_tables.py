"""Every table of the shared folder of broken files behaves as its manifest says, or stands in a list that must shrink."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.intake.report import FileReport
from tests.data.intake.conftest import NASTY, Store, canary, everything_stored

pytestmark = pytest.mark.shared

NOT_YET: dict[str, str] = {}
"""File → what is still missing. A file that behaves must leave the list: then its test fails until it does."""

_TABLES = (".csv", ".xls", ".xlsx", ".ods")
_ARCHIVES = ("rar_named.zip", "zip_in_zip.zip")
_TWICE = ("ok_baseline.csv", "ids_missing.csv")
"""Imported a second time as well: nothing may change."""


def entries() -> list[dict[str, Any]]:
    """The tables of the manifest."""
    manifest = NASTY / "manifest.json"
    if not manifest.exists():
        return []
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    return [one for one in entries if one["file"].endswith(_TABLES) or one["file"] in _ARCHIVES]


@pytest.fixture(scope="module")
def grids_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    store = Store(folder / "store", folder)
    assert store.bring(NASTY / "_ref_grids_ok.geojson").version == 1
    return store.home


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["file"])
def test_a_broken_table_behaves_as_the_manifest_says(entry: dict[str, Any], grids_home: Path, tmp_path: Path) -> None:
    shutil.copytree(grids_home, tmp_path / "store")
    store = Store(tmp_path / "store", tmp_path)
    faults = _faults(entry, store)
    if entry["file"] in NOT_YET:
        assert faults, f"{entry['file']} now behaves: take it off NOT_YET"
        pytest.xfail(f"{NOT_YET[entry['file']]}: {'; '.join(faults)}")
    assert not faults, "; ".join(faults)


def test_the_folder_is_there_or_the_tests_say_so() -> None:
    if not entries():
        pytest.skip("the team's folder of broken files is not beside this checkout")
    assert {*NOT_YET} <= {entry["file"] for entry in entries()}


def _faults(entry: dict[str, Any], store: Store) -> list[str]:
    """What differs from the manifest; empty when the file behaves."""
    before = _everything(store.home)
    path = NASTY / entry["file"]
    result = store.bring(path)
    (report,) = result.files
    said = [*(question.message for question in report.questions), *(finding.message for finding in report.findings)]
    faults = []
    if report.verdict not in _wanted(entry["verdict"]):
        return [f"verdict {report.verdict} instead of {entry['verdict']}: {said}"]
    if canary() in result.to_json() + everything_stored(store.home):
        faults.append("an outside file was read")
    if any("\ufffd" in words for words in said):
        faults.append("mojibake in what is said")
    if report.is_open:
        if not said:
            faults.append("stopped without a word")
        if _everything(store.home) != before:
            faults.append("something in the store changed")
        return faults
    again = _again(store, path) if entry["file"] in _TWICE else []
    return [*faults, *_count_faults(report, entry["facts"], _stored(store, report)), *again]


def _wanted(verdict: str) -> tuple[str, ...]:
    return {
        "accept-or-reject": ("accept", "accept-with-warning", "reject"),
        "reject-or-warn": ("reject", "accept-with-warning"),
    }.get(verdict, (verdict,))


def _count_faults(report: FileReport, facts: dict[str, Any], stored: pd.DataFrame) -> list[str]:
    """Where the figures of the report or of the store are not the known ones."""
    found: dict[str, Any] = {
        "rows": report.rows_read,
        "flagged": report.rows_quarantined,
        "matched": len(stored) and int(stored["grid_code"].notna().sum()),
        "rows_with_pii": sum(one["rows"] for name, one in report.masked.items() if name == "描述"),
    }
    if len(stored):
        found |= {
            "closed": int(stored["resolved_on"].notna().sum()),
            "open": int(stored["resolved_on"].isna().sum()),
            "by_type": stored["report_kind"].value_counts().to_dict(),
            "total": float(stored["service_hours"].sum()),
            "first": f"{stored['reported_on'].min():%Y-%m-%d}",
            "last": f"{stored['reported_on'].max():%Y-%m-%d}",
        }
    faults = []
    for name, value in facts.items():
        known = value[:10] if name in ("first", "last") else value
        if name in found and found[name] != known:
            faults.append(f"{name} is {found[name]} instead of {known}")
    if report.rows_read != report.rows_accepted + report.rows_quarantined + report.rows_duplicate:
        faults.append("rows are lost without a word")
    return faults


def _stored(store: Store, report: FileReport) -> pd.DataFrame:
    return store.rows(report.ledger) if report.rows_accepted else pd.DataFrame()


def _again(store: Store, path: Path) -> list[str]:
    """The same file once more changes nothing."""
    before = len(store.rows("issue_reports"))
    store.bring(path)
    after = len(store.rows("issue_reports"))
    return [] if before == after else [f"{after} rows after the second time instead of {before}"]


def _everything(home: Path) -> dict[str, bytes]:
    """All stored files but the lock and scratch."""
    files = (path for path in home.rglob("*") if path.is_file() and "tmp" not in path.relative_to(home).parts)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files if path.suffix != ".lock"}
