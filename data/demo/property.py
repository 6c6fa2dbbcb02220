"""Draw the demo's compounds, property firms, their stars and the titles that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF
from data.ledgers.property import COMPOUND_KINDS, STARS, TITLE_KINDS

_SUFFIXES = ("花园", "家园", "新居", "苑", "名邸", "佳园", "雅居", "小区", "华庭", "嘉苑", "公寓", "人家")
_FIRM_FIRST = ("安", "宜", "佳", "和", "瑞", "嘉", "盛", "诚", "润", "康", "泰", "恒", "信", "悦", "锦", "德", "荣")
_FIRM_SECOND = ("居", "家", "邻", "园", "邦", "城", "源", "福", "华", "舍", "里", "庭")
_KIND_WEIGHTS = (0.46, 0.24, 0.14, 0.09, 0.07)
_MODES = ("专业物业", "社区代管", "业主自管")
_MODE_WEIGHTS = (0.8, 0.14, 0.06)
_FIRST_RATED = (date(2023, 6, 30), date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31))
_RATED_UNTIL = date(2025, 12, 31)
_WITHOUT = 0.18
"""Share of compounds that had no property management two years before the as-of day."""
_BEYOND = 0.3
"""Compounds not covered yet, beside those that are, where a district has not reached all."""


@dataclass(frozen=True)
class _Places:
    """Which compound is where and what it is; lists of equal length."""

    grids: list[Grid]
    is_covered: list[bool]
    is_demonstration: list[bool]


def draw_property(district: District, profile: DemoProfile, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The four ledgers by name; every published count is met as of the as-of day."""
    places = _places(district, profile)
    compounds = _compounds(places, profile, rng)
    firms = _firms(compounds, district, profile, rng)
    return {
        "compounds": compounds,
        "property_firms": firms,
        "star_ratings": _ratings(firms, rng),
        "titles": _titles(compounds, district, profile, rng),
    }


