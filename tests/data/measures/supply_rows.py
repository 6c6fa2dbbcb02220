"""Rows of resources, demands and matches, a line each."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.ledgers import LEDGERS

AS_OF = date(2025, 3, 20)


def rows(ledger: str, *given: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(given), columns=[field.name for field in LEDGERS[ledger].fields])


def resource(code: str, grid: str, kind: str, capacity: int | None, listed: date, **more: object) -> dict[str, object]:
    named = {"resource_code": code, "resource_title": f"资源{code}", "grid_code": grid, "resource_kind": kind}
    return {**named, "capacity": capacity, "listed_on": listed, **more}


def demand(code: str, grid: str, kind: str, quantity: int | None, submitted: date, **more: object) -> dict[str, object]:
    named = {"service_demand_code": code, "service_demand_title": f"需求{code}", "service_demand_kind": kind}
    return {**named, "grid_code": grid, "quantity": quantity, "submitted_on": submitted, **more}


def match(code: str, one: str, other: str, quantity: int, suggested: date, **more: object) -> dict[str, object]:
    named = {"match_code": code, "resource_code": one, "service_demand_code": other, "grid_code": "010101"}
    return {**named, "match_quantity": quantity, "suggested_on": suggested, **more}
