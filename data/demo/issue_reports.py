"""Draw the ledger of issue reports of the demo (民呼我应)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.demo.district import District
from data.demo.lives import NEVER, after, dates, leaf_weights, numbered, wait
from data.demo.organisations import office_of
from data.demo.phrases import REPORT_TITLES
from data.demo.profile import DemoProfile
from data.demo.rhythm import DAY_COUNT, Days, day_of, report_weights
from data.ledgers.issue_reports import REPORT_EXITS, REPORT_KINDS, SATISFACTIONS

_KIND_WEIGHTS = dict(zip(REPORT_KINDS, (0.19, 0.17, 0.05, 0.12, 0.13, 0.10, 0.12, 0.08, 0.04), strict=True))
_WARM_KINDS = ("噪声扰民", "飞线充电", "店外经营")
"""Reported twice as often from June to August."""
_CHANNEL_WEIGHTS = (0.34, 0.22, 0.20, 0.09, 0.12, 0.03)
_BUREAUS = {
    "露天垃圾": "区城市管理局",
    "乱堆乱放": "区城市管理局",
    "违规建设": "区住房和城乡建设局",
    "店外经营": "区城市管理局",
    "飞线充电": "区应急管理局",
    "设施损坏": "区住房和城乡建设局",
    "噪声扰民": "区城市管理局",
}
_OFFICE_SHARE = 0.62
"""Share handled by the subdistrict's own office; the rest goes to the bureau whose business it is."""
_SLOW_SEATS, _SLOW_PACE = 2, 2.1
_QUIET_DAYS = 60
"""Streams published as resolved to the last item end so many days before the as-of day."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """Reports that come in one way.

    Attributes:
        count: how many.
        channels: by which channels.
        kinds: of which kinds.
        all_resolved: every one is resolved by the as-of day.
    """

    count: int
    channels: tuple[str, ...]
    kinds: tuple[str, ...]
    all_resolved: bool = False


def draw_issue_reports(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The ledger, one row a report, columns as declared, in order of reporting; empty where none is kept."""
    streams = [stream for stream in _streams(profile) if stream.count]
    if not streams:
        return pd.DataFrame()
    seats = [grid.code for grid in district.of_level(1)]
    slow = set(rng.choice(seats, min(_SLOW_SEATS, len(seats) - 1), replace=False).tolist())
    parts = [_draw(stream, district, profile, slow, rng) for stream in streams]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.sort_values("reported_on", kind="stable", ignore_index=True)
    frame.insert(0, "report_code", numbered("SB", frame["reported_on"]))
    return frame


def _streams(profile: DemoProfile) -> list[_Stream]:
    """Named streams with published counts, or one stream of all channels."""
    ledger = profile.ledger("issue_reports")
    kinds, channels = ledger.field("report_kind").codes, ledger.field("channel").codes
    named = profile.names.get("report_streams")
    if named is None:
        return [_Stream(profile.count("reports_total", profile.size("issue_reports")), channels, kinds)]
    return [
        _Stream(
            profile.count(stream["count"]),
            (stream["channel"],),
            tuple(stream.get("kinds", kinds)),
            stream.get("all_resolved", False),
        )
        for stream in named
    ]


def _draw(
    stream: _Stream, district: District, profile: DemoProfile, slow: set[str], rng: np.random.Generator
) -> pd.DataFrame:
    leaves, count = district.of_level(3), stream.count
    weights = report_weights(DAY_COUNT - (_QUIET_DAYS if stream.all_resolved else 0))
    reported = np.sort(rng.choice(len(weights), count, p=weights))
    places = rng.choice(len(leaves), count, p=leaf_weights(leaves, rng))
    seats = [leaves[place].code[:9] for place in places]
    kinds = _kinds(stream.kinds, reported, rng)
    units = _units(district, kinds, seats, rng)
    allowed = _limits(profile, kinds)
    pace = np.where([seat in slow for seat in seats], _SLOW_PACE, 1.0) * (1.1 - 0.15 * reported / DAY_COUNT)
    frame = pd.DataFrame(
        {
            "report_title": [_title(kind, rng) for kind in kinds],
            "grid_code": [leaves[place].code for place in places],
            "report_kind": kinds,
            "channel": _channels(stream.channels, count, rng),
        }
    )
    life = _life(reported, allowed, pace, stream.all_resolved, rng)
    frame = pd.concat([frame, life], axis=1)
    frame["handling_unit"] = [
        unit if day is not None else None for unit, day in zip(units, frame["dispatched_on"], strict=True)
    ]
    frame["satisfaction"] = _satisfaction(frame["reviewed_on"], pace, rng)
    return frame


def _kinds(kinds: Sequence[str], reported: Days, rng: np.random.Generator) -> list[str]:
    usual = np.array([_KIND_WEIGHTS.get(kind, 0.1) for kind in kinds])
    warm = np.array([2.0 if kind in _WARM_KINDS else 1.0 for kind in kinds]) * usual
    shares = {False: np.cumsum(usual / usual.sum()), True: np.cumsum(warm / warm.sum())}
    drawn = rng.random(len(reported)) * 0.999999
    return [
        kinds[int(np.searchsorted(shares[day_of(day).month in (6, 7, 8)], place))]
        for day, place in zip(reported.tolist(), drawn.tolist(), strict=True)
    ]


def _channels(channels: Sequence[str], count: int, rng: np.random.Generator) -> list[str]:
    weights = np.array(_CHANNEL_WEIGHTS[: len(channels)])
    return [channels[index] for index in rng.choice(len(channels), count, p=weights / weights.sum())]


