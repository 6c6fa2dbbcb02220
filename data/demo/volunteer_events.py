"""Draw the volunteer-event ledger of the demo."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.demo import oddities
from data.demo.district import District, Grid
from data.demo.organisations import Team, teams
from data.demo.phrases import EVENT_TITLES, SEASONAL_TITLES
from data.demo.profile import DemoProfile, load_profile
from data.demo.rhythm import DAY_COUNT, FIRST_DAY, day_number, day_of, event_weights
from data.ledgers.volunteer_events import EVENT_TYPES, TEAM_KINDS

_TYPE_WEIGHTS = np.array([1.30, 1.45, 1.05, 0.85, 1.10, 0.95, 0.55, 0.90])
_TYPE_SEASONS: dict[str, dict[int, float]] = {
    "环境整治": {3: 1.7, 4: 1.4, 12: 1.2, 1: 1.2},
    "助老助残": {10: 1.9, 1: 1.4, 5: 1.2},
    "青少年关爱": {6: 1.6, 7: 2.2, 8: 2.2, 9: 0.7, 10: 0.7},
    "平安巡防": {1: 1.3, 2: 1.5, 6: 1.2, 7: 1.3, 8: 1.2, 11: 1.3},
    "政策宣传": {4: 1.4, 11: 1.4, 12: 1.2},
    "文明劝导": {4: 1.3, 5: 1.2, 9: 1.3},
    "便民服务": {3: 1.6, 1: 1.4},
}
_TEAM_KIND_WEIGHTS: dict[str, tuple[float, ...]] = {
    "政策宣传": (3, 4, 3, 1, 1, 0.5),
    "环境整治": (4, 4, 1, 2, 1, 1),
    "助老助残": (2, 3, 0.5, 1, 3, 2),
    "青少年关爱": (1, 2, 1, 4, 2, 2),
    "平安巡防": (4, 4, 2, 0.5, 0.5, 0.5),
    "文明劝导": (3, 3, 1.5, 3, 1, 0.5),
    "医疗义诊": (1, 1, 6, 0.5, 0.5, 1),
    "便民服务": (2, 3, 2, 1, 1.5, 2),
}
_TEAM_SIZE = (16.0, 12.0, 10.0, 18.0, 9.0, 8.0)
_SERVED_PER_VOLUNTEER = (5.5, 0.0, 1.3, 2.4, 1.0, 3.5, 5.0, 4.2)
_HOURS = (1.5, 2.0, 2.0, 2.5, 2.0, 1.5, 3.0, 2.5)
_LEVEL_SHARES = (0.012, 0.068, 0.92)
_DEDICATED_VENUES = ("入口广场", "管理服务中心", "党群服务站")
_HOME_SHARE = 0.85
"""How often a subdistrict's own team holds the event where it has one of the kind."""

_REST_DAYS = 45
"""Grids take turns: one that has just held an event is less likely to hold the next for so many days."""

_VENUES = ("党群服务中心", "文化广场", "网格驿站", "小区中心花园", "新时代文明实践站", "楼院空地")


def draw_events(district: District, seed: int, profile: DemoProfile | None = None) -> pd.DataFrame:
    """The ledger, one row an event, columns as declared, in order of date."""
    profile = profile or load_profile()
    rng = np.random.default_rng([seed, 11])
    burst = profile.size("burst_events")
    days = np.sort(rng.choice(DAY_COUNT, profile.size("volunteer_events") - burst, p=event_weights()))
    places = _Places(district, rng, profile)
    crews = _Crews(teams(district))
    rows = [_event(place, int(day), crews, rng) for day in days for place in [places.draw(int(day))]]
    rows += _burst(places.busiest(), crews, burst, rng)
    frame = pd.DataFrame(rows).sort_values("held_on", kind="stable", ignore_index=True)
    months = frame["held_on"].map(lambda day: f"ZY{day:%Y%m}")
    numbers = frame.groupby(months).cumcount() + 1
    frame.insert(0, "event_code", months + "-" + numbers.map("{:04d}".format))
    return frame


