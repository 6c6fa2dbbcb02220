"""What is added up from months: as the store adds it up, and without asking again for another period."""

from __future__ import annotations

import numpy as np
import pytest

from data.measures.compute import parts
from data.measures.monthly import added_up
from data.measures.query import Context
from data.measures.registry import measure
from data.measures.scope import Period, Scope
from data.store.reader import Reader


def test_a_sum_leaves_out_what_is_missing_and_is_missing_where_nothing_is_known() -> None:
    columns = {
        "key": np.array(["2025-01", "2025-02"], dtype=object),
        "n": np.array([2, 3]),
        "some": np.ma.array([1.5, 9.0], mask=[False, True]),
        "none": np.ma.array([9.0, 9.0], mask=[True, True]),
    }
    found = added_up(columns, "n", "some", "none")
    assert (list(found["key"]), list(found["n"]), list(found["some"])) == ([""], [5], [1.5])
    assert np.ma.getmaskarray(found["none"]).tolist() == [True]
    nothing = {name: values[:0] for name, values in columns.items()}
    assert len(added_up(nothing, "n")["n"]) == 0


def test_another_period_of_the_same_area_asks_nothing_more(store: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    wish = measure("wish_fulfilled_count")
    months = parts(Context(store, Scope(Period("2023-07", "2025-06"), "01")), wish, "month")
    by_month = dict(zip(months.keys, months.value, strict=True))
    asked: list[None] = []
    cursor = Reader.cursor
    monkeypatch.setattr(Reader, "cursor", lambda self: (asked.append(None), cursor(self))[1])
    period = Period("2024-02", "2024-05")
    (count,) = parts(Context(store, Scope(period, "01")), wish).value
    assert count == sum(by_month.get(month, 0) for month in period.months) > 0
    assert not asked
