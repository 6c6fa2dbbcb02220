"""Marts that another program built: built anew from the stored rows, for good where the store can be written.

Rows are what a version holds; marts only follow from them. So a version renewed stands in the place of the one
before it, with the same parent: taking it back leads where taking back the other would have led. An older version
keeps its files as they are; a reader of it has marts of its own, for as long as the process lives.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.ledgers import ACTIVITY_LEDGERS
from data.store.cleaning import clean_leftovers, prune
from data.store.errors import StoreError
from data.store.fingerprint import outdated
from data.store.layout import Layout
from data.store.locking import exclusive
from data.store.manifest import Manifest
from data.store.pointer import current_version, read_manifest
from data.store.publish import Tables, make_current, next_version, now_text, place_files, rebuilt_marts

logger = logging.getLogger(__name__)
NOTE = "随程序更新重新汇总，内容同第 {} 版"
WAIT_SECONDS = 60.0
_OTHERS = "数据仓正由另一版网览程序使用，两边的汇总办法不同；请把各处的程序更新到同一版"

_made: set[tuple[Path, int]] = set()
"""Versions this process renewed: whoever renews one of them again runs another program, and would for ever."""
_building = threading.Lock()
_folders: list[TemporaryDirectory[str]] = []
"""Where marts lie that are only this process's own; removed when it ends."""


def is_due(home: Path) -> bool:
    """Whether the current version's marts were built by another program."""
    number = current_version(home)
    if number is None:
        return False
    path = Layout(home).manifest(number)
    return path.exists() and _is_outdated(home, number, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _is_outdated(home: Path, version: int, stamp: int) -> bool:
    return bool(outdated(read_manifest(home, version)))


def renew(home: Path, wait_seconds: float = WAIT_SECONDS) -> int:
    """Make a version with marts as they are built now, where the current one has others.

    Args:
        home: the store's folder.
        wait_seconds: how long to wait for another writer.

    Returns:
        The current version, a new one or the same.

    Raises:
        StoreError: the store is empty, busy, or in use by yet another program.
        OSError: the store cannot be written.
    """
    layout = Layout(home.absolute())
    with exclusive(layout, wait_seconds):
        number = current_version(home)
        if number is None:
            raise StoreError(f"数据仓 {home} 还没有数据")
        base = read_manifest(home, number)
        if not outdated(base):
            return number
        if base.renews is not None and (layout.home, base.renews) in _made:
            raise StoreError(_OTHERS)
        clean_leftovers(layout)
        version = next_version(layout)
        with TemporaryDirectory(dir=layout.tmp) as folder:
            tables = place_files(layout, _fresh(layout.home, base, Path(folder)), version, dict(base.tables))
        note, at = NOTE.format(number), now_text()
        make_current(layout, replace(base, version=version, created_at=at, note=note, tables=tables, renews=number))
        prune(layout)
        _made.add((layout.home, version))
        return version


def bring_up_to_date(home: Path, tell: Callable[[str], None]) -> None:
    """Renew the store if it is due, before figures are read of it; where that cannot be done they are right all the same.

    Args:
        home: the store's folder.
        tell: told in words that it takes a while, and that it could not be kept.
    """
    if not is_due(home):
        return
    tell("数据仓的汇总由另一版程序写成，正在重新汇总……")
    try:
        tell(f"已重新汇总为第 {renew(home)} 版，内容不变")
    except (StoreError, OSError) as error:
        logger.warning("marts were not renewed: %s", error)
        tell(not_kept(error))


def not_kept(error: Exception) -> str:
    """What is said where the store could not be written."""
    reason = str(error) if isinstance(error, StoreError) else "数据仓不能写入"
    return f"重新汇总的结果没有存下（{reason}），这次临时汇总，数不受影响"


def tables_to_read(home: Path, manifest: Manifest) -> Tables:
    """The tables of a version as this program reads them: its own, or with marts built anew for this process alone."""
    if not outdated(manifest):
        return dict(manifest.tables)
    with _building:
        return _own_tables(home, manifest.version, manifest.created_at)


@lru_cache(maxsize=16)
def _own_tables(home: Path, version: int, created_at: str) -> Tables:
    folder = TemporaryDirectory(prefix="wanglan-marts-")
    _folders.append(folder)
    return _fresh(home, read_manifest(home, version), Path(folder.name))


def _fresh(home: Path, manifest: Manifest, folder: Path) -> Tables:
    """All tables of a version, with marts as they are built now in place of those that were built otherwise."""
    from data.store.marts import mart_tables

    tables = dict(manifest.tables)
    built = rebuilt_marts(home, tables, {}, False, manifest.district, manifest, manifest.as_of, folder)
    known = {table for ledger in ACTIVITY_LEDGERS.values() for table in mart_tables(ledger)}
    kept = {table: files for table, files in tables.items() if table in known or not table.startswith("mart_")}
    return {**kept, **built}
