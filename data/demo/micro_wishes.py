"""Draw the micro-wish ledger of the demo."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo import oddities
from data.demo.district import District
from data.demo.lives import NEVER, after, dates, leaf_weights, neglected, numbered, openings, wait
from data.demo.organisations import BUREAUS, ENTERPRISES, STALLED_UNIT, office_of
from data.demo.phrases import WISH_TITLES
from data.demo.profile import DemoProfile, load_profile
from data.demo.rhythm import DAY_COUNT, Days, day_number
from data.ledgers.micro_wishes import BENEFICIARY_GROUPS, WISH_CATEGORIES, WISH_EXITS

_CATEGORY_WEIGHTS = (0.22, 0.18, 0.15, 0.23, 0.13, 0.09)
_PACE = (0.8, 1.0, 0.9, 0.95, 1.45, 1.8)
"""How long each category takes beside the others."""

_GROUP_WEIGHTS = (
    (0.24, 0.04, 0.10, 0.12, 0.18, 0.32),
    (0.16, 0.14, 0.16, 0.46, 0.04, 0.04),
    (0.0, 0.56, 0.03, 0.20, 0.05, 0.16),
    (0.58, 0.0, 0.30, 0.05, 0.0, 0.07),
    (0.14, 0.02, 0.04, 0.05, 0.10, 0.65),
    (0.22, 0.10, 0.05, 0.05, 0.16, 0.42),
)


def draw_wishes(district: District, seed: int, profile: DemoProfile | None = None) -> pd.DataFrame:
    """The ledger, one row a wish, columns as declared, in order of submission."""
    profile = profile or load_profile()
    count = profile.size("micro_wishes")
    rng = np.random.default_rng([seed, 21])
    leaves = district.of_level(3)
    submitted = openings(rng, count)
    places = rng.choice(len(leaves), count, p=leaf_weights(leaves, rng))
    categories = rng.choice(len(WISH_CATEGORIES), count, p=_CATEGORY_WEIGHTS)
    claimants = _claimants(district, places, rng)
    seats = np.array([leaves[place].code[:9] for place in places])
    pace = np.array(_PACE)[categories] * _pace_of(seats, submitted, rng)
    claimed, fulfilled = _steps(submitted, pace, claimants, rng)
    fulfilled = _batch(submitted, claimed, fulfilled, seats, profile.size("batch_wishes"))
    exits, exited = _exits(submitted, claimed, rng)
    is_out = exited < NEVER
    claimed, fulfilled = np.where(is_out, NEVER, claimed), np.where(is_out, NEVER, fulfilled)
    frame = pd.DataFrame({"submitted_on": dates(submitted), "claimed_on": dates(claimed)})
    frame.insert(0, "wish_code", numbered("XY", frame["submitted_on"]))
    frame.insert(1, "wish_title", [_title(WISH_CATEGORIES[category], rng) for category in categories])
    frame.insert(2, "grid_code", [leaves[place].code for place in places])
    frame.insert(3, "wish_category", [WISH_CATEGORIES[category] for category in categories])
    frame.insert(4, "beneficiary_group", [_group(category, rng) for category in categories])
    frame["claimed_by"] = [
        name if day is not None else None for name, day in zip(claimants, frame["claimed_on"], strict=True)
    ]
    frame["fulfilled_on"] = dates(fulfilled)
    frame["exited_on"] = dates(exited)
    frame["exit_reason"] = [
        reason if day is not None else None for reason, day in zip(exits, frame["exited_on"], strict=True)
    ]
    return _published(frame, profile.count("wishes_fulfilled"))


def _published(frame: pd.DataFrame, fulfilled: int) -> pd.DataFrame:
    """The same wishes where a number fulfilled is published: so many are, the last ones beyond it are not drawn."""
    if not fulfilled:
        return frame
    done = frame.index[frame["fulfilled_on"].notna()]
    if len(done) < fulfilled:
        raise ValueError(f"only {len(done)} of {fulfilled} wishes are fulfilled: draw more")
    kept = frame.drop(index=done[fulfilled:]).reset_index(drop=True)
    kept["wish_code"] = numbered("XY", kept["submitted_on"])
    return kept


def _claimants(district: District, places: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Who would claim each wish: the subdistrict's own office a third of the time, else a bureau or an enterprise."""
    offices = {grid.code: office_of(grid.name) for grid in district.of_level(1)}
    leaves = district.of_level(3)
    others = (*BUREAUS, *ENTERPRISES)
    weights = rng.uniform(0.5, 1.6, len(others))
    weights[others.index(STALLED_UNIT)] = 3.0
    drawn = rng.choice(len(others), len(places), p=weights / weights.sum())
    is_own = rng.random(len(places)) < 0.34
    return [
        offices[leaves[place].code[:9]] if own else others[other]
        for place, own, other in zip(places, is_own, drawn, strict=True)
    ]


