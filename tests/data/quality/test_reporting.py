"""Rows by month, silent areas, late rows and empty fields against plain pandas, and by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.measures.net import net_of
from data.quality.arrival import LATE_DAYS
from data.quality.behind import Pick
from data.quality.filled import expected_fields
from data.quality.reporting import GRACE_DAYS, reporting_of, silent_runs
from data.store.reader import Reader, open_store
from tests.data.quality.planted import FIRST_IMPORT, MONTHS, SECOND_IMPORT, ask


def rows_of(store: Reader, ledger: str) -> pd.DataFrame:
    """The stored rows with month and grids, without any of our own code."""
    rows = pd.read_parquet(store.files(ledger))
    rows["month"] = pd.to_datetime(rows[store.ledger(ledger).opened_field]).dt.strftime("%Y-%m")
    rows["area"] = rows["grid_code"].str[:2]
    return rows


def test_the_table_counts_what_pandas_counts(store: Reader) -> None:
    table = ask(store).quality.reporting("volunteer_events")
    expected = rows_of(store, "volunteer_events").groupby(["area", "month"]).size()
    for row in table.itertuples():
        assert row.n == expected.get((row.area, row.month), 0), row
    assert list(dict.fromkeys(table["month"])) == list(MONTHS)


def test_the_silent_area_is_found_and_no_other(store: Reader) -> None:
    silent = ask(store).quality.silent()
    (row,) = silent[silent["ledger"] == "volunteer_events"].to_dict("records")
    assert (row["area"], row["area_name"], row["last_month"]) == ("03", "街道3", "2024-12")
    assert (row["months"], row["usual"], row["missing"]) == (2, 5.0, 10.0)
    assert set(silent["ledger"]) == {"volunteer_events"}, "ledgers with too short a history say nothing"
    assert ask(store).figure("silent_unit_count").value == 1
    assert ask(store, area="0101").figure("silent_unit_count").value == 0


def test_the_states_tell_silent_zero_not_due_and_never(store: Reader) -> None:
    table = ask(store).quality.reporting("volunteer_events").set_index(["area", "month"])["state"]
    assert table[("03", "2025-01")] == table[("03", "2025-02")] == "silent"
    assert table[("02", "2025-01")] == "zero", "two a month are too few for a silence"
    assert {table[(area, "2025-03")] for area in ("01", "02", "03")} == {"wait"}
    assert table[("01", "2024-07")] == "value"
    wishes = ask(store).quality.reporting("micro_wishes").set_index(["area", "month"])["state"]
    assert wishes[("02", "2025-01")] == "none", "02 never had a wish"
    assert wishes[("01", "2025-02")] == "zero"


def test_a_month_is_due_ten_days_after_its_end() -> None:
    from data.quality.reporting import is_due

    end = date(2025, 2, 28)
    assert is_due("2025-02", end + timedelta(days=GRACE_DAYS))
    assert not is_due("2025-02", end + timedelta(days=GRACE_DAYS - 1))


@pytest.mark.parametrize(
    ("counts", "runs"),
    [
        ([5, 5, 5, 0, 0], [(3, 4, 5.0)]),
        ([5, 5, 5, 0, 5], [(3, 3, 5.0)]),
        ([5, 5, 0, 0, 0], []),
        ([0, 0, 5, 5, 0], []),
        ([2, 2, 2, 2, 0], []),
        ([9, 0, 9, 0, 9, 0], [(3, 3, 9.0), (5, 5, 9.0)]),
        ([], []),
        ([0, 0, 0], []),
    ],
)
def test_silences_by_hand(counts: list[int], runs: list[tuple[int, int, float]]) -> None:
    found = silent_runs("x", ("a",), np.array([counts], dtype="int64").reshape(1, -1), len(counts))
    assert [(run.first, run.last, run.usual) for run in found] == runs


def test_silences_on_the_demo_equal_a_slow_search(demo_home) -> None:
    demo = open_store(demo_home)
    table = reporting_of(demo)
    found = {(run.ledger, run.area, month) for run in table.silences for month in range(run.first, run.last + 1)}
    slow = set()
    for ledger, counts in table.counts.items():
        for area, row in zip(table.areas, counts.tolist(), strict=True):
            known = [place for place, n in enumerate(row) if n]
            for month in range(table.due):
                before = [place for place in known if place < month]
                if row[month] or not before:
                    continue
                history = row[max(before[0], before[-1] - 11) : before[-1] + 1]
                if len(history) >= 3 and pd.Series(history).median() >= 3:
                    slow.add((ledger, area, month))
    assert found == slow


def test_the_total_is_the_sum_of_the_ledgers(demo_home) -> None:
    desk = ask(open_store(demo_home), "2025-01..2025-06").quality
    total = desk.reporting().set_index(["area", "month"])["n"]
    parts = sum(desk.reporting(name).set_index(["area", "month"])["n"].fillna(0) for name in desk.ledgers)
    assert total.equals(parts.astype("Int64"))


def test_late_rows_equal_pandas(store: Reader) -> None:
    rows = rows_of(store, "volunteer_events")
    came = {"one": pd.Timestamp(FIRST_IMPORT), "two": pd.Timestamp(SECOND_IMPORT)}
    judged = rows[rows["month"] >= FIRST_IMPORT[:7]]
    ends = pd.to_datetime(judged["month"]) + pd.offsets.MonthEnd(0)
    late = judged["import_id"].map(came) > ends + pd.Timedelta(days=LATE_DAYS)
    told = ask(store).quality.late().set_index("ledger").loc["volunteer_events"]
    assert (told["numerator"], told["denominator"]) == (int(late.sum()), len(judged))
    assert 0 < late.sum() == 12, "January and February of 01 came in the middle of March"
    page = ask(store).quality.rows(Pick("late", "volunteer_events"), 100)
    assert set(page.rows["key"]) == set(judged.loc[late, "event_code"]) and page.total == late.sum()


def test_history_typed_in_at_once_is_not_judged(demo_home) -> None:
    demo = ask(open_store(demo_home), "2023-07..2025-06")
    assert demo.quality.late().empty
    assert demo.figure("late_row_share_pct").value is None


@pytest.mark.parametrize("period", ["2024-07..2025-03", "2024-08"])
@pytest.mark.parametrize("area", ["", "01", "0102"])
def test_filled_fields_equal_pandas(store: Reader, period: str, area: str) -> None:
    start, _, end = period.partition("..")
    told = ask(store, period, area).quality.filled().set_index("key")
    rows = rows_of(store, "volunteer_events")
    inside = rows[rows["month"].between(start, end or start) & rows["grid_code"].str.startswith(area)]
    for field in ("team_name", "team_kind", "people_served_count"):
        expected = (int(inside[field].notna().sum()), len(inside))
        assert tuple(told.loc[f"volunteer_events.{field}", ["numerator", "denominator"]]) == expected


def test_dates_of_steps_are_due_once_a_later_step_is_reached(store: Reader) -> None:
    told = ask(store).quality.filled().set_index("key")
    assert tuple(told.loc["micro_wishes.claimed_on", ["numerator", "denominator"]]) == (2, 3)
    assert tuple(told.loc["issue_reports.accepted_on", ["numerator", "denominator"]]) == (1, 2)
    assert "micro_wishes.beneficiary_group" not in told.index, "a field nobody fills in is not kept"
    assert "微心愿台账“受益群体”" in ask(store).quality.unkept()


def test_empty_fields_open_to_their_rows(store: Reader) -> None:
    rows = rows_of(store, "volunteer_events")
    page = ask(store).quality.rows(Pick("empty", "volunteer_events.people_served_count"), 100)
    assert set(page.rows["key"]) == set(rows.loc[rows["people_served_count"].isna(), "event_code"])


def test_a_cell_opens_to_its_rows(store: Reader) -> None:
    rows = rows_of(store, "volunteer_events")
    expected = rows[(rows["month"] == "2024-08") & (rows["area"] == "01")]
    page = ask(store).quality.rows(Pick("reporting", "volunteer_events", "2024-08", "01"), 100)
    assert set(page.rows["key"]) == set(expected["event_code"]) and page.total == len(expected) == 6


def test_no_field_is_expected_twice() -> None:
    from data.ledgers import ACTIVITY_LEDGERS

    keys = [one.key for ledger in ACTIVITY_LEDGERS.values() for one in expected_fields(ledger)]
    assert len(keys) == len(set(keys))


def test_the_net_of_the_table_is_that_of_the_day(store: Reader) -> None:
    assert reporting_of(store).areas == ("01", "02", "03")
    assert net_of(store).depth == 3
