"""The demo store: made once, through the same import as anyone's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from data.settings import PROJECT_ROOT, demo_profile
from data.store.errors import StoreError
from data.store.layout import Layout
from data.store.pointer import current_version

DEMO_FOLDER = PROJECT_ROOT / "build" / "demo"
"""Where ``python -m data demo`` writes the files for people to look at."""
DEMO_NOTE = "示例数据"

Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done, in words."""


def ensure_demo(home: Path, progress: Progress | None = None, profile: str = "") -> int:
    """Make the demo store if the store is empty. Safe to call from several processes, and again after a crash.

    Args:
        home: the store's folder.
        progress: see :data:`Progress`.
        profile: which demo district; the one the settings name, or the default one, when empty.

    Returns:
        The current version.

    Raises:
        StoreError: there is no such demo district, or its files were not accepted.
    """
    current = current_version(home)
    if current is not None:
        return current
    tell = progress or (lambda share, words: None)
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(Layout(home).build_lock, thread_local=False):
        # Somebody else may have made it while we waited.
        current = current_version(home)
        return current if current is not None else _build(home, tell, profile or demo_profile())


def _build(home: Path, tell: Progress, code: str) -> int:
    from data.demo.generate import write_demo
    from data.demo.profile import DEFAULT_PROFILE, load_profile
    from data.intake.run import import_files

    profile = load_profile(code or DEFAULT_PROFILE)
    # A folder of its own, not DEMO_FOLDER: two stores may be built side by side.
    with TemporaryDirectory(prefix="wanglan-demo-") as folder:

        def step(done: int, steps: int, words: str) -> None:
            tell(0.3 * done / steps, words)

        files = write_demo(Path(folder), progress=step, profile=profile)
        report = import_files(files, home, note=DEMO_NOTE, progress=lambda share, words: tell(0.3 + 0.7 * share, words))
    if report.version is None:
        raise StoreError("示例数据未能导入：" + "；".join(file.file for file in report.files if file.is_open))
    return report.version