def _pace_of(seats: np.ndarray, submitted: Days, rng: np.random.Generator) -> np.ndarray:
    """Some subdistricts are slower than others, and everyone becomes a little faster over the two years."""
    by_seat = {seat: float(rng.lognormal(0, 0.2)) for seat in np.unique(seats).tolist()}
    return np.array([by_seat[seat] for seat in seats.tolist()]) * (1.14 - 0.26 * submitted / DAY_COUNT)


def _steps(submitted: Days, pace: np.ndarray, claimants: list[str], rng: np.random.Generator) -> tuple[Days, Days]:
    """When each wish is claimed and fulfilled; a few never are, more of them where the pace is slow."""
    count = len(submitted)
    lying = neglected(rng.spawn(1)[0], count)
    to_claim = np.where(rng.random(count) < 0.018, lying, (wait(rng, 3.2, 0.85, count) * pace).astype(np.int64))
    claimed = after(submitted, to_claim)
    stuck = rng.random(count) < 0.02 * pace**1.5
    stalls = (np.array(claimants) == STALLED_UNIT) & (claimed >= day_number(oddities.STALL_FROM))
    stalled = stalls & (rng.random(count) < 0.9)
    lying = np.where(stalled, NEVER, lying)
    to_fulfil = np.where(stuck | stalled, lying, (wait(rng, 8.5, 0.75, count) * pace).astype(np.int64) + 1)
    return claimed, after(claimed, to_fulfil)


def _batch(submitted: Days, claimed: Days, fulfilled: Days, seats: np.ndarray, size: int) -> Days:
    """Planted oddity: the wishes a subdistrict had open are all fulfilled on one day before the year-end report."""
    day = day_number(oddities.BATCH_DAY)
    open_then = (claimed < day - 1) & (fulfilled > day - 70) & (submitted > day - 130)
    codes, counts = np.unique(seats[open_then], return_counts=True)
    chosen = open_then & (seats == codes[int(np.argmax(counts))])
    batch = np.flatnonzero(chosen)[-size:]
    changed = fulfilled.copy()
    changed[batch] = day
    return changed


def _exits(submitted: Days, claimed: Days, rng: np.random.Generator) -> tuple[list[str], Days]:
    """A few wishes are withdrawn, repeat another, or are outside what can be granted."""
    count = len(submitted)
    reasons = [WISH_EXITS[index] for index in rng.choice(len(WISH_EXITS), count, p=(0.45, 0.3, 0.25))]
    leaves_early = rng.random(count) < 0.034
    return reasons, after(submitted, np.where(leaves_early, wait(rng, 4.0, 0.6, count), NEVER))


def _group(category: int, rng: np.random.Generator) -> str:
    return BENEFICIARY_GROUPS[int(np.searchsorted(np.cumsum(_GROUP_WEIGHTS[category]), rng.random() * 0.999999))]


def _title(category: str, rng: np.random.Generator) -> str:
    titles = WISH_TITLES[category]
    return titles[int(rng.integers(len(titles)))]
