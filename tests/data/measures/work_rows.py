"""Rows of the work list and of the meetings for tests, with what every row needs."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.ledgers import LEDGERS


def rows(ledger: str, *given: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(given), columns=[field.name for field in LEDGERS[ledger].fields])


def item(code: str, direction: str = "增加", **more: object) -> dict[str, object]:
    named = {"item_code": code, "item_title": f"任务{code}", "work_category": "组织建设", "owner_unit": "区民政局"}
    return {**named, "phase": "打基础", "direction": direction, "opened_on": date(2025, 1, 2), **more}


def target(code: str, period: str, value: float, **more: object) -> dict[str, object]:
    named = {"target_code": f"{code}-{period}-{value}", "item_code": code, "target_period": period}
    return {**named, "target_value": value, "set_on": date(2025, 1, 2), **more}


def progress(code: str, day: date, value: float) -> dict[str, object]:
    named = {"progress_code": f"{code}-{day}", "item_code": code, "reported_on": day}
    return {**named, "progress_value": value}


def report(unit: str, kind: str, period: str, first: date, due: date, sent: date | None) -> dict[str, object]:
    named = {"report_code": f"{unit}-{period}", "unit_name": unit, "cadence_kind": kind, "report_period": period}
    return {**named, "expected_from": first, "due_on": due, "report_sent_on": sent}
