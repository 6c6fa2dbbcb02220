"""Words for what is held back because it stands on too few items of one grid."""

from __future__ import annotations

from data.measures.answers import Answers

HIDDEN = "数少隐去"
"""Said of a figure that stands on so few items of one grid that it could point to a household."""


def too_few(answers: Answers, ledger: str, thing: str) -> str:
    """Why the numbers of one grid are held back, and where to look instead.

    Args:
        answers: version and scope.
        ledger: whose numbers.
        thing: what one item is called.
    """
    declared = answers.ledger(ledger)
    return (
        f"{answers.scope.sentence(answers.area_name, ledger)}：{HIDDEN}。单个网格的{thing}少于"
        f" {declared.suppress_below} {declared.unit}时不显示数字，以免指向具体住户；可以改看上级范围或更长时段。"
    )


def held_back(count: int, kind_name: str, rest: int) -> str:
    """**3 个月**数少隐去，其余 9 个月照列; empty where nothing is hidden."""
    if not count:
        return ""
    return f"**{count} {kind_name}**{HIDDEN}" + (f"，其余 {rest} {kind_name}照列" if rest else "")
