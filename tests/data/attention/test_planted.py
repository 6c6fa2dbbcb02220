"""Ten problems in a quiet district: all are found, hardly anything else is, and they open the day."""

from __future__ import annotations

import pytest

from data.attention.desk import attention
from data.attention.rank import foremost
from data.measures.query import Context
from data.measures.scope import Period, Scope
from tests.data.attention.planted import PLANTED, built

SCOPE = Scope(Period("2025-01", "2025-06"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_planted_problems_are_found(tmp_path, seed):
    found = attention(Context(built(tmp_path, seed), SCOPE))
    topics = {signal.topic for signal in found}
    told = foremost(found)
    assert topics >= PLANTED
    assert len(topics - PLANTED) <= 2, topics - PLANTED
    assert len(told) == 5 and {signal.topic for signal in told} <= PLANTED
    assert {signal.kind for signal in told} == {"target", "change", "due", "silent", "contradiction"}
