"""What the meetings ordered and is late, or soon due: from the book, not from the data, so no part of a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.attention.due import SOON_DAYS, sureness
from data.attention.model import Evidence, Form, Signal
from data.measures.scope import Scope
from data.meetings.model import Order
from data.meetings.orders import all_orders


def orders_due(home: Path, scope: Scope, people: float, on: date) -> list[Signal]:
    """At most one signal on orders past their time and one on those whose time is nearly over.

    Args:
        home: the store's folder.
        scope: what the page is about.
        people: residents of the whole district, whom the meetings' orders concern.
        on: the day they are looked at.
    """
    running = [order for order in all_orders(home) if order.state(on) in ("open", "late")]
    late = [order for order in running if order.state(on) == "late"]
    soon = [order for order in running if order not in late and (order.due_on - on).days <= SOON_DAYS]
    found = ((late, "orders_late"), (soon, "orders_soon"))
    return [_signal(those, running, form, scope, people) for those, form in found if those]  # type: ignore[arg-type]  # a tuple of literals


def _signal(those: Sequence[Order], running: Sequence[Order], form: Form, scope: Scope, people: float) -> Signal:
    return Signal(
        kind="due",
        form=form,
        topic=f"orders@{form}",
        measures=(),
        evidence=Evidence("projector", "", scope),
        value=float(len(those)),
        base=float(len(running)),
        unit="条",
        span=min(order.due_on for order in those).isoformat(),
        people=people,
        deviation=len(those) / len(running) * (1.0 if form == "orders_late" else 0.5),
        confidence=sureness(len(those)),
    )
