"""Zips are not trusted."""

from __future__ import annotations

import random
import stat
import zipfile
from pathlib import Path

import pytest

from data.grids.archive import extract_shapefiles
from data.grids.vector_files import read_shapefile_layers
from data.intake import limits
from data.intake.report import RefusedError


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_nothing_lands_outside_the_staging_folder(tmp_path: Path, staging: Path) -> None:
    members = {f"../../evil{suffix}": b"x" for suffix in (".shp", ".dbf")}
    (found,) = extract_shapefiles(_zip(tmp_path / "a.zip", members), staging)
    assert found[1].parent == staging
    assert {path.name for path in tmp_path.rglob("*evil*")} == set()
    assert not list(tmp_path.parent.glob("evil*"))


def test_layers_in_folders_and_names_in_gbk(tmp_path: Path, staging: Path) -> None:
    members = {f"AAAA{suffix}": b"x" for suffix in (".shp", ".dbf")}
    members |= {f"里/社区{suffix}": b"x" for suffix in (".SHP", ".DBF")}
    members |= {"__MACOSX/._社区.shp": b"", "说明.txt": b""}
    path = _zip(tmp_path / "a.zip", members)
    # The zipfile module cannot write names the way Chinese Windows does: plain GBK bytes without a flag.
    path.write_bytes(path.read_bytes().replace(b"AAAA", "街道".encode("gb18030")))
    assert {name for name, _ in extract_shapefiles(path, staging)} == {"街道", "社区"}


def test_links_bombs_crowds_and_locks_are_refused(
    tmp_path: Path, staging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = zipfile.ZipInfo("a.shp")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(RefusedError, match="链接"):
        extract_shapefiles(path, staging)

    monkeypatch.setattr(limits, "_RATIO_FROM_BYTES", 1000)
    with pytest.raises(RefusedError, match="膨胀"):
        extract_shapefiles(_zip(tmp_path / "bomb.zip", {"a.shp": bytes(1_000_000), "a.dbf": b""}), staging)

    monkeypatch.setenv("WANGLAN_INFLATED_MB", "1")
    noise = random.Random(1).randbytes((1 << 20) + 1)
    with pytest.raises(RefusedError, match="超过 1 MB"):
        extract_shapefiles(_zip(tmp_path / "large.zip", {"a.shp": noise, "a.dbf": b""}), staging)

    monkeypatch.setenv("WANGLAN_ZIP_MEMBERS", "3")
    with pytest.raises(RefusedError, match="4 个文件"):
        extract_shapefiles(_zip(tmp_path / "crowd.zip", {f"{i}.shp": b"" for i in range(4)}), staging)
    assert not list(staging.iterdir())


def test_a_missing_part_and_no_shapefile_are_said(tmp_path: Path, staging: Path) -> None:
    with pytest.raises(RefusedError, match=r"缺少 \.dbf"):
        extract_shapefiles(_zip(tmp_path / "a.zip", {"a.shp": b"x"}), staging)
    with pytest.raises(RefusedError, match=r"没有 \.shp"):
        extract_shapefiles(_zip(tmp_path / "b.zip", {"a.txt": b"x"}), staging)


def test_what_only_points_elsewhere_is_not_followed(tmp_path: Path, staging: Path) -> None:
    (tmp_path / "secret.csv").write_text("code,WKT\n1,POINT(1 1)\n", encoding="utf-8")
    source = f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{tmp_path}/secret.csv</SrcDataSource>'
    pointing = f"{source}</OGRVRTLayer></OGRVRTDataSource>".encode()
    with pytest.raises(RefusedError, match="不是 Shapefile"):
        read_shapefile_layers(_zip(tmp_path / "a.zip", {"a.shp": pointing, "a.dbf": b"x"}), staging)
