"""Shapefiles in a zip, taken out without trusting the zip: no paths, no links, no bombs."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from data.intake.limits import ZIP_ERRORS, check_archive
from data.intake.report import RefusedError

_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}


def extract_shapefiles(path: Path, staging: Path) -> list[tuple[str, Path]]:
    """Unpack every shapefile of a zip under names of our own.

    Args:
        path: the zip.
        staging: folder to unpack into.

    Returns:
        Name of each layer and its .shp file.

    Raises:
        RefusedError: the zip is damaged, too large, encrypted, holds links, or a part is missing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = check_archive(archive, path.name)
            return [_unpack(archive, name, parts, staging) for name, parts in _layers(members, path.name).items()]
    except ZIP_ERRORS as error:
        raise RefusedError(f"“{path.name}”已损坏，解压不开，请重新压缩。", "file_damaged") from error


def _layers(members: list[zipfile.ZipInfo], name: str) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Layer name → its parts by suffix; the rubbish some systems add is left out."""
    groups: dict[tuple[str, str], dict[str, zipfile.ZipInfo]] = {}
    for info in members:
        path = PurePosixPath(_member_name(info).replace("\\", "/"))
        if "__MACOSX" in path.parts or path.name.startswith("._") or path.suffix.lower() not in _PARTS:
            continue
        groups.setdefault((str(path.parent), path.stem), {})[path.suffix.lower()] = info
    layers: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for (folder, stem), parts in groups.items():
        if ".shp" not in parts:
            continue
        missing = [suffix for suffix in (".dbf",) if suffix not in parts]
        if missing:
            raise RefusedError(f"“{name}”里的 {stem}.shp 缺少 {'、'.join(missing)}，请把同名文件一起压缩。", "shp_part")
        layers[stem if stem not in layers else f"{folder}/{stem}"] = parts
    if not layers:
        raise RefusedError(f"“{name}”里没有 .shp 文件。", "zip_without_shapefile")
    return layers


def _member_name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so; zipfile then reads them as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _unpack(archive: zipfile.ZipFile, name: str, parts: dict[str, zipfile.ZipInfo], staging: Path) -> tuple[str, Path]:
    stem = f"layer{len(list(staging.iterdir()))}"
    for suffix, info in parts.items():
        with archive.open(info) as source, (staging / f"{stem}{suffix}").open("wb") as target:
            shutil.copyfileobj(source, target)
    return name, staging / f"{stem}.shp"