def _places(district: District, profile: DemoProfile) -> _Places:
    communities = _spread(district, profile)
    covered = profile.count("compounds", len(communities) * 2)
    models = profile.count("demonstration_compounds", len(communities) // 2)
    first = communities[: profile.count("demonstration_communities", min(models, len(communities)))]
    grids = [first[number % len(first)] for number in range(models)]
    rest = covered - models
    # the others first, so that every community has one
    order = [*communities[len(first) :], *first] if rest else []
    grids += [order[number % len(order)] for number in range(rest)]
    is_full = profile.count("compounds_with_property") == covered
    beyond = 0 if is_full else round(covered * _BEYOND)
    towns = _towns(district)
    grids += [towns[number * 5 % len(towns)] for number in range(beyond)]
    flags = [number < covered for number in range(covered + beyond)]
    return _Places(grids, flags, [number < models for number in range(covered + beyond)])


def _towns(district: District) -> list[Grid]:
    return [grid for grid in district.of_level(2) if grid.kind == "城市社区"] or list(district.of_level(2))


def _spread(district: District, profile: DemoProfile) -> list[Grid]:
    """The communities covered, those of the demonstration subdistricts first, over just so many subdistricts."""
    towns = _towns(district)
    seats = list(dict.fromkeys(grid.parent_code for grid in towns))
    seats = sorted(seats, key=lambda code: -sum(grid.parent_code == code for grid in towns))
    seats = seats[: profile.count("property_subdistricts", len(seats))]
    wanted = profile.count("property_communities", sum(grid.parent_code in seats for grid in towns))
    queues = {code: [grid for grid in towns if grid.parent_code == code] for code in seats}
    shares = dict.fromkeys(seats, 0)
    while sum(shares.values()) < wanted:
        for code in seats:
            if shares[code] < len(queues[code]) and sum(shares.values()) < wanted:
                shares[code] += 1
    turns = [queues[code][:count] for code, count in shares.items()]
    models = min(profile.count("demonstration_subdistricts", len(turns)), len(turns))
    leading, others = turns[:models], turns[models:]
    return [*_in_turn(leading), *_in_turn(others)]


def _in_turn(lists: Sequence[list[Grid]]) -> list[Grid]:
    longest = max((len(one) for one in lists), default=0)
    return [one[place] for place in range(longest) for one in lists if place < len(one)]


def _compounds(places: _Places, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    count = len(places.grids)
    managed = _managed(count, rng)
    modes = [
        "无物业" if day is None else str(mode)
        for day, mode in zip(managed, rng.choice(_MODES, count, p=_MODE_WEIGHTS), strict=True)
    ]
    committees = _committees(places, profile, rng)
    crossed = _first_true(committees, profile.count("committees_cross_appointed", round(sum(committees) * 0.86)))
    officers = _shared_out(profile.count("property_officers_part_time", round(sum(crossed) * 0.9)), crossed)
    seen: dict[str, int] = {}
    names = []
    for grid in places.grids:
        number = seen[grid.code] = seen.get(grid.code, -1) + 1
        names.append(f"{grid.stem}{_SUFFIXES[number % len(_SUFFIXES)]}{'' if number < len(_SUFFIXES) else '二期'}")
    return pd.DataFrame(
        {
            "compound_code": [f"XQ{number + 1:04d}" for number in range(count)],
            "compound_name": names,
            "grid_code": [grid.code for grid in places.grids],
            "compound_kind": rng.choice(COMPOUND_KINDS, count, p=_KIND_WEIGHTS),
            "property_mode": modes,
            "managed_from": managed,
            "is_covered": _yes_no(places.is_covered),
            "has_committee": _yes_no(committees),
            "committee_since": [
                AS_OF - timedelta(days=int(days)) if has else None
                for has, days in zip(committees, rng.integers(60, 1800, count), strict=True)
            ],
            "is_cross_appointed": _yes_no(crossed),
            "officer_count": officers,
            "is_demonstration": _yes_no(places.is_demonstration),
            "compound_opened_on": [
                date(int(year), int(month), 15)
                for year, month in zip(rng.integers(1996, 2022, count), rng.integers(1, 13, count), strict=True)
            ],
        }
    )


def _managed(count: int, rng: np.random.Generator) -> list[date | None]:
    """Since when each compound is managed: most for long, the others one after the other until none is left."""
    days: list[date | None] = [date(2022, 1, 1) + timedelta(days=int(step)) for step in rng.integers(0, 500, count)]
    chosen = rng.permutation(count)[: round(count * _WITHOUT)]
    for place, step in zip(chosen, np.sort(rng.beta(1.4, 1.6, len(chosen))), strict=True):
        days[place] = date(2023, 8, 1) + timedelta(days=int(step * 640))
    return days


def _committees(places: _Places, profile: DemoProfile, rng: np.random.Generator) -> list[bool]:
    count = len(places.grids)
    least = profile.count("committees_cross_appointed")
    wanted = profile.count("compounds_with_committee", least or round(count * 0.64))
    chosen = set(rng.permutation(count)[:wanted].tolist())
    return [place in chosen for place in range(count)]


def _first_true(flags: list[bool], wanted: int) -> list[bool]:
    chosen = {
        place for place, _ in zip((place for place, flag in enumerate(flags) if flag), range(wanted), strict=False)
    }
    return [place in chosen for place in range(len(flags))]


def _shared_out(total: int, flags: list[bool]) -> list[int]:
    """So many people over the flagged places, in turn."""
    places = [place for place, flag in enumerate(flags) if flag]
    counts = [0] * len(flags)
    for number in range(total if places else 0):
        counts[places[number % len(places)]] += 1
    return counts


def _yes_no(flags: Sequence[bool]) -> list[str]:
    return ["是" if flag else "否" for flag in flags]


def _firms(compounds: pd.DataFrame, district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The firms; each serves a compound at least, the rest is shared out. Writes their names into the compounds."""
    kept = (compounds["property_mode"] == "专业物业").to_numpy()
    wanted = profile.count("property_firms", max(3, round(kept.sum() * 0.6)))
    lacking = wanted - int(kept.sum())
    if lacking > 0:
        # a district with more firms than that has more compounds kept by one
        others = np.flatnonzero(~kept)[:lacking]
        compounds.loc[others, "property_mode"] = "专业物业"
        kept[others] = True
    served = np.flatnonzero(kept)
    names = _firm_names(min(wanted, len(served)))
    chosen = [*range(len(names)), *rng.integers(0, len(names), len(served) - len(names))]
    firm_of: list[str | None] = [None] * len(compounds)
    for place, firm in zip(served, chosen, strict=True):
        firm_of[place] = names[firm]
    compounds.insert(5, "firm_name", firm_of)
    with_party = profile.count("property_firms_with_party", round(len(names) * 0.2))
    crossed = profile.count("property_firms_cross_appointed", round(len(names) * 0.9))
    party = set(rng.permutation(len(names))[:with_party].tolist())
    return pd.DataFrame(
        {
            "firm_code": [f"WY{number + 1:03d}" for number in range(len(names))],
            "firm_name": names,
            "grid_code": [compounds["grid_code"].iloc[place][:9] for place in served[: len(names)]],
            "has_party_organisation": _yes_no([number in party for number in range(len(names))]),
            "is_cross_appointed": _yes_no([number < crossed for number in range(len(names))]),
            "firm_since": [date(2019, 3, 1) + timedelta(days=int(step)) for step in rng.integers(0, 1400, len(names))],
        }
    )


def _firm_names(count: int) -> list[str]:
    names = [f"{one}{two}物业服务公司" for two in _FIRM_SECOND for one in _FIRM_FIRST]
    if count > len(names):
        raise ValueError(f"only {len(names)} firms have names, {count} were asked for")
    return names[:count]


def _ratings(firms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Half-yearly ratings; a firm mostly keeps its stars, now and then it gains or loses one."""
    rows = []
    ends = [*_FIRST_RATED[1:], _RATED_UNTIL]
    for firm in firms.to_dict("records"):
        place = int(rng.choice(5, p=(0.08, 0.2, 0.4, 0.22, 0.1)))
        joined = int(rng.choice(3, p=(0.7, 0.2, 0.1)))
        for rated_on, until in list(zip(_FIRST_RATED, ends, strict=True))[joined:]:
            rows.append((firm["firm_name"], firm["grid_code"], STARS[place], rated_on, until))
            place = min(4, max(0, place + int(rng.choice((-1, 0, 1), p=(0.22, 0.68, 0.1)))))
    frame = pd.DataFrame(rows, columns=["firm_name", "grid_code", "stars", "rated_on", "rated_until"])
    frame = frame.sort_values(["rated_on", "firm_name"], kind="stable", ignore_index=True)
    frame.insert(0, "rating_code", [f"XJ{number + 1:04d}" for number in range(len(frame))])
    return frame


def _titles(
    compounds: pd.DataFrame, district: District, profile: DemoProfile, rng: np.random.Generator
) -> pd.DataFrame:
    """What demonstration subdistricts, communities and compounds were called so by, and until when."""
    names = {grid.code: grid.name for grid in district.grids}
    models = compounds[compounds["is_demonstration"] == "是"]
    communities = list(dict.fromkeys(models["grid_code"]))[: profile.count("demonstration_communities")]
    seats = list(dict.fromkeys(code[:9] for code in communities))[: profile.count("demonstration_subdistricts")]
    held = [(names[code], code, TITLE_KINDS[0]) for code in seats]
    held += [(names[code], code, TITLE_KINDS[1]) for code in communities]
    held += [
        (name, code, TITLE_KINDS[2]) for name, code in zip(models["compound_name"], models["grid_code"], strict=True)
    ]
    given = [date(2022, 9, 1) + timedelta(days=int(step)) for step in rng.integers(0, 900, len(held))]
    years = rng.choice((2, 3, 3), len(held))
    return pd.DataFrame(
        {
            "title_code": [f"CH{number + 1:04d}" for number in range(len(held))],
            "holder": [name for name, _, _ in held],
            "grid_code": [code for _, code, _ in held],
            "title_kind": [kind for _, _, kind in held],
            "giver": ["区委组织部" if kind != TITLE_KINDS[2] else "区住房和城乡建设局" for _, _, kind in held],
            "given_on": given,
            "valid_until": [
                date(day.year + int(span), day.month, min(day.day, 28)) for day, span in zip(given, years, strict=True)
            ],
        }
    )
