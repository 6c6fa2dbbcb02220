"""Measures of the 网格台账: the net itself."""

from __future__ import annotations

from data.measures.model import Measure


def _total(code: str, label: str, unit: str, definition: str, field: str = "") -> Measure:
    words = f"期末在用的末级网格{definition}（时点数）；按设立、撤销日期，去年同期用当时的网格"
    return Measure(code, label, unit, words, "stock", "grids", field=field, breakdowns=("category",))


GRID_MEASURES: tuple[Measure, ...] = (
    _total("grid_count", "网格数", "个", "个数"),
    _total("household_count", "户数", "户", "户数之和", "household_count"),
    _total("population_count", "人口", "人", "人口数之和", "population_count"),
    _total(
        "staff_count",
        "配备网格员",
        "人",
        "按网格台账配备的网格员人数之和；离岗的不减，另计的动态人员不加",
        "staff_count",
    ),
    Measure(
        "households_per_staff",
        "网格员人均户数",
        "户/人",
        "期末在用的末级网格户数之和除以配备网格员人数之和（时点数）；去年同期用当时的网格",
        "ratio",
        "grids",
        direction="down",
        numerator="户数",
        denominator="配备网格员人数",
        field="household_count/staff_count",
        breakdowns=("category",),
    ),
)