def _units(district: District, kinds: Sequence[str], seats: Sequence[str], rng: np.random.Generator) -> list[str]:
    offices = {grid.code: office_of(grid.name) for grid in district.of_level(1)}
    is_own = rng.random(len(kinds)) < _OFFICE_SHARE
    return [
        offices[seat] if own else _BUREAUS.get(kind, offices[seat])
        for kind, seat, own in zip(kinds, seats, is_own, strict=True)
    ]


def _limits(profile: DemoProfile, kinds: Sequence[str]) -> np.ndarray:
    """Working days allowed by the ledger's own rule."""
    rule = profile.ledger("issue_reports").due_rule
    limits = dict(rule.limits) if rule else {}
    return np.array([limits.get(kind, rule.otherwise if rule else 5) for kind in kinds], dtype=float)


def _life(
    reported: Days, allowed: np.ndarray, pace: np.ndarray, is_sure: bool, rng: np.random.Generator
) -> pd.DataFrame:
    """The dates of each report; a sure one is neither suspended nor given up and is resolved by the as-of day."""
    count = len(reported)
    dispatched = after(reported, _never(wait(rng, 0.5, 0.8, count), rng.random(count) < 0.0015, is_sure))
    accepted = after(dispatched, _never(wait(rng, 0.6, 0.7, count), rng.random(count) < 0.002, is_sure))
    work = np.round(allowed * 1.4 * pace * rng.lognormal(np.log(0.31), 0.68, count)).astype(np.int64)
    resolved = after(accepted, _never(work, rng.random(count) < 0.003, is_sure))
    suspended, resumed = _suspensions(accepted, allowed, is_sure, rng)
    resolved = np.where(suspended < NEVER, after(resumed, np.minimum(work, 20)), resolved)
    exited = _exits(reported, count, is_sure, rng)
    gone = exited < NEVER
    dispatched, accepted, resolved, suspended, resumed = (
        np.where(gone, NEVER, days) for days in (dispatched, accepted, resolved, suspended, resumed)
    )
    if is_sure:
        resolved = np.minimum(resolved, DAY_COUNT - 1)
    reviewed = after(resolved, np.where(rng.random(count) < 0.68, wait(rng, 2.0, 0.6, count), NEVER))
    frame = pd.DataFrame({"reported_on": dates(reported), "dispatched_on": dates(dispatched)})
    is_filed = rng.random(count) < 0.985
    frame["filed_on"] = frame["dispatched_on"].where(is_filed, None)
    frame["accepted_on"] = dates(accepted)
    is_tight = (work > allowed * 1.4) & (rng.random(count) < 0.3) & frame["accepted_on"].notna().to_numpy()
    frame["extension_workdays"] = pd.Series(np.where(is_tight, rng.integers(2, 8, count), -1), dtype=object).where(
        is_tight, None
    )
    frame["suspended_on"], frame["resumed_on"] = dates(suspended), dates(resumed)
    frame["resolved_on"], frame["reviewed_on"] = dates(resolved), dates(reviewed)
    again = frame["resolved_on"].notna() & (rng.random(count) < 0.045 * pace)
    frame["reopen_count"] = pd.Series(1 + (rng.random(count) < 0.12), dtype=object).where(again, None)
    frame["exited_on"] = dates(exited)
    reasons = [REPORT_EXITS[index] for index in rng.choice(len(REPORT_EXITS), count, p=(0.4, 0.42, 0.18))]
    frame["exit_reason"] = pd.Series(reasons, dtype=object).where(frame["exited_on"].notna(), None)
    return frame


def _never(days: Days, is_stuck: np.ndarray, is_sure: bool) -> Days:
    return days if is_sure else np.asarray(np.where(is_stuck, NEVER, days))


def _suspensions(accepted: Days, allowed: np.ndarray, is_sure: bool, rng: np.random.Generator) -> tuple[Days, Days]:
    """Slow kinds are sometimes put off (a season, a court, a building crew) and mostly taken up again."""
    count = len(accepted)
    is_off = (rng.random(count) < np.where(allowed >= 7, 0.05, 0.004)) & (not is_sure)
    suspended = after(accepted, np.where(is_off, 1 + wait(rng, 2.0, 0.5, count), NEVER))
    goes_on = rng.random(count) < 0.8
    return suspended, after(suspended, np.where(goes_on, 3 + wait(rng, 20.0, 0.6, count), NEVER))


def _exits(reported: Days, count: int, is_sure: bool, rng: np.random.Generator) -> Days:
    leaves = (rng.random(count) < 0.032) & (not is_sure)
    return after(reported, np.where(leaves, 1 + wait(rng, 1.0, 0.5, count), NEVER))


def _satisfaction(reviewed: pd.Series, pace: np.ndarray, rng: np.random.Generator) -> list[str | None]:
    """Asked of two in three that are reviewed; slower offices please fewer."""
    asked = reviewed.notna().to_numpy() & (rng.random(len(reviewed)) < 0.66)
    unhappy = 0.05 * pace
    drawn = rng.random(len(reviewed))
    content = np.where(drawn < unhappy, 2, np.where(drawn < unhappy + 0.16, 1, 0))
    return [SATISFACTIONS[mark] if was_asked else None for mark, was_asked in zip(content, asked, strict=True)]


def _title(kind: str, rng: np.random.Generator) -> str:
    titles = REPORT_TITLES.get(kind, (kind,))
    return titles[int(rng.integers(len(titles)))]
