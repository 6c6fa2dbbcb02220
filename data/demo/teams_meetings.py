"""Draw the demo's teams, signature groups, meetings and what was raised there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.lives import dates, numbered, openings
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF
from data.ledgers.meetings import DELIBERATION, MEETING_KINDS
from data.ledgers.teams import SIGNATURE, TEAM_LIST_KINDS

_TEAM_NAMES = {
    "专项服务队": ("矛盾调解服务队", "安全巡查服务队", "环境整治服务队", "政策宣讲服务队", "水电抢修服务队"),
    "党员先锋队": ("党员先锋队", "党员突击队"),
    "志愿服务队": ("邻里志愿服务队", "银龄志愿服务队", "青年志愿服务队"),
    "新就业群体队伍": ("骑手先锋队", "快递小哥服务队", "网约车志愿队"),
    SIGNATURE: ("红亭客厅", "板凳会场", "邻里书屋", "骑手驿站", "老兵工作站", "巧娘工坊", "百姓舞台", "亮角花园"),
}
_TITLES = {
    "议事会": ("停车位怎么划", "加装电梯怎么分摊", "楼道灯和管线怎么修", "小广场怎么用", "垃圾投放点放哪里"),
    "联席会议": ("党建联席会议",),
    "调度会": ("重点事项调度会",),
    "座谈会": ("商户代表座谈会", "居民代表座谈会"),
    "特色载体活动": ("邻里节", "读书会", "手工课", "义集", "故事会"),
}
_LINKED, _WITHIN_DAYS = 0.6, 60
"""Share of the items raised at a session that are put on record as demands where the community has any in the days after."""
_LISTENING = (DELIBERATION, "座谈会")


def draw_teams(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The ledger: as many teams and signature groups as were published."""
    communities = district.of_level(2)
    dynamic = profile.count("dynamic_teams")
    total = profile.count("service_teams", max(len(communities) // 2, dynamic * 2))
    signature = profile.count("signature_groups", max(4, len(communities) // 8))
    riders = dynamic or total // 8
    ordinary = TEAM_LIST_KINDS[:3]
    kinds = [TEAM_LIST_KINDS[3]] * riders + [ordinary[number % 3] for number in range(total - riders)]
    kinds += [SIGNATURE] * signature
    places = [communities[int(place)] for place in rng.integers(0, len(communities), len(kinds))]
    members = rng.integers(6, 36, len(kinds)).tolist()
    members[:riders] = _exactly(profile.count("dynamic_staff", riders * 5), riders)
    return pd.DataFrame(
        {
            "team_code": [f"DW{number + 1:04d}" for number in range(len(kinds))],
            "team_name": [
                f"{place.stem}{_TEAM_NAMES[kind][number % len(_TEAM_NAMES[kind])]}"
                for number, (place, kind) in enumerate(zip(places, kinds, strict=True))
            ],
            "team_list_kind": kinds,
            "grid_code": [place.code for place in places],
            "member_count": members,
            "team_opened_on": [
                date(2021, 6, 1) + timedelta(days=int(step)) for step in rng.integers(0, 1400, len(kinds))
            ],
        }
    )


def _exactly(total: int, count: int) -> list[int]:
    """A total in so many parts, as even as can be."""
    return [total // count + (number < total % count) for number in range(count)] if count else []


def draw_meetings(
    district: District, demands: pd.DataFrame, profile: DemoProfile, rng: np.random.Generator
) -> pd.DataFrame:
    """The ledger, one row a meeting; kinds with published numbers are met exactly, some items lead to demands."""
    counts = _counts(district, profile)
    parts = [_meetings(kind, count, district, profile, rng) for kind, count in counts.items() if count]
    frame = pd.concat(parts, ignore_index=True).sort_values("met_on", kind="stable", ignore_index=True)
    frame.insert(0, "meeting_code", numbered("HY", frame["met_on"]))
    frame["linked_demands"] = _linked(frame, demands, rng)
    return frame


def _counts(district: District, profile: DemoProfile) -> dict[str, int]:
    communities, seats = len(district.of_level(2)), len(district.of_level(1))
    usual = {
        DELIBERATION: communities * 4,
        "联席会议": 8 + seats * 24,
        "调度会": profile.count("dispatch_meetings", seats * 2),
        "座谈会": profile.count("forums", seats * 3),
        "特色载体活动": profile.count("signature_events", communities),
    }
    return {kind: profile.size(f"meetings_{kind}", usual[kind]) for kind in MEETING_KINDS}


def _meetings(
    kind: str, count: int, district: District, profile: DemoProfile, rng: np.random.Generator
) -> pd.DataFrame:
    days, places = _when_and_where(kind, count, district, rng)
    platforms: Sequence[str] = profile.names.get("deliberation_platforms", ("居民说事", "板凳会"))
    titles = _TITLES[kind]
    attendance = rng.integers(9, 40, len(places)).tolist()
    items = (rng.integers(1, 6, len(places)) if kind == DELIBERATION else rng.integers(0, 3, len(places))).tolist()
    if kind == "特色载体活动":
        items = [0] * len(places)
        attendance = _exactly(profile.count("signature_participants", sum(attendance)), len(places))
    if kind == "座谈会" and profile.count("forum_suggestions"):
        items = _exactly(profile.count("forum_suggestions"), len(places))
    return pd.DataFrame(
        {
            "meeting_title": [titles[int(number)] for number in rng.integers(0, len(titles), len(places))],
            "grid_code": [place.code for place in places],
            "meeting_kind": kind,
            "platform": [
                platforms[number % len(platforms)] if kind == DELIBERATION else None for number in range(count)
            ],
            "met_on": days,
            "attendance_count": attendance,
            "item_count": items,
        }
    )


def _when_and_where(
    kind: str, count: int, district: District, rng: np.random.Generator
) -> tuple[pd.Series, list[Grid]]:
    """Joint meetings come every quarter and every month; the others when there is something to talk about."""
    seats, communities = district.of_level(1), district.of_level(2)
    if kind != "联席会议":
        places = [communities[int(place)] for place in rng.integers(0, len(communities), count)]
        return dates(openings(rng, count)), places
    months = [date(2023 + (6 + step) // 12, (6 + step) % 12 + 1, 18) for step in range(24)]
    held = [(month, seat) for month in months for seat in seats]
    held += [(month.replace(day=26), seats[0]) for month in months if month.month % 3 == 0]
    chosen = [(day, seat) for day, seat in held if day <= AS_OF][:count]
    return pd.Series([day for day, _ in chosen], dtype=object), [seat for _, seat in chosen]


def _linked(frame: pd.DataFrame, demands: pd.DataFrame, rng: np.random.Generator) -> list[str | None]:
    """Demands of the same community put on record in the weeks after a session; each is linked once at most."""
    by_place: dict[str, list[tuple[date, str]]] = {}
    for code, opened, number in zip(demands["grid_code"], demands["submitted_on"], demands["demand_code"], strict=True):
        by_place.setdefault(str(code)[:12], []).append((opened, number))
    taken: set[str] = set()
    linked: list[str | None] = []
    for kind, code, day, count in zip(
        frame["meeting_kind"], frame["grid_code"], frame["met_on"], frame["item_count"], strict=True
    ):
        wanted = int(rng.binomial(int(count), _LINKED)) if kind in _LISTENING else 0
        near = [
            number
            for opened, number in by_place.get(code, [])
            if timedelta(0) <= opened - day <= timedelta(days=_WITHIN_DAYS) and number not in taken
        ]
        chosen = near[:wanted]
        taken.update(chosen)
        linked.append("、".join(chosen) or None)
    return linked
