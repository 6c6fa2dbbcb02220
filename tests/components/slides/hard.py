"""Views that are hard to draw: one row, forty, long names, zeros, all equal, missing, huge; of every drawn kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from components.exports.document import Item, Outline
from components.views.formats import whole
from components.views.model import View, ViewKind
from data.measures.scope import Period, Scope

CASES = ("few", "one", "many", "long", "zeros", "equal", "missing", "huge")
_LONG = "示范区清河街道东湖花园北社区第十三网格联合党支部"
_STATES = ("none", "zero", "wait", "hide")


def hard_item(kind: str, case: str) -> Item:
    """A view of a kind in a case of :data:`CASES`."""
    count = {"one": 1, "many": 40}.get(case, 8)
    names = [f"{_LONG}{number}" if case == "long" else f"第{number}社区" for number in range(1, count + 1)]
    frame, options = _MAKERS[kind](names, _values(case, count))
    outlines = _tiles(frame) if kind == "map" else {}
    unit = "%" if kind == "share_bars" else "件"
    drawn: ViewKind = "stacked" if kind == "grouped" else kind  # type: ignore[assignment]  # the other names are kinds
    view = View("hard", "难画的图", drawn, frame, Scope(Period("2025-01", "2025-06")), unit, options=options)
    return Item(view=view, page_title="试验", code="", outlines=outlines)


def _values(case: str, count: int) -> list[float]:
    if case == "zeros":
        return [0.0] * count
    if case == "equal":
        return [7.0] * count
    factor = 1_234_567 if case == "huge" else 3
    values = [float((number * 37 % 23 + 1) * factor) for number in range(count)]
    return [np.nan if case == "missing" and number % 2 else value for number, value in enumerate(values)]


Made = tuple[pd.DataFrame, dict[str, Any]]


def _trend(names: Sequence[str], values: Sequence[float]) -> Made:
    labels = [f"{2023 + i // 12}年{i % 12 + 1}月" if i % 12 == 0 else f"{i % 12 + 1}月" for i in range(len(names))]
    frame = pd.DataFrame({"label": labels, "value": values, "compare": list(values)[::-1]})
    return frame, {"name": names[0], "compare_name": names[-1]}


def _bars(names: Sequence[str], values: Sequence[float]) -> Made:
    return pd.DataFrame({"label": names, "value": values, "highlight": [i == 5 for i in range(len(names))]}), {}


def _share_bars(names: Sequence[str], values: Sequence[float]) -> Made:
    below = [max(value, 20.0) * 1.3 if value == value else np.nan for value in values]
    frame = pd.DataFrame({"label": names, "numerator": values, "denominator": below})
    frame["value"] = frame["numerator"] / frame["denominator"] * 100
    return frame.assign(is_small=[i % 3 == 1 for i in range(len(names))]), {}


def _stacked(names: Sequence[str], values: Sequence[float]) -> Made:
    frame = pd.DataFrame({"label": names, "a": values, "b": list(values)[::-1], "c": values, "d": values})
    roles = {"a": "main", "b": "not_due", "c": "watch", "d": "muted"}
    return frame, {"series": {key: {"label": f"{names[0]}{key}", "role": role} for key, role in roles.items()}}


def _grouped(names: Sequence[str], values: Sequence[float]) -> Made:
    frame, options = _stacked(names, values)
    return frame, options | {"grouped": True}


def _funnel(names: Sequence[str], values: Sequence[float]) -> Made:
    counts = pd.Series(sorted(values, key=lambda value: -value if value == value else 1.0))
    shares = (counts / counts.shift() * 100).replace(np.inf, np.nan)
    frame = pd.DataFrame({"label": names, "n": counts, "share_pct": shares, "median_days": [12.5] * len(names)})
    return frame, {}


def _sankey(names: Sequence[str], values: Sequence[float]) -> Made:
    middle, ends = ["已协商的需求清单", "未进入"], [f"到{name}" for name in names]
    known = [value if value == value else 0.0 for value in values]
    first = [(name, middle[i % 2], value) for i, (name, value) in enumerate(zip(names, known, strict=True))]
    second = [(middle[i % 2], name, value) for i, (name, value) in enumerate(zip(ends, known, strict=True))]
    frame = pd.DataFrame([*first, *second], columns=["source", "target", "n"])
    return frame, {"columns": [list(names), middle, ends], "headings": ("类别", "协商", "去向"), "roles": {}}


def _calendar(names: Sequence[str], values: Sequence[float]) -> Made:
    days = [date(2024, 11, 3) + timedelta(days=i) for i in range(len(names) * 9)]
    return pd.DataFrame({"day": days, "value": [values[i % len(values)] for i in range(len(days))]}), {}


def _heatmap(names: Sequence[str], values: Sequence[float]) -> Made:
    cells = [
        (row, column, values[(i + j) % len(values)]) for i, row in enumerate(names) for j, column in enumerate(names)
    ]
    frame = pd.DataFrame(cells, columns=["row", "column", "value"])
    return frame.assign(display=["数少隐去" if value != value else "" for value in frame["value"]]), {}


def _tree(names: Sequence[str], values: Sequence[float]) -> Made:
    roles = ("main", "soft", "watch", "muted", "not_due")
    sizes = [value if value == value else 0.0 for value in values]
    rows = [("r", "示范区", "", sum(sizes) * 3, "muted")]
    for i, (name, size) in enumerate(zip(names, sizes, strict=True)):
        rows.append((f"k{i}", name, "r", size * 3, roles[i % 5]))
        rows += [(f"k{i}.{j}", f"{name}{j}", f"k{i}", size, roles[j]) for j in range(3)]
    frame = pd.DataFrame(rows, columns=["key", "label", "parent", "value", "role"])
    return frame.assign(display=[whole(value, "个") for value in frame["value"]]), {}


def _map(names: Sequence[str], values: Sequence[float]) -> Made:
    """A net of 564 grids where many are asked for; every seventh is without a value."""
    count = 564 if len(names) == 40 else len(names)
    labels = [names[i % len(names)] for i in range(count)]
    cells = pd.Series([values[i % len(values)] for i in range(count)])
    states = ["value" if i % 7 or count == 1 else _STATES[i // 7 % 4] for i in range(count)]
    cells = cells.mask([state != "value" for state in states])
    states = [
        "none" if state == "value" and value != value else state for state, value in zip(states, cells, strict=True)
    ]
    shown = [whole(value, "件") for value in cells]
    codes = [f"4101{i:04d}" for i in range(count)]
    frame = pd.DataFrame({"grid_code": codes, "label": labels, "value": cells, "state": states, "display": shown})
    return frame, {"level": 2, "measure_label": f"{names[0]}事件数", "unit": "件", "each": "社区数"}


def _tiles(frame: pd.DataFrame) -> Mapping[str, Outline]:
    """A crooked net: the corners of squares moved a little, neighbours sharing them."""
    across = int(np.ceil(np.sqrt(len(frame))))
    rng = np.random.default_rng(5)
    corner = rng.uniform(-0.25, 0.25, (across + 2, across + 2, 2))
    outlines = {}
    for index, code in enumerate(frame["grid_code"]):
        i, j = index % across, index // across
        ring = np.array([(a + corner[a, b, 0], b + corner[a, b, 1]) for a, b in _corners(i, j)])
        outlines[str(code)] = Outline(((ring,),), (i + 0.5, j + 0.5))
    return outlines


def _corners(i: int, j: int) -> list[tuple[int, int]]:
    return [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)]


_MAKERS: Mapping[str, Callable[[Sequence[str], Sequence[float]], Made]] = {
    "trend": _trend,
    "bars": _bars,
    "share_bars": _share_bars,
    "stacked": _stacked,
    "grouped": _grouped,
    "funnel": _funnel,
    "sankey": _sankey,
    "calendar": _calendar,
    "heatmap": _heatmap,
    "tree": _tree,
    "map": _map,
}
KINDS = tuple(_MAKERS)
"""The drawn kinds, stacked bars twice: piled and side by side."""