class _Places:
    """Draws the grid of an event: some grids are busy, some fall silent, some never hold any."""

    def __init__(self, district: District, rng: np.random.Generator, profile: DemoProfile) -> None:
        self._rng = rng
        self._levels = [district.of_level(level) for level in (1, 2, 3)]
        leaves = self._levels[2]
        vigour = rng.lognormal(0, 0.62, len(leaves))
        by_seat = {grid.code: float(rng.lognormal(0, 0.28)) for grid in self._levels[0]}
        vigour *= np.array([by_seat[grid.code[:9]] for grid in leaves])
        vigour *= np.array([{"城市社区": 1.0, "农牧村": 0.62, "专属": 0.4}[grid.kind] for grid in leaves])
        never, gone = profile.size("never_active_grids"), profile.size("gone_silent_grids")
        quiet = rng.permutation(len(leaves))[: never + gone]
        vigour = np.maximum(vigour, 0.3)
        vigour[quiet[:never]] = 0.0
        self._gone_silent = quiet[never:]
        self._silent_from = day_number(oddities.GONE_SILENT_FROM)
        self._opened = np.array([day_number(grid.opened_on) for grid in leaves])
        self._vigour = vigour
        self._last_day = self._rng.integers(-_REST_DAYS, 0, len(leaves))

    def draw(self, day: int) -> Grid:
        """A grid for an event on a day."""
        level = int(self._rng.choice(3, p=_LEVEL_SHARES))
        if level < 2:
            return self._levels[level][int(self._rng.integers(len(self._levels[level])))]
        rested = np.minimum((day - self._last_day) / _REST_DAYS, 1.0)
        weights = np.where(self._opened <= day, self._vigour * rested**2, 0.0)
        if day >= self._silent_from:
            weights[self._gone_silent] = 0.0
        cumulative = np.cumsum(weights)
        chosen = int(np.searchsorted(cumulative, self._rng.random() * cumulative[-1], side="right"))
        self._last_day[chosen] = day
        return self._levels[2][chosen]

    def busiest(self) -> Grid:
        """The liveliest grid."""
        return self._levels[2][int(np.argmax(self._vigour))]


class _Crews:
    """The teams that can serve a subdistrict, by kind."""

    def __init__(self, all_teams: tuple[Team, ...]) -> None:
        self._teams = all_teams
        self._known: dict[tuple[str, str, str], list[Team]] = {}

    def draw(self, seat: str, event_type: str, rng: np.random.Generator) -> Team:
        """A team for an event of a type in a subdistrict."""
        weights = np.array(_TEAM_KIND_WEIGHTS[event_type])
        kind = TEAM_KINDS[int(rng.choice(len(TEAM_KINDS), p=weights / weights.sum()))]
        key = (seat, kind, event_type)
        if key not in self._known:
            self._known[key] = [team for team in self._teams if team.kind == kind and _can_hold(team, seat, event_type)]
        able = self._known[key]
        at_home = [team for team in able if team.home]
        choices = at_home if at_home and rng.random() < _HOME_SHARE else able
        return choices[int(rng.integers(len(choices)))]


def _can_hold(team: Team, seat: str, event_type: str) -> bool:
    return team.home in ("", seat) and (not team.event_types or event_type in team.event_types)


def _event(place: Grid, day: int, crews: _Crews, rng: np.random.Generator) -> dict[str, Any]:
    held_on = day_of(day)
    kind = _draw_type(held_on, rng)
    event_type = EVENT_TYPES[kind]
    team = crews.draw(place.code[:9], event_type, rng)
    size = _TEAM_SIZE[TEAM_KINDS.index(team.kind)] * (1.5 if place.level < 3 else 1.0)
    volunteers = max(3, round(float(rng.lognormal(np.log(size), 0.45))))
    hours_each = max(0.5, round(float(rng.normal(_HOURS[kind], 0.5)) * 2) / 2)
    served = round(volunteers * _SERVED_PER_VOLUNTEER[kind] * float(rng.lognormal(0, 0.4)))
    venues = _DEDICATED_VENUES if place.kind == "专属" else _VENUES
    return {
        "event_title": _title(event_type, held_on, place, rng),
        "grid_code": place.code,
        "event_type": event_type,
        "team_name": team.name,
        "team_kind": team.kind,
        "held_on": held_on,
        "participation_count": volunteers,
        "service_hours": volunteers * hours_each,
        "people_served_count": served if rng.random() > 0.015 else None,
        "venue": place.stem + venues[int(rng.integers(len(venues)))],
    }


def _draw_type(day: date, rng: np.random.Generator) -> int:
    seasons = np.array([_TYPE_SEASONS.get(name, {}).get(day.month, 1.0) for name in EVENT_TYPES])
    weights = _TYPE_WEIGHTS * seasons
    return int(rng.choice(len(EVENT_TYPES), p=weights / weights.sum()))


def _title(event_type: str, day: date, place: Grid, rng: np.random.Generator) -> str:
    fitting = [title for title in EVENT_TITLES[event_type] if day.month in SEASONAL_TITLES.get(title, (day.month,))]
    title = fitting[int(rng.integers(len(fitting)))]
    if (day.month, day.day) == (3, 5):
        return f"学雷锋日{title}"
    return f"{place.stem}{title}" if rng.random() < 0.6 else f"“{title}”志愿服务活动"


def _burst(place: Grid, crews: _Crews, count: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Planted oddity: many events in one grid on one day."""
    day = (oddities.BURST_DAY - FIRST_DAY).days
    return [_event(place, day, crews, rng) for _ in range(count)]
