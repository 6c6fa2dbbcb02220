"""The answers a person may choose from, each with the part of an answers file that says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.intake.report import Choice
from data.ledgers import Ledger

_SYSTEMS = {
    "EPSG:4490": "CGCS2000 或 WGS84 经纬度，没有偏移",
    "gcj02": "高德、腾讯等地图的坐标（GCJ-02）",
    "bd09": "百度地图的坐标（BD-09）",
}
_MOST_HEADERS = 6


def choices_of_ledgers(ledgers: Iterable[Ledger]) -> tuple[Choice, ...]:
    """One a ledger, in the order given."""
    return tuple(Choice(f"是{ledger.label}", {"ledger": ledger.name}) for ledger in ledgers)


def choices_of_degrees(likeliest: str = "EPSG:4490") -> tuple[Choice, ...]:
    """What coordinates in degrees may be of."""
    order = sorted(_SYSTEMS, key=lambda crs: crs != likeliest)
    return tuple(choice_of_crs(crs, _SYSTEMS[crs]) for crs in order)


def choice_of_crs(crs: str, words: str) -> Choice:
    """One coordinate system."""
    return Choice(words, {"crs": crs})


def choices_of_levels() -> tuple[Choice, ...]:
    """The three levels, the smallest grids first: they are what comes in several files."""
    return tuple(Choice(f"都是第 {level} 级网格", {"level": level}) for level in (3, 2, 1))


def choices_of_sheets(sheets: Sequence[str]) -> tuple[Choice, ...]:
    """All sheets, or some of them."""
    return (
        Choice("全部导入", {"sheets": ["*"]}),
        *(Choice(f"工作表“{sheet}”", {"sheets": [sheet]}) for sheet in sheets),
    )


def replaced_header(old: str, names: Sequence[str], headers: Sequence[str]) -> tuple[Choice, ...]:
    """A header of the answers that is not in the file: which one it is now, or none."""
    found = [
        Choice(f"“{old}”现在叫“{header}”", {"columns": {old: [], header: list(names)}})
        for header in headers
        if header.strip()
    ]
    return (*found[:_MOST_HEADERS], Choice(f"不要“{old}”这一列", {"columns": {old: []}}))
