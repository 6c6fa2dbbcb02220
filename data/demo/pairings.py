"""Draw the demo's paired organs and communities with what they agreed on."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.lives import NEVER, after, dates, numbered, wait
from data.demo.profile import DemoProfile
from data.demo.rhythm import DAY_COUNT, Days
from data.demo.supply_phrases import ITEM_TITLES, ORGANS
from data.ledgers.pairings import PAIRING_KINDS

_ORGANS_OTHERWISE, _COMMUNITIES_OTHERWISE = 24, 12
_SECOND = 0.22
"""Share of organs paired with a second community."""
_NEVER_KEPT, _CALLED_OFF = 0.09, 0.03


def draw_pairings(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The ledger, one row an agreed item, in order of agreement; every published organ and community occurs."""
    towns = [grid for grid in district.of_level(2) if grid.kind == "城市社区"] or list(district.of_level(2))
    communities = towns[: profile.count("communities_paired", min(_COMMUNITIES_OTHERWISE, len(towns)))]
    organs = _organs(profile.count("organs_paired", _ORGANS_OTHERWISE))
    rows = [row for number, organ in enumerate(organs) for row in _items(number, organ, communities, rng)]
    frame = pd.DataFrame(rows, columns=["organ_name", "grid_code", "pairing_kind", "contract_item", "agreed"])
    frame = frame.sort_values(["agreed", "organ_name"], kind="stable", ignore_index=True)
    agreed: Days = frame.pop("agreed").to_numpy(dtype=np.int64)
    days = rng.choice((60, 90, 180, 365), len(frame))
    kept, gone = _ends(agreed, days, rng)
    opened, left = dates(agreed), dates(gone)
    frame.insert(0, "pairing_code", numbered("JD", opened))
    return frame.assign(
        agreed_on=opened,
        due_on=[day + timedelta(days=int(span)) for day, span in zip(opened, days, strict=True)],
        kept_on=dates(np.where(gone < NEVER, NEVER, kept)),
        exited_on=left,
        exit_reason=left.map(lambda day: None if day is None else "取消"),
    )


def _organs(count: int) -> tuple[str, ...]:
    if count > len(ORGANS):
        raise ValueError(f"only {len(ORGANS)} organs have names, {count} were asked for")
    return ORGANS[:count]


def _items(
    number: int, organ: str, communities: list[Grid], rng: np.random.Generator
) -> list[tuple[str, str, str, str, int]]:
    """What an organ agreed with its community, and now and then with another one; each community gets its turn."""
    chosen = [communities[number % len(communities)]]
    if rng.random() < _SECOND and len(communities) > 1:
        chosen.append(communities[(number + 1) % len(communities)])
    rows = []
    for community in chosen:
        for kind in rng.choice(PAIRING_KINDS, int(rng.integers(2, 5)), replace=False):
            titles = ITEM_TITLES[str(kind)]
            day = int(rng.integers(40, DAY_COUNT - 8))
            rows.append((organ, community.code, str(kind), titles[int(rng.integers(len(titles)))], day))
    return rows


def _ends(agreed: Days, days: np.ndarray, rng: np.random.Generator) -> tuple[Days, Days]:
    """When each item is kept, mostly in time, and when a few are called off."""
    count = len(agreed)
    took = (wait(rng, 0.55 * 100, 0.45, count) * days / 100).astype(np.int64) + 1
    kept = after(agreed, np.where(rng.random(count) < _NEVER_KEPT, NEVER, np.minimum(took, DAY_COUNT + 380 - agreed)))
    gone = after(agreed, np.where(rng.random(count) < _CALLED_OFF, wait(rng, 30.0, 0.5, count), NEVER))
    return kept, gone
