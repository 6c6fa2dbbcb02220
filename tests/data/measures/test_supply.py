"""Supply, demand and pairing: tables done by hand, and plain pandas on random lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load, net
from tests.data.measures.supply_rows import AS_OF, demand, match, resource, rows

NAMES = ("resources", "service_demands", "matches", "pairings")
CODES = [code for code, measure in MEASURES.items() if measure.ledger in NAMES]


def with_points() -> pd.DataFrame:
    """The small net; only communities have a point, grids fall back on theirs."""
    grids = net()
    at = grids["level"] == 2
    grids["longitude"] = [113.6 + 0.01 * i if is_at else None for i, is_at in enumerate(at)]
    grids["latitude"] = [34.7 if is_at else None for is_at in at]
    return grids


@pytest.fixture
def small(new_home: Path) -> Reader:
    day = date(2025, 1, 10)
    frames = {
        "resources": rows(
            "resources",
            resource("R1", "010101", "场地", 10, day),
            resource("R2", "010101", "场地", 5, day, available_to=date(2025, 3, 1)),
            resource("R3", "020101", "物资", 100, day, retired_on=date(2025, 3, 1)),
            resource("R4", "020101", "物资", None, day),
            resource("R5", "020101", "服务", 30, day, capacity_unit="小时"),
        ),
        "service_demands": rows(
            "service_demands",
            demand("D1", "010102", "场地", 4, day, matched_on=date(2025, 2, 1), fulfilled_on=date(2025, 3, 5)),
            demand("D2", "010102", "场地", 20, day),
            demand("D3", "020102", "物资", 8, day),
            demand("D4", "020102", "物资", 8, day, exit_reason="撤回", exited_on=date(2025, 2, 2)),
        ),
        "matches": rows(
            "matches",
            match("M1", "R1", "D1", 4, day, accepted_on=date(2025, 2, 1), match_fulfilled_on=date(2025, 3, 5)),
            match(
                "M2", "R2", "D2", 3, day, accepted_on=date(2025, 2, 1), exit_reason="取消", exited_on=date(2025, 3, 1)
            ),
            match("M3", "R9", "D9", 3, day, accepted_on=date(2025, 2, 1)),
        ),
    }
    return load(new_home, frames, with_points(), AS_OF.isoformat())


def test_what_is_left_and_outstanding_by_hand(small: Reader) -> None:
    march = ask(small, "2025-03")
    assert march.figure("resource_count").value == 4, "R3 has retired"
    assert march.figure("idle_resource_count").value == 3, "R2 was called off"
    use = march.figure("resource_use_rate_pct")
    assert (use.value, use.numerator, use.denominator) == (25, 1, 4)
    february = ask(small, "2025-02")
    assert february.figure("resource_count").value == 5
    assert february.figure("idle_resource_count").value == 3, "R1 and R2 are taken"
    gaps = march.supply.gaps().set_index(["kind", "key"])
    cell = gaps.loc[("场地", "01")]
    assert (cell["left"], cell["wanted"], cell["gap"], cell["gap_pct"]) == (11, 20, 9, 45)
    assert (cell["resource_n"], cell["demand_n"]) == (2, 1)
    cell = gaps.loc[("物资", "02")]
    assert (cell["left"], cell["wanted"], cell["gap_pct"]) == (0, 8, 100), "unknown and retired goods cover nothing"
    assert march.supply.unmeasured() == (2, 0), "R4 has no amount, R5 another unit"
    assert list(march.supply.idle()["resource_code"]) == ["R2", "R4", "R5"]
    assert list(march.supply.unmet()["service_demand_code"]) == ["D2", "D3"]
    assert march.figure("service_demand_unmet_count").value == 2


def test_suggestions_say_why_and_skip_what_is_over(small: Reader) -> None:
    frame = ask(small, "2025-03").supply.suggestions()
    assert list(zip(frame["demand_code"], frame["resource_code"], strict=True)) == [("D2", "R1")], "R2 is over"
    row = frame.iloc[0]
    assert (row["left"], row["wanted"], row["covered"], row["km"]) == (6, 20, 6, 0)
    assert row["reason"] == "类型相同，内容请核对；同在一处；余量只够一部分；每天时间相合"
    assert ask(small, "2025-03", "02").supply.suggestions().empty
    assert ask(small, "2025-02").supply.suggestions()["resource_code"].tolist() == ["R1", "R3"]


def test_units_of_two_kinds_never_add(small: Reader) -> None:
    answers = ask(small, "2025-03")
    assert answers.figure("supply_gap_pct").value is None
    by_kind = answers.rows("supply_gap_pct", "category").set_index("key")
    assert by_kind.loc["场地", ["numerator", "denominator", "value"]].tolist() == [9, 20, 45]
    one = ask(small, "2025-03", service_demands=["场地"])
    assert one.figure("supply_gap_pct").value == 45
    areas = one.rows("supply_gap_pct", "grid").set_index("key")
    assert areas.loc["01", "value"] == 45 and areas.loc["02", "denominator"] == 0


def test_pairs_by_hand(new_home: Path) -> None:
    agreed = date(2025, 1, 10)

    def item(code: str, organ: str, grid: str, **more: object) -> dict[str, object]:
        named = {"pairing_code": code, "contract_item": "联办活动", "organ_name": organ, "grid_code": grid}
        return {**named, "pairing_kind": "活动联办", "agreed_on": agreed, **more}

    items = rows(
        "pairings",
        item("P1", "区教育局", "0101", kept_on=date(2025, 3, 1)),
        item("P2", "区教育局", "0101", due_on=date(2025, 3, 10)),
        item("P3", "区教育局", "010201"),
        item("P4", "区民政局", "0101", exit_reason="取消", exited_on=date(2025, 3, 2)),
        item("P5", "区民政局", "0101", agreed_on=date(2025, 3, 15)),
    )
    store = load(new_home, {"pairings": items}, net(), AS_OF.isoformat())
    answers = ask(store, "2025-01..2025-03")
    assert answers.figure("pairing_organ_count").value == 2
    assert answers.figure("pairing_community_count").value == 2
    matrix = answers.pairing_matrix()
    assert matrix[["organ", "community", "agreed", "kept", "exited", "overdue"]].to_numpy().tolist() == [
        ["区教育局", "0101", 2, 1, 0, 1],
        ["区教育局", "0102", 1, 0, 0, 0],
        ["区民政局", "0101", 2, 0, 1, 0],
    ]
    assert matrix["community_name"].tolist() == ["社区11", "社区12", "社区11"]
    assert ask(store, "2025-01").pairing_matrix()["kept"].sum() == 0
    assert ask(store, "2024-12").figure("pairing_organ_count").value is None
    kept = answers.figure("pairing_kept_rate_pct")
    assert (kept.numerator, kept.denominator) == (1, 5)


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_an_empty_store_says_no_record(new_home: Path, code: str) -> None:
    store = load(new_home, {}, net(), AS_OF.isoformat())
    figure = ask(store, "2025-01..2025-03").figure(code)
    assert (figure.value, figure.state) == (None, "none")


def test_an_empty_store_has_empty_lists(new_home: Path) -> None:
    answers = ask(load(new_home, {}, net(), AS_OF.isoformat()), "2025-03")
    assert answers.supply.suggestions().empty and answers.supply.idle().empty and answers.supply.unmet().empty
    assert answers.supply.gaps()["wanted"].sum() == 0
    assert answers.pairing_matrix().empty


def test_one_resource_without_grids(new_home: Path) -> None:
    store = load(new_home, {"resources": rows("resources", resource("R1", "x", "智力", 3, AS_OF))}, None, "2025-03-20")
    answers = Answers(store, Scope(Period("2025-03", "2025-03")))
    assert answers.figure("idle_resource_count").value == 1
    assert answers.supply.idle()["left"].tolist() == [3]
    assert answers.supply.gaps()["left"].sum() == 3
    assert answers.supply.suggestions().empty
