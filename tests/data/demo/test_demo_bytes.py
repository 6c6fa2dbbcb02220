from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from data.demo.district import build_district
from data.demo.generate import write_demo
from data.settings import PROJECT_ROOT

_PROGRAM = (
    "import sys; from pathlib import Path; from data.demo.generate import write_demo; write_demo(Path(sys.argv[1]))"
)


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize(("hash_seed", "zone"), [("0", "UTC"), ("4711", "Pacific/Kiritimati")])
def test_same_seed_gives_same_bytes_in_another_process(demo_folder, tmp_path, hash_seed, zone):
    """Neither hash order nor time zone nor the process may show in the files."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone}
    subprocess.run([sys.executable, "-c", _PROGRAM, str(tmp_path)], cwd=PROJECT_ROOT, env=environment, check=True)
    expected = _digests(demo_folder)
    assert len(expected) > 14
    assert _digests(tmp_path) == expected


@pytest.mark.parametrize("seed", [1, 7])
def test_another_seed_gives_another_sound_district(seed):
    district = build_district(seed)
    assert [len(district.of_level(level)) for level in (1, 2, 3)] == [13, 138, 564]
    for level in (1, 2, 3):
        assert shapely.coverage_is_valid([grid.polygon for grid in district.of_level(level)])


def test_progress_is_told_from_start_to_end(tmp_path):
    told: list[tuple[int, int, str]] = []
    files = write_demo(tmp_path, progress=lambda done, total, words: told.append((done, total, words)))
    assert [done for done, _, _ in told] == list(range(told[0][1] + 1))
    assert all(words for _, _, words in told)
    assert sorted(files) == sorted(tmp_path.iterdir())
