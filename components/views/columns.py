"""The columns of a view's frame as tables show them: which, under what heading, in what format."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pandas as pd

from components.views.formats import PER_UNITS
from components.views.model import View

ColumnFormat = Literal["integer", "decimal", "number", "ratio", "percent", "yuan", "date", "text"]
"""How a column is printed. "number" is for columns of mixed measures: whole numbers whole, others with one decimal;
"ratio" for counts for every so many, with two telling figures."""

_DECLARED: dict[str, ColumnFormat] = {
    "integer": "integer",
    "decimal": "decimal",
    "ratio": "ratio",
    "percent": "percent",
    "yuan": "yuan",
}
_COUNTED: dict[str, tuple[str, ...]] = {
    "trend": ("value", "compare"),
    "bars": ("value",),
    "share_bars": ("numerator", "denominator"),
    "funnel": ("n",),
    "sankey": ("n",),
    "calendar": ("value",),
    "heatmap": ("value",),
    "map": ("value",),
    "tree": ("value",),
}
"""Kind → columns that hold the view's unit."""


def shown_columns(view: View) -> pd.DataFrame:
    """The columns that have a heading; all of them where none is named."""
    named = [name for name in view.frame.columns if name in view.labels]
    return view.frame.loc[:, named] if named else view.frame


def is_whole(values: pd.Series) -> bool:
    """Whether every number of a column is whole; so is a column without any."""
    known = pd.to_numeric(values, errors="coerce").dropna()
    return bool((known == known.round()).all())


def column_format(view: View, name: str) -> ColumnFormat:
    """How a column is printed: by its declared format, else by what it is called and holds."""
    values = view.frame[name]
    declared = str(view.options.get("formats", {}).get(name, ""))
    if declared == "date" or pd.api.types.is_datetime64_any_dtype(values) or _are_days(values):
        return "date"
    if not is_numeric(values):
        return "text"
    if _is_percent(view, name):
        return "percent"
    if is_divided(view.unit) and name in counted_columns(view):
        return "ratio"
    return _DECLARED.get(declared) or ("integer" if is_whole(values) else "decimal")


def is_divided(unit: str) -> bool:
    """Whether numbers of a unit are counts for every so many households, people, grids or staff."""
    return unit.endswith(PER_UNITS)


def is_numeric(values: pd.Series) -> bool:
    """Whether a column holds numbers; flags are words, a column of None alone is not known to be text."""
    if pd.api.types.is_bool_dtype(values):
        return False
    return bool(pd.api.types.is_numeric_dtype(values) or values.isna().all())


def _are_days(values: pd.Series) -> bool:
    known = values.dropna()
    return len(known) > 0 and all(isinstance(value, date) for value in known)


def _is_percent(view: View, name: str) -> bool:
    by_kind = (view.kind == "share_bars" and name == "value") or (view.unit == "%" and name in counted_columns(view))
    return by_kind or name.endswith("_pct") or "（%）" in view.labels.get(name, "")


def counted_columns(view: View) -> tuple[str, ...]:
    """The columns that hold the view's own unit."""
    if view.kind != "stacked":
        return _COUNTED.get(view.kind, ())
    declared = tuple(view.options.get("series", {}))
    total = tuple(name for name in (view.options.get("total"), "opened") if name in view.frame)
    return declared + total


def heading(view: View, name: str) -> str:
    """The Chinese heading of a column, with the unit of what it counts; percentages carry their sign in each cell."""
    label = view.labels.get(name, name)
    if column_format(view, name) == "percent":
        return label.replace("（%）", "") or label
    unit = view.unit
    is_said = not unit or unit == "%" or f"（{unit}）" in label or label.startswith(unit[:1] + "数") or label == unit
    return label if is_said or name not in counted_columns(view) else f"{label}（{unit}）"
