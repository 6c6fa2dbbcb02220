"""The first slide counts what plain Python counts, and loses no order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from components.slides.model import SHAPES
from components.slides.orders import TITLE, orders_slide
from data.meetings.model import Order
from tests.components.slides.conftest import texts

TODAY = date(2025, 7, 10)
LABELS = ("按期办结", "逾期办结", "办理中", "逾期未办结")


def order(number: int, due: int, done: int | None = None, result: str = "", what: str = "") -> Order:
    """Due and done in days from today."""
    given = TODAY - timedelta(days=90)
    return Order(
        f"A{number:03d}",
        "M",
        f"第{number}街道办事处",
        what or f"办好第{number}件事",
        TODAY + timedelta(days=due),
        given,
        done_on=None if done is None else TODAY + timedelta(days=done),
        result=result,
    )


def some(count: int) -> list[Order]:
    return [order(n, n * 7 % 50 - 25, None if n % 4 == 0 else n * 5 % 40 - 30) for n in range(count)]


def counted(slide) -> dict[str, int]:
    """Label of a box → the number in it."""
    told = texts(slide)
    return {label: int(told[told.index(label) - 2]) for label in ("议定事项", *LABELS)}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.name)
@pytest.mark.parametrize("count", [1, 5, 12, 60])
def test_counts_are_those_of_plain_python(shape, count):
    orders = some(count)
    expected = dict.fromkeys(LABELS, 0)
    for each in orders:
        is_done = each.done_on is not None and each.done_on <= TODAY
        if is_done:
            expected["按期办结" if each.done_on <= each.due_on else "逾期办结"] += 1
        else:
            expected["逾期未办结" if each.due_on < TODAY else "办理中"] += 1
    slide = orders_slide(orders, TODAY, shape)
    assert counted(slide) == {"议定事项": count, **expected}
    assert slide.heading == TITLE and "截至 2025年7月10日" in texts(slide)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.name)
@pytest.mark.parametrize("count", [5, 12, 60])
def test_none_is_lost_and_the_late_ones_stand_first(shape, count):
    orders = some(count)
    told = texts(orders_slide(orders, TODAY, shape))
    listed = [each for each in orders if each.who in told]
    rest = [text for text in told if text.startswith("另有")]
    assert rest == ([f"另有 {count - len(listed)} 项，见督办单"] if len(listed) < count else [])
    late = [each for each in orders if each.state(TODAY) == "late"]
    assert {each.code for each in late[: len(listed)]} <= {each.code for each in listed} or len(late) > len(listed)
    places = {each.who: told.index(each.who) for each in listed}
    others = [places[each.who] for each in listed if each.state(TODAY) != "late"]
    assert max((places[each.who] for each in listed if each in late), default=-1) < min(others, default=10**6)


def test_what_was_said_later_is_not_known_on_the_day():
    slide = orders_slide([order(1, -3, 20, "后来办好了"), order(2, 5, -1, "按时办好了")], TODAY, SHAPES["16:9"])
    told = "".join(texts(slide))
    assert "后来办好了" not in told and "按时办好了" in told


def test_a_long_task_is_wrapped_and_personal_data_is_masked():
    task = "请居民张建国，电话13812345678，" + "把楼道里的杂物清出来，" * 8
    slide = orders_slide([order(1, 5, what=task)], TODAY, SHAPES["4:3"])
    told = "".join(texts(slide))
    assert "13812345678" not in told and "建国" not in told and told.count("把楼道里的杂物清出来") > 2


@pytest.mark.parametrize(("is_first", "words"), [(True, "首次会议"), (False, "上次会议没有议定事项")])
def test_no_orders_is_said(is_first, words):
    assert any(words in text for text in texts(orders_slide([], TODAY, SHAPES["21:9"], is_first=is_first)))
