"""Issue reports of the demo districts: published counts exactly, words as declared, and an honest life."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.demo.district import build_district
from data.demo.issue_reports import draw_issue_reports
from data.demo.profile import load_profile

SEED = 20250630


def reports(code: str) -> pd.DataFrame:
    profile = load_profile(code)
    rng = np.random.default_rng([SEED, *b"issue_reports"])
    return draw_issue_reports(build_district(SEED, profile), profile, rng)


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return reports("fengtai")


def test_110_orders_are_all_resolved_beside_the_riders_reports(orders: pd.DataFrame) -> None:
    counts = load_profile("fengtai").counts
    by_channel = orders.groupby("channel")["resolved_on"].agg(["size", "count"])
    assert tuple(by_channel.loc["群众点单"]) == (110, 110) == (counts["orders"], counts["orders_resolved"])
    assert by_channel.loc["骑手上报", "size"] == counts["rider_reports"]
    assert set(orders.loc[orders["channel"] == "骑手上报", "report_kind"]) == {"飞线充电", "矛盾纠纷"}
    assert len(orders) == counts["orders"] + counts["rider_reports"]


def test_fengyang_keeps_its_count_kinds_and_channels() -> None:
    frame = reports("fengyang")
    assert len(frame) == load_profile("fengyang").counts["reports_total"]
    assert set(frame["report_kind"]) == {"露天垃圾", "乱堆乱放", "违规建设", "店外经营"}
    assert set(frame["channel"]) == {"随手拍", "电话", "微信", "频道留言"}


def test_some_are_extended_suspended_reopened_and_only_some_asked() -> None:
    frame = reports("guancheng")
    resolved = frame["resolved_on"].notna()
    for name in ("extension_workdays", "suspended_on", "resumed_on", "reopen_count", "satisfaction"):
        assert 50 < frame[name].notna().sum() < resolved.sum() / 2, name
    assert frame.loc[frame["satisfaction"].notna(), "reviewed_on"].notna().all()
    assert frame.loc[frame["resumed_on"].notna(), "suspended_on"].notna().all()
    still_suspended = frame["suspended_on"].notna() & frame["resumed_on"].isna()
    assert frame.loc[still_suspended, "resolved_on"].isna().all()
    assert (frame["handling_unit"].notna() == frame["dispatched_on"].notna()).all()


def test_people_report_on_every_day_of_the_week_and_more_in_summer() -> None:
    days = pd.to_datetime(reports("guancheng")["reported_on"])
    assert days.dt.day_of_week.value_counts().min() > 600
    per_day = days.dt.month.value_counts() / 60
    assert per_day[[6, 7, 8]].mean() > 1.2 * per_day[[1, 2]].mean()
