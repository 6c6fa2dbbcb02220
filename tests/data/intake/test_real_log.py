"""A city's real complaint log becomes issue reports; its figures equal plain pandas on the file itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from components.views.pages import issue_reports
from data.intake.answers import read_answers
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from tests.data.intake.conftest import Store

pytestmark = pytest.mark.shared

LOG = "real/chicago_sanitation_311.csv.gz"
ANSWERS = Path(__file__).parent / "files" / "chicago_sanitation_answers.json"
WHOLE = Period("2000-01", "2015-01")
WARDS = 50


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, shared_log: Path) -> tuple[Answers, pd.DataFrame]:
    """The imported log over all its years, and the file as pandas reads it, the last row of each number."""
    folder = tmp_path_factory.mktemp("log")
    store = Store(folder / "store", folder)
    wards = [[str(number), f"第{number}区", "1"] for number in range(1, WARDS + 1)]
    grids = store.csv("网格台账.csv", wards, ["网格编码", "网格名称", "网格层级"])
    store.bring_one(grids)
    report = store.bring_one(shared_log, ledger="issue_reports", answers=read_answers(ANSWERS, "issue_reports"))
    assert (report.rows_read, report.rows_accepted) == (74_401, 74_026)
    assert report.rows_quarantined + report.rows_duplicate == 375
    frame = pd.read_csv(shared_log, dtype=str, keep_default_na=False)
    frame = frame.drop_duplicates("Service_Request_Number", keep="last")
    frame["opened"] = pd.to_datetime(frame["Creation_Date"], format="%m/%d/%Y")
    frame["closed"] = pd.to_datetime(frame["Completion_Date"], format="%m/%d/%Y", errors="coerce")
    return Answers(open_store(store.home), Scope(WHOLE)), frame


@pytest.fixture(scope="module")
def shared_log() -> Path:
    from tests.data.intake.conftest import SHARED

    path = SHARED / LOG
    if not path.exists():
        pytest.skip(f"the team's sample file {LOG} is not beside this checkout")
    return path


def test_every_number_once(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, frame = log
    assert answers.figure("report_count").value == len(frame) == 74_026
    assert answers.figure("report_resolved_count").value == frame["closed"].notna().sum()


def test_median_of_three_days(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, frame = log
    days = (frame["closed"] - frame["opened"]).dt.days.dropna()
    assert answers.figure("report_resolution_days_median").value == days.median() == 3
    assert answers.figure("report_resolution_days_p90").value == pytest.approx(days.quantile(0.9))


def test_by_ward(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, frame = log
    rows = answers.rows("report_count", "grid").set_index("key")["value"]
    expected = frame["Ward"].value_counts().reindex(rows.index, fill_value=0)
    assert (rows == expected).all()
    # without a ward, or in ward 0, which there is not: counted for the whole, in no grid
    assert len(frame) - rows.sum() == (~frame["Ward"].isin(rows.index)).sum() == 7


def test_by_month_and_open(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, frame = log
    rows = answers.rows("report_count", "month").set_index("key")["value"]
    expected = frame["opened"].dt.strftime("%Y-%m").value_counts().reindex(rows.index, fill_value=0)
    assert (rows == expected).all()
    is_duplicate = frame["Status"].str.endswith("Dup")
    assert answers.figure("report_open_count").value == (frame["closed"].isna() & ~is_duplicate).sum()


def test_closure_leaves_duplicates_out_and_counts_what_is_open(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, frame = log
    counted = frame[~frame["Status"].str.endswith("Dup")]
    due, not_due = answers.figure("report_due_count").value, answers.figure("report_not_due_count").value
    assert isinstance(due, int) and isinstance(not_due, int)
    assert due + not_due == len(counted)
    rate = answers.figure("report_on_time_rate_pct")
    late, open_now = answers.figure("report_late_count").value, answers.figure("report_due_open_count").value
    assert rate.denominator == due
    assert rate.numerator == due - late - open_now  # type: ignore[operator]


def test_the_page_says_what_the_file_says(log: tuple[Answers, pd.DataFrame]) -> None:
    answers, _ = log
    views = issue_reports.build(answers)
    shown = views["closure"].frame.set_index("code")
    assert shown.loc["report_count", "value"] == 74_026
    assert shown.loc["report_count", "display"] == "7.40"
    assert shown.loc["report_filed_count", "note"].endswith("占受理 0/74,026")
    cards = views["cards"].frame.set_index("code")
    assert cards.loc["report_resolution_days_median", "display"] == "3"
    assert views["overdue"].frame["status"].str.startswith("超").all()
    assert not views["map"].empty
    assert len(views["map"].frame) == WARDS
    # nobody was asked and no unit is named: the cards say so instead of showing a nought
    assert views["units"].empty
    assert cards.loc["report_satisfaction_rate_pct", "display"] == "—"
