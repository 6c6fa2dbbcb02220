"""Every broken boundary file beside the checkout behaves as its manifest says, next to the reference grid.

``NOT_YET`` names the files that do not behave yet. It may only shrink: a file in it that behaves fails the test.
"""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from data.grids.coordinates import metres_between
from data.intake.command import import_files
from data.intake.run import import_files as bring
from data.store.reader import open_store
from tests.data.intake.conftest import NASTY, canary, everything_stored
from tests.data.intake.test_nasty_tables import entries as tables

REFERENCE = "_ref_grids_ok.geojson"
NOT_YET: frozenset[str] = frozenset()
_PREFIXES = ("_ref", "geo_", "gpkg", "shp", "topojson", "zip_in", "rar_", "security_zip", "security_xxe")
_ALLOWED = {"accept-or-reject": {"accept", "accept-with-warning", "reject"}}
_SAID = {
    "geo_child_outside_parent.geojson": {"outside_parent"},
    "geo_200k_vertices.geojson": {"vertices_many"},
    "geo_code_as_number.geojson": {"zeros_restored"},
    "geo_multipolygon_wrong_nesting.geojson": {"nesting_repaired"},
    "geo_siblings_overlap_and_gap.geojson": {"overlap", "gap"},
}
"""Codes of the findings that answer the fault."""
_EXIT = {"accept": 0, "accept-with-warning": 0, "accept-empty": 0, "ask": 3, "reject": 2}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not NASTY.is_dir(), reason="the team's broken files are not beside this checkout"),
]


def _manifest() -> list[dict[str, Any]]:
    if not NASTY.is_dir():
        return [{"file": REFERENCE, "verdict": "accept", "facts": {}}]
    listed = json.loads((NASTY / "manifest.json").read_text(encoding="utf-8"))
    return [item for item in listed if item["file"].startswith(_PREFIXES)]


def test_every_file_of_the_manifest_is_tried() -> None:
    listed = {item["file"] for item in json.loads((NASTY / "manifest.json").read_text(encoding="utf-8"))}
    assert listed - {item["file"] for item in (*_manifest(), *tables())} == {"_canary.txt"}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("reference") / "store"
    assert bring([NASTY / REFERENCE], home).files[0].rows_accepted == 21
    return home


def _run(home: Path, name: str, **wishes: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, the file's report and everything that was said and stored."""
    report = bring([NASTY / name], home, **wishes)
    return report.exit_code, report.to_dict()["files"][0], report.to_json() + everything_stored(home)


def _faults(item: dict[str, Any], code: int, report: dict[str, Any], told: str) -> list[str]:
    wanted, verdict, facts = item["verdict"], report["verdict"], item["facts"]
    faults = []
    if verdict not in _ALLOWED.get(wanted, {wanted}):
        faults.append(f"{verdict} instead of {wanted}")
    if code != _EXIT[verdict]:
        faults.append(f"exit {code}")
    if verdict == "ask" and not report["questions"]:
        faults.append("asks nothing")
    if code == 0 and "features" in facts and report["rows_read"] != facts["features"]:
        faults.append(f"read {report['rows_read']} of {facts['features']}")
    if code == 0 and report["rows_accepted"] != facts.get("kept", report["rows_accepted"]):
        faults.append(f"kept {report['rows_accepted']} instead of {facts['kept']}")
    faults += [
        f"{grid} is not named" for grid in (*facts.get("outside", ()), *facts.get("bad", ())) if grid not in told
    ]
    if missing := _SAID.get(item["file"], set()) - {finding["code"] for finding in report["findings"]}:
        faults.append(f"does not say {missing}")
    if canary() in told:
        faults.append("an outside file was read")
    return faults


@pytest.mark.parametrize("item", _manifest(), ids=lambda item: item["file"])
def test_a_file_behaves_as_the_manifest_says(item: dict[str, Any], reference: Path, tmp_path: Path) -> None:
    home = shutil.copytree(reference, tmp_path / "store")
    code, report, told = _run(home, item["file"])
    faults = _faults(item, code, report, told)
    if item["file"] in NOT_YET:
        assert faults, "behaves now: take it out of NOT_YET"
    else:
        assert not faults, told


@pytest.mark.parametrize("name", ["security_xxe.kml", "security_zip_symlink.zip", "geo_child_outside_parent.geojson"])
def test_the_command_says_the_same_in_a_process_of_its_own(
    name: str, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(reference, tmp_path / "store")
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    app = typer.Typer()
    app.command()(import_files)
    told = CliRunner().invoke(app, [str(NASTY / name), "--report", str(tmp_path / "r.json")])
    (item,) = [one for one in _manifest() if one["file"] == name]
    said = (tmp_path / "r.json").read_text(encoding="utf-8") + told.output + everything_stored(home)
    assert _faults(item, told.exit_code, json.loads((tmp_path / "r.json").read_text())["files"][0], said) == []


def test_told_to_be_gcj02_the_grids_come_to_their_true_places(reference: Path, tmp_path: Path) -> None:
    home = shutil.copytree(reference, tmp_path / "store")
    code, _, _ = _run(home, "geo_gcj02_offset.geojson", crs="gcj02")
    assert code == 0
    true, moved = (open_store(path).query("SELECT * FROM grids ORDER BY grid_code") for path in (reference, home))
    east_north = zip(true["longitude"], true["latitude"], moved["longitude"], moved["latitude"], strict=True)
    # The file moves every point by one rounded offset, which is itself 4–6 m off the true one of its place.
    assert max(math.hypot(*metres_between(*places)) for places in east_north) < 7
    assert open_store(home).version == 2
