"""Every broken boundary file beside the checkout behaves as its manifest says, next to the reference grid.

``NOT_YET`` names the files that do not behave yet. It may only shrink: a file in it that behaves fails the test.
"""

from __future__ import annotations

import json
import math
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from data.grids.coordinates import metres_between
from data.intake.command import import_files
from data.intake.run import import_files as bring
from data.settings import PROJECT_ROOT
from data.store.reader import open_store

NASTY = PROJECT_ROOT.parent / "shared" / "nasty"
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


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("reference") / "store"
    assert bring([NASTY / REFERENCE], home).files[0].rows_accepted == 21
    return home


@cache
def _app() -> typer.Typer:
    app = typer.Typer()
    app.command()(import_files)
    return app


def _run(home: Path, folder: Path, name: str, *options: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, the file's report and everything that was written, of the command itself."""
    told = CliRunner().invoke(_app(), [str(NASTY / name), "--report", str(folder / "r.json"), *options])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    text = (folder / "r.json").read_text(encoding="utf-8")
    return told.exit_code, json.loads(text)["files"][0], text + told.output


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
    if (NASTY / "_canary.txt").read_text(encoding="utf-8").strip() in told:
        faults.append("an outside file was read")
    return faults


@pytest.mark.parametrize("item", _manifest(), ids=lambda item: item["file"])
def test_a_file_behaves_as_the_manifest_says(
    item: dict[str, Any], reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(reference, tmp_path / "store")
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    code, report, told = _run(home, tmp_path, item["file"])
    faults = _faults(item, code, report, told)
    if item["file"] in NOT_YET:
        assert faults, "behaves now: take it out of NOT_YET"
    else:
        assert not faults, told


def test_told_to_be_gcj02_the_grids_come_to_their_true_places(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(reference, tmp_path / "store")
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    code, _, _ = _run(home, tmp_path, "geo_gcj02_offset.geojson", "--crs", "gcj02")
    assert code == 0
    true, moved = (open_store(path).query("SELECT * FROM grids ORDER BY grid_code") for path in (reference, home))
    east_north = zip(true["longitude"], true["latitude"], moved["longitude"], moved["latitude"], strict=True)
    # The file moves every point by one rounded offset, which is itself 4–6 m off the true one of its place.
    assert max(math.hypot(*metres_between(*places)) for places in east_north) < 7
    assert open_store(home).version == 2
