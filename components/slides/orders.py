"""The first slide of a meeting: what the last one ordered and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from components.slides.bodies import sentence_body
from components.slides.body_orders import orders_body
from components.slides.layout import slide_svg
from components.slides.model import Shape, Slide
from components.views.words import day
from data.access.masking import mask
from data.meetings.model import DWELL_SECONDS, Order

TITLE = "上次会议议定事项落实情况"
FIRST_MEETING = "首次会议：此前没有议定事项。"
NO_ORDERS = "上次会议没有议定事项，此前议定的事项也都已办结。"


def orders_slide(
    orders: Sequence[Order],
    today: date,
    shape: Shape,
    *,
    kicker: str = "",
    is_first: bool = False,
    is_demo: bool = False,
    dwell_seconds: int = DWELL_SECONDS,
) -> Slide:
    """What was ordered and what became of it by a day.

    Args:
        orders: of the meeting before, and what is open of earlier ones.
        today: the day whose state is shown, that of the meeting.
        shape: of the projection.
        kicker: title of the meeting.
        is_first: no meeting was held before.
        is_demo: the slide then says 示例数据.
        dwell_seconds: how long it stays.
    """
    standing = f"截至 {day(today)}"
    svg = slide_svg(
        heading=TITLE,
        kicker=mask(kicker),
        right=standing,
        foot=" · ".join(part for part in ("来源：会议议定事项", standing, "示例数据" if is_demo else "") if part),
        body=orders_body(orders, today) if orders else sentence_body(FIRST_MEETING if is_first else NO_ORDERS),
        shape=shape,
        prefix="orders-",
    )
    return Slide("orders", TITLE, TITLE, svg, dwell_seconds=dwell_seconds)
