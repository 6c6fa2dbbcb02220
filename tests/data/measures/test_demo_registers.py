"""Registers, meetings and points of the demo district, counted once more with plain pandas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.measures.registry import MEASURES
from data.store.reader import Reader, open_store
from tests.data.measures.conftest import ask
from tests.data.measures.test_against_pandas import same

PERIODS = ("2025-01..2025-06", "2024-03..2024-04")
BRANCHES = ["党委", "党工委", "党总支", "党支部", "党小组"]
Frame = pd.DataFrame


class Raw:
    """Rows as stored, of one area on one day.

    Args:
        store: the demo store.
        period: its last day is the day, the as-of day if that is earlier.
        area: code of a grid; "" for the district.
    """

    def __init__(self, store: Reader, period: str, area: str) -> None:
        self.store, self.area = store, area
        self.start, self.end = period.split("..")
        self.day = min(pd.Period(self.end, "M").end_time.normalize(), pd.Timestamp(store.as_of))
        grids = pd.read_parquet(store.files("grids"))
        parents = dict(zip(grids["grid_code"], grids["parent_code"], strict=True))
        self.inside = {code for code in parents if self._is_below(code, parents)}
        self.lowest = set(grids.loc[grids["level"] == 3, "grid_code"])
        self.net = self._on_the_day(grids[grids["grid_code"].isin(self.inside)], "opened_on", "closed_on")

    def _is_below(self, code: str, parents: dict[str, str | None]) -> bool:
        here: str | None = code
        while here and not pd.isna(here):
            if here == self.area:
                return True
            here = parents.get(here)
        return not self.area

    def _on_the_day(self, rows: Frame, since: str, until: str) -> Frame:
        opened, closed = pd.to_datetime(rows[since]), pd.to_datetime(rows[until])
        return rows[(opened.isna() | (opened <= self.day)) & (closed.isna() | (closed > self.day))]

    def rows(self, ledger: str) -> Frame:
        rows = pd.read_parquet(self.store.files(ledger))
        return rows[rows["grid_code"].isin(self.inside)] if self.area else rows

    def register(self, ledger: str, since: str = "since_on", until: str = "until_on") -> Frame:
        return self._on_the_day(self.rows(ledger), since, until)

    def within(self, ledger: str, column: str) -> Frame:
        rows = self.rows(ledger)
        months = pd.to_datetime(rows[column]).dt.strftime("%Y-%m")
        return rows[(months >= self.start) & (months <= self.end)]

    def level(self, number: int) -> set[str]:
        return set(self.net.loc[self.net["level"] == number, "grid_code"])

    def organisations(self) -> Frame:
        return self.register("organisations", "opened_on", "closed_on")

    def with_kind(self, kinds: list[str]) -> set[str]:
        held = self.organisations()
        return set(held.loc[held["org_kind"].isin(kinds), "grid_code"]) & self.level(3)


def share(base: Frame, chosen: pd.Series) -> tuple[float | None, float, float]:
    return (100 * chosen.sum() / len(base) if len(base) else None), float(chosen.sum()), len(base)


def sponsored(raw: Raw, kind: str, level: int) -> tuple[float | None, float, float]:
    held = raw.register("sponsorships")
    there = set(held.loc[held["target_kind"] == kind, "grid_code"]) & raw.level(level)
    base = raw.level(level)
    return (100 * len(there) / len(base) if base else None), len(there), len(base)


def is_yes(rows: Frame, column: str) -> pd.Series:
    return rows[column] == "是"


def compounds(raw: Raw) -> Frame:
    return raw.register("compounds", "compound_opened_on", "compound_closed_on")


def firms(raw: Raw) -> Frame:
    return raw.register("property_firms", "firm_since", "firm_until")


def registrations(raw: Raw) -> Frame:
    return raw.register("registrations", "registered_on", "ended_on")


COUNTS: dict[str, Callable[[Raw], float]] = {
    "grid_branch_count": lambda raw: (
        raw.organisations().query("org_kind in ['党支部', '党小组']")["grid_code"].isin(raw.lowest).sum()
    ),
    "grid_built_count": lambda raw: len(raw.with_kind(BRANCHES)),
    "grid_interim_count": lambda raw: len(raw.with_kind(["工作小组"]) - raw.with_kind(BRANCHES)),
    "grid_unbuilt_count": lambda raw: len(raw.level(3) - raw.with_kind([*BRANCHES, "工作小组"])),
    "grid_force_count": lambda raw: float(raw.register("grid_staff")["headcount"].sum()),
    "sponsored_team_count": lambda raw: (
        raw.register("sponsorships").query("target_kind == '志愿服务队'")["target_name"].nunique()
    ),
    "training_count": lambda raw: len(raw.within("trainings", "trained_on")),
    "training_attendance_count": lambda raw: float(raw.within("trainings", "trained_on")["attendance_count"].sum()),
    "registered_member_count": lambda raw: float(registrations(raw)["registered_count"].sum()),
    "registered_organ_count": lambda raw: registrations(raw)["organ_name"].nunique(),
    "committee_cross_appointed_count": lambda raw: int(
        (is_yes(compounds(raw), "has_committee") & is_yes(compounds(raw), "is_cross_appointed")).sum()
    ),
    "property_officer_count": lambda raw: float(compounds(raw)["officer_count"].sum()),
    "property_firm_count": lambda raw: len(firms(raw)),
    "firm_with_party_count": lambda raw: int(is_yes(firms(raw), "has_party_organisation").sum()),
    "meeting_count": lambda raw: len(raw.within("meetings", "met_on")),
    "meeting_item_count": lambda raw: float(raw.within("meetings", "met_on")["item_count"].sum()),
}
SHARES: dict[str, Callable[[Raw], tuple[float | None, float, float]]] = {
    "sponsored_community_rate_pct": lambda raw: sponsored(raw, "村和社区", 2),
    "sponsored_grid_rate_pct": lambda raw: sponsored(raw, "网格", 3),
    "compound_managed_rate_pct": lambda raw: share(
        compounds(raw), pd.to_datetime(compounds(raw)["managed_from"]) <= raw.day
    ),
    "compound_committee_rate_pct": lambda raw: share(compounds(raw), is_yes(compounds(raw), "has_committee")),
    "firm_party_rate_pct": lambda raw: share(firms(raw), is_yes(firms(raw), "has_party_organisation")),
    "firm_cross_appointed_rate_pct": lambda raw: share(firms(raw), is_yes(firms(raw), "is_cross_appointed")),
}


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Reader:
    return open_store(demo_home)


def areas(demo: Reader) -> list[str]:
    """The district and one area of each level above the lowest."""
    grids = demo.query("SELECT grid_code, level FROM grids ORDER BY grid_code")
    by_level = [grids.loc[grids["level"] == level, "grid_code"].tolist() for level in (1, 2)]
    return ["", *(codes[len(codes) // 2] for codes in by_level)]


@pytest.mark.parametrize("code", COUNTS)
def test_counts(demo: Reader, code: str) -> None:
    for area in areas(demo):
        for period in PERIODS:
            found = ask(demo, period, area).figure(code).value
            expected = COUNTS[code](Raw(demo, period, area))
            assert same(found, expected) or (found is None and not expected), (area, period, found, expected)


@pytest.mark.parametrize("code", SHARES)
def test_shares(demo: Reader, code: str) -> None:
    for area in areas(demo):
        for period in PERIODS:
            figure = ask(demo, period, area).figure(code)
            value, above, below = SHARES[code](Raw(demo, period, area))
            assert same(figure.value, value), (area, period, figure, value)
            assert (figure.numerator or 0, figure.denominator or 0) == (above, below), (area, period)


@pytest.mark.parametrize("code", ["points_service_count", "points_redemption_count"])
def test_entries_of_points(demo: Reader, code: str) -> None:
    kind = dict(MEASURES[code].where)["category"]
    for area in areas(demo):
        rows = Raw(demo, PERIODS[0], area).within("points", "entered_on")
        assert same(ask(demo, PERIODS[0], area).figure(code).value or 0, int((rows["entry_kind"] == kind).sum()))
