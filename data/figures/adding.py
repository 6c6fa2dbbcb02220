"""The one place where figures of different records are added: only like things are.

人 and 人次 are different units; 117 wishes, 35 urgent demands and 39 shared problems are different populations,
whatever their units. Neither a sum nor a share of such a sum means anything, so none is ever computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.measures.model import Measure

_ADDITIVE = ("count", "sum", "stock", "register_count", "register_sum")


class UnlikeError(ValueError):
    """Figures that must not be added; a plain Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A counted figure that may be added to others like it.

    Attributes:
        label: what it is called.
        value: the number.
        measure: what it was counted by.
        part: which part of the measure (a category's code); amounts of the same part would be counted twice.
    """

    label: str
    value: float
    measure: Measure
    part: str = ""


def add(amounts: Sequence[Amount]) -> float:
    """The sum of amounts of one unit and one population.

    Raises:
        UnlikeError: the units or the populations differ, a rate is among them, or a part comes twice.
    """
    if not amounts:
        return 0.0
    first = amounts[0]
    if len(amounts) == 1:
        return first.value
    for amount in amounts:
        if amount.measure.is_rate or amount.measure.kind not in _ADDITIVE:
            raise UnlikeError(f"“{amount.label}”不是可加的数，不能相加")
        if amount.measure.unit != first.measure.unit:
            raise UnlikeError(f"单位不同（{first.measure.unit}与{amount.measure.unit}），不能相加")
        if amount.measure.code != first.measure.code:
            raise UnlikeError(f"“{first.label}”与“{amount.label}”不是同一总体，不能相加，也不能画成一个饼")
    parts = [amount.part for amount in amounts]
    if len(set(parts)) < len(parts) or "" in parts:
        raise UnlikeError("同一部分计了两次，不能相加")
    return sum(amount.value for amount in amounts)
