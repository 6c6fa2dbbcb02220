"""The command line: exact keys, and one plain sentence where it must refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.__main__ import app
from data.measures.registry import MEASURES
from data.store.reader import Reader
from tests.data.measures.oracle import Oracle


@pytest.fixture
def run(store: Reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WANGLAN_HOME", str(store.home))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return call


def test_describe(run, oracle: Oracle) -> None:
    body = json.loads(run("describe", "--json").stdout)
    assert list(body) == ["version", "as_of", "grids", "ledgers", "measures"]
    assert body["grids"] == {"1": 3, "2": 9, "3": 27}
    assert body["as_of"] == "2025-03-20"
    assert body["measures"] == list(MEASURES)
    days = oracle.frames["demands"]["submitted_on"]
    expected = {"rows": len(days), "from": min(days).isoformat(), "to": max(days).isoformat()}
    assert body["ledgers"]["demands"] == expected


def test_value(run, oracle: Oracle) -> None:
    body = json.loads(
        run("measure", "wish_claim_rate_pct", "--period", "2024-07..2024-09", "--grid", "01", "--json").stdout
    )
    value, above, below = oracle.value("wish_claim_rate_pct", "2024-07", "2024-09", "01")
    assert list(body) == [
        *("code", "label", "unit", "period", "grid", "version", "as_of"),
        *("value", "numerator", "denominator", "state"),
    ]
    assert (body["period"], body["grid"], body["unit"]) == ("2024-07..2024-09", "01", "%")
    assert body["value"] == pytest.approx(value)
    assert (body["numerator"], body["denominator"]) == (above, below)
    assert isinstance(body["numerator"], int)


def test_the_default_period_is_the_last_twelve_months(run) -> None:
    body = json.loads(run("measure", "event_count", "--json").stdout)
    assert body["period"] == "2024-04..2025-03"
    assert isinstance(body["value"], int)


def test_rows(run) -> None:
    arguments = (
        "measure",
        "event_count",
        "--by",
        "category",
        "--category",
        "环境整治",
        "--category",
        "医疗义诊",
        "--json",
    )
    body = json.loads(run(*arguments).stdout)
    assert [row["key"] for row in body["rows"]] == ["环境整治", "医疗义诊"]
    assert list(body["rows"][0]) == ["key", "label", "value", "numerator", "denominator", "state"]
    assert all(isinstance(row["value"], int) for row in body["rows"])


def test_missing_numbers_are_null(run) -> None:
    result = run("measure", "wish_claim_days_median", "--period", "2020-01", "--by", "month", "--json")
    assert "NaN" not in result.stdout
    assert json.loads(result.stdout)["rows"][0]["value"] is None


def test_text(run) -> None:
    text = run("measure", "demand_conversion_rate_pct", "--by", "grid").stdout
    assert "需求转化率（%）" in text
    assert "街道1" in text
    assert "口径：" in text
    assert "志愿服务台账" in run("describe").stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("event_cuont",), "event_count"),
        (("event_count", "--grid", "99"), "99"),
        (("event_count", "--by", "beneficiary_group"), "team_kind"),
        (("event_count", "--period", "2025-13"), "2025-13"),
        (("event_count", "--period", "2025-06..2025-01"), "晚于"),
        (("event_count", "--category", "喝茶"), "环境整治"),
    ],
)
def test_refusals(run, arguments: tuple[str, ...], word: str) -> None:
    result = run("measure", *arguments)
    assert result.exit_code == 2
    assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_an_empty_home_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(tmp_path))
    result = CliRunner().invoke(app, ["describe", "--json"])
    assert result.exit_code == 2
    assert "还没有数据" in result.stderr
