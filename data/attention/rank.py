"""Which signals come first: people affected × deviation × confidence, one a topic, every question before a second one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from data.attention.model import KIND_LABELS, Kind, Signal

AT_MOST, AT_MOST_OF_A_KIND = 5, 2

_KIND_ORDER = list(KIND_LABELS)


def ranked(signals: Iterable[Signal]) -> list[Signal]:
    """All signals by score; of several on one topic the one with the highest."""
    ordered = sorted(signals, key=lambda each: (-each.score, _KIND_ORDER.index(each.kind), each.key))
    best: dict[str, Signal] = {}
    for signal in ordered:
        best.setdefault(signal.topic, signal)
    return list(best.values())


def foremost(signals: Iterable[Signal], limit: int = AT_MOST) -> list[Signal]:
    """The few that open the day, highest score first.

    Each kind gives its first; places that are left go to the next by score, but no kind gets more than two.

    Args:
        signals: ranked.
        limit: most of them.
    """
    known = list(signals)
    place = {id(signal): number for number, signal in enumerate(known)}
    firsts: dict[Kind, Signal] = {}
    for signal in known:
        firsts.setdefault(signal.kind, signal)
    chosen = list(firsts.values())[:limit]
    taken = Counter(signal.kind for signal in chosen)
    for signal in known:
        if len(chosen) >= limit:
            break
        if signal not in chosen and taken[signal.kind] < AT_MOST_OF_A_KIND:
            chosen.append(signal)
            taken[signal.kind] += 1
    return sorted(chosen, key=lambda signal: place[id(signal)])
