"""What kind of unit handles items, told from its name and from the names of the grids: like is compared with like.

A subdistrict office has a whole area and takes what comes; a bureau has one trade; a company has a contract. A ledger
names units as text, so the kind is what the name says; one that says nothing stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

OFFICES, COMMUNITIES, INSTITUTIONS, BUREAUS, OTHERS = "街道、乡镇", "社区、村", "企事业单位", "行政部门", "其他单位"
UNIT_KINDS = (BUREAUS, OFFICES, COMMUNITIES, INSTITUTIONS, OTHERS)
"""In the order in which they are listed."""
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (OFFICES, ("街道办事处", "街道办", "街道", "乡人民政府", "镇人民政府", "乡政府", "镇政府", "乡", "镇")),
    (COMMUNITIES, ("社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")),
    (
        INSTITUTIONS,
        ("公司", "集团", "厂", "银行", "医院", "卫生院", "服务站", "学校", "中学", "小学", "幼儿园", "大学", "学院"),
    ),
    (
        BUREAUS,
        (
            "局",
            "委",
            "委员会",
            "办",
            "办公室",
            "中心",
            "大队",
            "支队",
            "中队",
            "部",
            "法院",
            "检察院",
            "分局",
            "派出所",
        ),
    ),
)
"""Kind → how the names of such units end; the first that fits."""


def unit_kind(name: str, first: Iterable[str] = (), second: Iterable[str] = ()) -> str:
    """The kind of a unit.

    >>> unit_kind("区城市管理局"), unit_kind("安澜街道综合执法队", ["安澜街道"])
    ('行政部门', '街道、乡镇')

    Args:
        name: as the ledger has it.
        first: names of the first-level grids: a unit named after one is the office of it.
        second: names of the second-level grids, likewise.
    """
    ended = next((kind for kind, endings in _ENDINGS if name.strip().endswith(endings)), "")
    if ended in (OFFICES, COMMUNITIES, INSTITUTIONS):
        return ended
    for kind, areas in ((COMMUNITIES, second), (OFFICES, first)):
        if any(area and name.startswith(area) for area in areas):
            return kind
    return ended or OTHERS


def unit_kinds(names: Sequence[str], first: Iterable[str], second: Iterable[str]) -> list[str]:
    """The kind of each unit, see :func:`unit_kind`."""
    own, below = list(first), list(second)
    return [unit_kind(name, own, below) for name in names]
