"""One store a demo district: its files written, then imported as anybody would import them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.demo.generate import write_demo
from data.demo.profile import DEFAULT_PROFILE, load_profile
from data.intake.run import import_files


@pytest.fixture(scope="session")
def home_of(tmp_path_factory: pytest.TempPathFactory, demo_home: Path) -> Callable[[str], Path]:
    """The store of a district; made once. Read it, never write to it."""
    made = {DEFAULT_PROFILE: demo_home}

    def home(code: str) -> Path:
        if code not in made:
            folder = tmp_path_factory.mktemp(code)
            files = write_demo(folder / "files", profile=load_profile(code))
            report = import_files(files, folder / "store")
            assert report.version is not None
            assert [file.file for file in report.files if file.rows_quarantined] == []
            made[code] = folder / "store"
        return made[code]

    return home
