"""What grids were before they were merged, split or renamed, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan, nan

import pandas as pd

from data.ledgers.grid_changes import CLOSED, MERGED, OPENED, RENAMED
from data.store.reader import Reader

SURE = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """One grid that went over into another, whole or in part.

    Attributes:
        on: the first day of the new grid.
        kind: one of ``CHANGE_KINDS``.
        source: code before; empty where there was none.
        target: code after; empty where there is none.
        share: part of the source that went over, between 0 and 1; None = not said.
    """

    on: date
    kind: str
    source: str
    target: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What an area was made of on an earlier day.

    Attributes:
        weights: grid → the part of it that lies in the area now; NaN where that is not known.
        kinds: kinds of the changes since.
    """

    weights: Mapping[str, float]
    kinds: frozenset[str]


class Lineage:
    """The changes of a net.

    Args:
        changes: from one grid to another of the same level.
        opened: first day by grid; a grid without one has always been there.
        closed: by grid, the first day on which it is there no more.
    """

    def __init__(self, changes: Iterable[Change], opened: Mapping[str, date], closed: Mapping[str, date]) -> None:
        self._opened, self._closed = opened, closed
        self._out: dict[str, list[Change]] = defaultdict(list)
        self._in: dict[str, list[Change]] = defaultdict(list)
        for change in sorted(changes, key=lambda change: (change.on, change.source, change.target)):
            if change.source not in self._reachable(change.target):
                self._out[change.source].append(change)
                self._in[change.target].append(change)
        self._heirs: dict[date, dict[str, str]] = {}
        self._forebears: dict[date, dict[str, list[str]]] = {}

    def _reachable(self, code: str) -> set[str]:
        """The grid and all it went over into; a change back to where it came from is never taken."""
        reached, waiting = {code}, [code]
        while waiting:
            new = {change.target for change in self._out.get(waiting.pop(), ())} - reached
            reached |= new
            waiting += sorted(new)
        return reached

    def is_open(self, code: str, day: date) -> bool:
        """Whether a grid exists on a day."""
        return self._opened.get(code, date.min) <= day < self._closed.get(code, date.max)

    def is_closed(self, code: str, day: date) -> bool:
        """Whether a grid is there no more on a day."""
        return self._closed.get(code, date.max) < date.max and self._closed[code] <= day

    def heirs(self, day: date) -> Mapping[str, str]:
        """Grids that are gone on a day → the one grid the whole of each went into; those that were split are absent."""
        if day not in self._heirs:
            gone = [code for code in self._out if self.is_closed(code, day)]
            found = {code: self._ends(code, day) for code in gone}
            self._heirs[day] = {
                code: end for code, ends in found.items() for end in ends if len(ends) == 1 and self.is_open(end, day)
            }
        return self._heirs[day]

    def forebears(self, day: date) -> Mapping[str, Sequence[str]]:
        """The inverse of :meth:`heirs`: grid → those that are gone and went into it whole."""
        if day not in self._forebears:
            found: dict[str, list[str]] = defaultdict(list)
            for old, new in self.heirs(day).items():
                found[new].append(old)
            self._forebears[day] = dict(found)
        return self._forebears[day]

    def _ends(self, code: str, day: date) -> set[str]:
        """The grids of a day in which a grid ended up."""
        ends = {code} if self.is_open(code, day) else set()
        for change in self._out.get(code, ()):
            if change.on <= day:
                ends |= self._ends(change.target, day)
        return ends or {code}

    def before(self, codes: Collection[str], now: date, then: date) -> Before | None:
        """What an area was made of on an earlier day.

        Args:
            codes: grids of the area now.
            now: the day of the area.
            then: the earlier day.

        Returns:
            None where no change since touched the area.
        """
        reached, waiting, kinds = set(codes), list(codes), set()
        while waiting:
            for change in self._in.get(waiting.pop(), ()):
                if then < change.on <= now:
                    kinds.add(change.kind)
                    if change.source not in reached:
                        reached.add(change.source)
                        waiting.append(change.source)
        kinds |= {change.kind for code in reached for change in self._out.get(code, ()) if then < change.on <= now}
        if not kinds:
            return None
        inside = frozenset(codes)
        parts = {code: self._part(code, inside, (then, now), False) for code in reached if self.is_open(code, then)}
        return Before({code: part for code, part in sorted(parts.items()) if part != 0}, frozenset(kinds))

    def _part(self, code: str, inside: frozenset[str], span: tuple[date, date], is_new: bool) -> float:
        """The part of a grid that lies inside at the end of a span; NaN where the records do not say.

        Args:
            code: the grid at the start of the span.
            inside: the area at its end.
            span: after the first day, up to the second.
            is_new: whether changes of the first day itself count: a grid may be set up and changed at once.
        """
        after, now = span
        due = [c for c in self._out.get(code, ()) if (after <= c.on if is_new else after < c.on) and c.on <= now]
        if not due:
            return float(code in inside)
        on = due[0].on
        steps = [change for change in due if change.on == on]
        eve = on - timedelta(days=1)
        parts = [self._part(step.target, inside, (on, now), not self.is_open(step.target, eve)) for step in steps]
        shares = [step.share for step in steps]
        if self.is_open(code, on):
            parts.append(self._part(code, inside, (on, now), False))
            shares.append(None if None in shares else 1 - sum(share or 0 for share in shares))
        if all(part == parts[0] for part in parts):
            return parts[0]
        known = [share * part for share, part in zip(shares, parts, strict=True) if share is not None]
        is_whole = len(known) == len(parts) and abs(sum(share or 0 for share in shares) - 1) < SURE
        return sum(known) if is_whole and not any(isnan(part) for part in known) else nan


def read_changes(store: Reader, levels: Mapping[str, int]) -> tuple[list[Change], dict[str, date], dict[str, date]]:
    """Changes of a version between grids of one level; and the days on which grids opened and closed by them."""
    columns = "change_on, change_kind, coalesce(from_code, '') AS source, coalesce(to_code, '') AS target, share_pct / 100 AS share"
    frame = store.query(f"SELECT {columns} FROM grid_changes ORDER BY ALL")  # noqa: S608  (our own columns)
    rows = [
        Change(pd.Timestamp(on).date(), kind, source, target, None if pd.isna(share) else share)
        for on, kind, source, target, share in zip(*(frame[name].tolist() for name in frame), strict=True)
    ]
    stays = {(row.on, row.source) for row in rows if row.source == row.target}
    opened: dict[str, date] = {}
    closed: dict[str, date] = {}
    for row in rows:
        if row.kind in (OPENED, RENAMED) and row.source != row.target:
            opened.setdefault(row.target, row.on)
        is_whole = row.kind in (CLOSED, MERGED, RENAMED) and row.share is None
        if is_whole and (row.on, row.source) not in stays:
            closed.setdefault(row.source, row.on)
    return (
        [row for row in rows if row.source in levels and levels[row.source] == levels.get(row.target)],
        opened,
        closed,
    )
