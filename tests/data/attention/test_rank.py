"""Which signals open the day."""

from __future__ import annotations

from data.attention.model import Evidence, Kind, Signal
from data.attention.rank import foremost, ranked
from data.measures.scope import Period, Scope

EVIDENCE = Evidence("work_list", "items", Scope(Period("2025-01", "2025-06")))


def signal(kind: Kind, topic: str, people: float) -> Signal:
    return Signal(kind, "rule", topic, ("work_late_count",), EVIDENCE, people=people, deviation=0.5, confidence=0.5)


def test_of_two_on_one_topic_the_graver_is_told():
    found = ranked([signal("change", "a@1", 10), signal("due", "a@1", 30), signal("due", "b@1", 20)])
    assert [(each.kind, each.topic) for each in found] == [("due", "a@1"), ("due", "b@1")]


def test_every_kind_comes_before_a_second_of_one_and_none_gets_three():
    many = [signal("target", f"t{n}", 1000 - n) for n in range(9)]
    few = [signal("due", f"d{n}", 100 - n) for n in range(3)]
    told = foremost(ranked([*many, *few, signal("contradiction", "c", 1)]))
    assert [each.topic for each in told] == ["t0", "t1", "d0", "d1", "c"]
    assert [each.topic for each in foremost(ranked(many))] == ["t0", "t1"]


def test_the_score_is_people_times_deviation_times_confidence():
    assert signal("due", "d", 400).score == 100
