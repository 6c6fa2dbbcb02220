"""What is wrong with the net and its boundaries: what imports noticed, and what the present version still shows."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.measures.net import Net, net_of
from data.store.reader import Reader

AREA_TOLERANCE = 0.02
"""The grids below may differ from the grid above by this share of its area."""
COLUMNS = ("code", "label", "message", "weight", "grid_codes", "shape", "file", "now")

LABELS: dict[str, str] = {
    "overlap": "互相重叠",
    "gap": "留有空白",
    "outside_parent": "超出上级范围",
    "parent_circular": "上级首尾相接",
    "duplicate_code": "编码重复",
    "parts_joined": "多块合并",
    "crs_offset": "整体偏移",
    "crs_assumed": "坐标系是推定的",
    "crs_default": "坐标系是推定的",
    "axes_swapped": "经纬度写反",
    "nesting_repaired": "已按上级裁齐",
    "repaired": "已修复图形",
    "no_shape": "没有边界",
    "no_parent": "没有上级",
    "no_name": "没有名称",
    "area_differs": "面积与下级之和不符",
}
"""Code → what a person calls it; the last four are found in the version itself."""
OTHER = "其他边界问题"
_STILL_CHECKED = ("parent_missing",)
"""What an import says and the version itself shows as well; told once."""


@lru_cache(maxsize=4)
def geometry_findings(store: Reader) -> pd.DataFrame:
    """Every finding, those of the version itself last. Never change the frame.

    Columns ``COLUMNS``: ``grid_codes`` a tuple, ``shape`` a GeoJSON geometry or None (the grids' own outlines
    stand for it), ``now`` whether it was found in the version rather than told by an import.
    """
    rows = [*_told(store), *_still(store)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _told(store: Reader) -> list[dict[str, Any]]:
    """What imports told. A file that was imported again is believed as it was the last time."""
    found = store.query("SELECT * FROM geometry_findings ORDER BY found_at, import_id")
    latest = {source.file: source.import_id for source in store.manifest.sources}
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in found.to_dict("records"):
        is_old = latest.get(row["file"], row["import_id"]) != row["import_id"]
        if is_old or row["code"] in _STILL_CHECKED:
            continue
        codes = tuple(str(code) for code in _listed(row["grid_codes"]))
        told = _row(str(row["code"]), str(row["message"]), str(row["weight"]), codes, _shape(row["shape"]))
        kept[(row["code"], row["message"], codes)] = told | {"file": str(row["file"] or ""), "now": False}
    return list(kept.values())


def _still(store: Reader) -> list[dict[str, Any]]:
    """What the version itself shows."""
    net = net_of(store)
    open_now = net.frame[net.open_on(store.as_of)].reset_index(drop=True)
    return [*_without_shape(open_now), *_without_parent(open_now), *_without_name(open_now), *_areas(net, open_now)]


def _without_shape(grids: pd.DataFrame) -> list[dict[str, Any]]:
    """Grids without a boundary at a level where others have one."""
    shaped = grids["has_shape"].fillna(False).astype(bool)
    levels = set(grids.loc[shaped, "level"])
    lacking = grids[~shaped & grids["level"].isin(levels)]
    return [
        _row("no_shape", f"{_named(row)}没有边界，地图上画不出；请导入它的边界。", "warn", (str(row.grid_code),), None)
        for row in lacking.itertuples()
    ]


def _without_parent(grids: pd.DataFrame) -> list[dict[str, Any]]:
    found = []
    for row in grids[grids["level"].fillna(1) > 1].itertuples():
        above = getattr(row, f"g{int(str(row.level)) - 1}")
        if not above:
            parent = row.parent_code if isinstance(row.parent_code, str) and row.parent_code else ""
            why = f"写的上级 {parent} 不在网格台账里或层级不对" if parent else "没有写上级网格编码"
            told = f"{_named(row)}{why}，它的数不计入任何上级；请改正上级网格编码。"
            found.append(_row("no_parent", told, "warn", (str(row.grid_code),), None))
    return found


def _without_name(grids: pd.DataFrame) -> list[dict[str, Any]]:
    nameless = grids[grids["grid_name"].str.strip() == ""]
    return [
        _row("no_name", f"网格 {row.grid_code} 没有名称；请补网格名称。", "warn", (str(row.grid_code),), None)
        for row in nameless.itertuples()
    ]


def _areas(net: Net, grids: pd.DataFrame) -> list[dict[str, Any]]:
    """Grids whose area is far from that of the grids right below, where each of these has one."""
    area = grids["area_km2"].astype("float64")
    below = grids.assign(area=area).groupby("parent_code")["area"].agg(["sum", "count", "size"])
    whole = below[below["count"] == below["size"]]["sum"]
    total = grids["grid_code"].map(whole).astype("float64")
    with np.errstate(invalid="ignore"):
        far = (total - area).abs() > AREA_TOLERANCE * area
    found = []
    for row, own, children in zip(grids[far].itertuples(), area[far], total[far], strict=True):
        told = (
            f"{_named(row)}面积 {own:,.2f} 平方公里，下级合计 {children:,.2f} 平方公里，"
            f"相差 {abs(children - own) / own:.0%}；请核对边界有无重叠或空白。"
        )
        found.append(_row("area_differs", told, "warn", (str(row.grid_code),), None))
    return found


def _row(
    code: str, message: str, weight: str, grid_codes: tuple[str, ...], shape: dict[str, Any] | None
) -> dict[str, Any]:
    label = LABELS.get(code, OTHER)
    told = {"code": code, "label": label, "message": message, "weight": weight, "grid_codes": grid_codes}
    return told | {"shape": shape, "file": "", "now": True}


def _named(row: Any) -> str:
    return f"{row.grid_name or '网格'}（{row.grid_code}）"


def _listed(codes: Any) -> list[Any]:
    return [] if codes is None or (isinstance(codes, float) and np.isnan(codes)) else list(codes)


def _shape(text: object) -> dict[str, Any] | None:
    """The geometry, or None where there is none that can be read."""
    if not isinstance(text, str) or not text:
        return None
    try:
        shape = json.loads(text)
    except ValueError:
        return None
    return shape if isinstance(shape, dict) and "type" in shape and "coordinates" in shape else None
