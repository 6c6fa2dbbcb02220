"""Named periods, seen from the as-of day."""

from __future__ import annotations

from datetime import date

import pytest

from data.measures.periods import PRESETS, preset_period


@pytest.mark.parametrize(
    ("code", "as_of", "months"),
    [
        ("this_month", date(2025, 6, 30), "2025-06..2025-06"),
        ("this_quarter", date(2025, 6, 30), "2025-04..2025-06"),
        ("this_quarter", date(2025, 1, 2), "2025-01..2025-01"),
        ("this_year", date(2025, 6, 30), "2025-01..2025-06"),
        ("last_12", date(2025, 6, 30), "2024-07..2025-06"),
        ("last_12", date(2024, 12, 1), "2024-01..2024-12"),
    ],
)
def test_preset(code: str, as_of: date, months: str) -> None:
    assert str(preset_period(code, as_of)) == months


def test_every_preset_has_months() -> None:
    assert all(preset_period(code, date(2025, 1, 1)).end == "2025-01" for code in PRESETS)
