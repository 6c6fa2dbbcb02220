"""Codes written as numbers have lost their leading zeros; the grids already known bring them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data.grids.boundaries import Group

_MOST_ZEROS = 2
_FORMAL_LENGTHS = {6, 9, 12, 15}
"""Lengths of national codes, none of which begins with a zero."""


def restore_zeros(groups: Sequence[Group], known: Collection[str]) -> None:
    """Give codes written as numbers the zeros of the known grids, and say so; say it, too, where none are known."""
    for group in groups:
        if not group.numeric_codes:
            continue
        lost = {unit.code: _known_as(unit.code, known) for unit in group.units}
        restored = sum(lost[unit.code] != unit.code for unit in group.units)
        for unit in group.units:
            unit.code = lost[unit.code]
            unit.parent = lost.get(unit.parent) or _known_as(unit.parent, known)
        if restored:
            told = f"网格编码是按数字存放的，开头的 0 已丢失：{restored} 个已按现有网格补回，其余的请核对。"
            group.report.note("zeros_restored", told, group.where, restored)
        elif any(unit.code not in known and len(unit.code) not in _FORMAL_LENGTHS for unit in group.units):
            told = "网格编码是按数字存放的，开头若有 0 已经丢失，无从补回，请核对；建议在来源软件里把编码改为文本。"
            group.report.note("codes_as_numbers", told, group.where, len(group.units))


def _known_as(code: str, known: Collection[str]) -> str:
    """The known code that is this one with zeros before it, else the code itself."""
    if not code or code in known:
        return code
    return next((longer for n in range(1, _MOST_ZEROS + 1) if (longer := "0" * n + code) in known), code)
