"""Draw the demo's points: service of teams and groups earns, goods are redeemed, lists are published, old points expire."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.demo.district import District
from data.demo.lives import openings
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF, day_of
from data.ledgers.points import EARNED, EXPIRED, FED_BACK, GROUP_KINDS, REDEEMED

_STEMS = ("邻里互助", "平安巡防", "环境守护", "骑手先锋", "商户联盟", "楼组自治", "银龄帮扶", "护苗成长")
_KIND_OF = {
    "骑手先锋": GROUP_KINDS[1],
    "楼组自治": GROUP_KINDS[2],
    "商户联盟": GROUP_KINDS[3],
    "护苗成长": GROUP_KINDS[4],
}
_SERVICES = ("巡查一次", "宣传一次", "清理一处", "助老一次", "调解协助一次", "上报隐患一件")
_ITEMS = ("活动室使用时段", "工具箱一套", "图书借阅卡", "停车优惠时段", "活动物资一批", "体检优惠名额")
_LIFE_DAYS = 365


def draw_points(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The ledger in order of its dates; no group ever holds less than nothing."""
    communities = district.of_level(2)
    groups = profile.size("point_groups", max(8, len(communities) // 2))
    rows: list[dict[str, Any]] = []
    for number in range(groups):
        place = communities[int(rng.integers(0, len(communities)))]
        stem = _STEMS[number % len(_STEMS)]
        named = {
            "group_name": f"{place.stem}{stem}{'' if stem.endswith('联盟') else '队'}",
            "group_kind": _KIND_OF.get(stem, GROUP_KINDS[0]),
            "grid_code": place.code,
        }
        rows += [{**named, **entry} for entry in _account(rng)]
    frame = pd.DataFrame(rows).sort_values(["entered_on", "group_name", "entry_kind"], kind="stable", ignore_index=True)
    frame.insert(0, "entry_code", [f"JF{number + 1:05d}" for number in range(len(frame))])
    return frame


def _account(rng: np.random.Generator) -> list[dict[str, Any]]:
    """One group's entries, day by day; the oldest points are spent first and lapse after a year."""
    lots: list[list[Any]] = []
    entries: list[dict[str, Any]] = []
    for day in sorted(day_of(number) for number in openings(rng, int(rng.integers(14, 46))).tolist()):
        entries += _lapsed(lots, day)
        worth = int(rng.choice((10, 20, 30, 50), p=(0.35, 0.35, 0.2, 0.1)))
        until = day + timedelta(days=_LIFE_DAYS)
        lots.append([until, worth])
        entries.append(_entry(EARNED, str(rng.choice(_SERVICES)), worth, day, expires_on=until))
        held = sum(left for _, left in lots)
        if held >= 60 and rng.random() < 0.3:
            spent = int(held * rng.uniform(0.4, 0.9)) // 10 * 10
            _spend(lots, spent)
            entries.append(_entry(REDEEMED, "兑换", spent, day, item_redeemed=str(rng.choice(_ITEMS))))
            if rng.random() < 0.75:
                published = min(AS_OF, day + timedelta(days=int(rng.integers(1, 15))))
                entries.append(_entry(FED_BACK, "积分公示", 0, published))
    return [*entries, *_lapsed(lots, AS_OF)]


def _lapsed(lots: list[list[Any]], day: date) -> list[dict[str, Any]]:
    """What has lapsed before a day, each lot on the day after its last."""
    over = [lot for lot in lots if lot[0] < day]
    lots[:] = [lot for lot in lots if lot[0] >= day]
    return [_entry(EXPIRED, "积分到期", left, until + timedelta(days=1)) for until, left in over if left]


def _spend(lots: list[list[Any]], points: int) -> None:
    for lot in lots:
        used = min(lot[1], points)
        lot[1] -= used
        points -= used


def _entry(kind: str, title: str, points: int, day: date, **more: Any) -> dict[str, Any]:
    return {"entry_title": title, "entry_kind": kind, "points": points, "entered_on": day, **more}
