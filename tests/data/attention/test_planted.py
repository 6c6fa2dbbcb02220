"""Problems in a quiet district: all are found, hardly anything else is, and they open the day."""

from __future__ import annotations

import pytest

from data.attention.desk import attention
from data.attention.rank import foremost
from data.measures.query import Context
from data.measures.scope import Period, Scope
from tests.data.attention.planted import PLANTED, PLANTED_RATES, built

SCOPE = Scope(Period("2025-01", "2025-06"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_problems_are_found(tmp_path, seed):
    found = attention(Context(built(tmp_path, seed), SCOPE))
    topics = {signal.topic for signal in found}
    told, planted = foremost(found), {*PLANTED, *PLANTED_RATES}
    assert topics >= planted
    assert len(topics - planted) <= 2, topics - planted
    fallen = {signal.topic: signal for signal in found if signal.form == "lower"}
    assert {topic: fallen[topic].measures[0] for topic in PLANTED_RATES} == PLANTED_RATES
    for signal in (fallen[topic] for topic in PLANTED_RATES):
        assert signal.value == pytest.approx(signal.above * 100 / signal.base) and signal.base >= 10
    assert len(told) == 5 and {signal.topic for signal in told} <= planted
    assert {signal.kind for signal in told} == {"target", "change", "due", "silent", "contradiction"}
