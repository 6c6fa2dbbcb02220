"""Checking a store against its manifest: is every file there, whole, and does it add up?"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.store.cleaning import orphan_files
from data.store.errors import StoreError
from data.store.fingerprint import outdated
from data.store.layout import Layout
from data.store.manifest import Manifest, TableFile
from data.store.pointer import current_version, read_manifest
from data.store.publish import hash_file


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        message: one Chinese sentence.
        is_damage: figures may be wrong or missing; False for what is merely untidy.
    """

    message: str
    is_damage: bool = True


def check(home: Path, progress: Callable[[int, int], None] | None = None) -> list[Problem]:
    """Check the current version; empty means all is well.

    Args:
        home: the store's folder.
        progress: told (files done, files in all).
    """
    try:
        current = current_version(home)
        if current is None:
            return []
        manifest = read_manifest(home, current)
    except StoreError as error:
        return [Problem(str(error))]
    files = [(table, file) for table, listed in manifest.tables.items() for file in listed]
    problems: list[Problem] = []
    for done, (table, file) in enumerate(files, start=1):
        problems += _check_file(home, table, file)
        if progress:
            progress(done, len(files))
    return [*problems, *_check_totals(manifest), *_check_marts(manifest), *_check_orphans(home)]


def _check_file(home: Path, table: str, file: TableFile) -> Iterator[Problem]:
    path = home / file.path
    if not path.exists():
        yield Problem(f"{table} 的文件 {file.path} 不见了，请从备份恢复，或用 undo 退回上一版")
        return
    size = path.stat().st_size
    if size != file.size_bytes:
        yield Problem(f"{table} 的文件 {file.path} 大小不符：应为 {file.size_bytes} 字节，实为 {size} 字节")
        return
    if hash_file(path) != file.sha256:
        yield Problem(f"{table} 的文件 {file.path} 内容与登记不符，可能被改动过")
        return
    rows = _rows(path)
    if rows != file.rows:
        yield Problem(f"{table} 的文件 {file.path} 行数不符：登记 {file.rows} 行，实有 {rows} 行")


def _rows(path: Path) -> int:
    if path.name.endswith(".json.gz"):
        return len(json.loads(gzip.decompress(path.read_bytes()))["features"])
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _check_totals(manifest: Manifest) -> Iterator[Problem]:
    for ledger, summary in manifest.ledgers.items():
        rows = sum(file.rows for file in manifest.files(ledger))
        if rows != summary.rows:
            yield Problem(f"{ledger} 合计行数不符：登记 {summary.rows} 行，各文件合计 {rows} 行")


def _check_marts(manifest: Manifest) -> Iterator[Problem]:
    names = [manifest.district.profile.ledger(name).label for name in sorted(outdated(manifest))]
    if names:
        told = f"{names[0]}等 {len(names)} 本台账" if len(names) > 1 else names[0]
        yield Problem(f"{told}的汇总由另一版程序写成，下次打开网览时会自动重新汇总", is_damage=False)


def _check_orphans(home: Path) -> Iterator[Problem]:
    orphans = orphan_files(Layout(home))
    if orphans:
        names = "、".join(path.name for path in orphans[:3])
        yield Problem(f"有 {len(orphans)} 个文件不属于任何版本（{names}），下次导入时会自动清理", is_damage=False)
