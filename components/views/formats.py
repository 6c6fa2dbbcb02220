"""How a number is printed: thousands commas, 万 from ten thousand, one decimal for rates and days."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from data.measures.model import SMALL_BASE

NO_VALUE = "—"
PER_UNITS = ("/百户", "/千人", "/网格", "/名网格员")
_MINUS = "-"  # the full-width minus would be taken for a rise by st.metric


def amount(value: float | None, unit: str = "") -> tuple[str, str]:
    """The number and its unit as printed.

    Returns:
        ("1,286", "场"), ("4.62", "万人次"), ("91.7", "%"), ("36.5", "万元"); ("—", unit) for no value.
    """
    if value is None or math.isnan(value):
        return NO_VALUE, unit
    if abs(value) >= 1e8 and unit == "元":
        return f"{value / 1e8:.2f}", "亿元"
    if abs(value) >= 10_000 and unit != "%":
        return ten_thousands(value), f"万{unit}"
    if unit == "天":
        return full(value), unit
    if unit.endswith(PER_UNITS):
        return ratio(value), unit
    if unit == "%" or unit.endswith(("/场", "/人")):
        return f"{value:,.1f}", unit
    if "/" in unit:
        return f"{value:,.{1 if abs(value) >= 10 else 2}f}", unit
    return f"{value:,.0f}", unit


def ten_thousands(value: float) -> str:
    """A number in 万 with as many decimals as three figures need: 4.62, 36.5, 1,204."""
    scaled = value / 10_000
    return f"{scaled:,.{2 if abs(scaled) < 10 else 1 if abs(scaled) < 1000 else 0}f}"


def ratio(value: float) -> str:
    """A count for every so many: 0.033, 0.76, 5.21, 52.1, 1,204: at least two telling figures, no more than it holds."""
    return f"{value:,.{ratio_decimals(value)}f}"


def ratio_decimals(value: float) -> int:
    """How many decimals a count for every so many is printed with."""
    if not value:
        return 0
    if abs(value) < 1:
        return 1 - math.floor(math.log10(abs(value)))
    return 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0


def full(value: float | None) -> str:
    """The number in full, for tables: 46,200; one decimal only where it is not whole."""
    if value is None or math.isnan(value):
        return NO_VALUE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def fraction(numerator: float | None, denominator: float | None) -> str:
    """228/268."""
    return f"{full(numerator)}/{full(denominator)}"


def signed(value: float | None, decimals: int = 1) -> str:
    """+8.4 or -1.8, with the half-width minus."""
    if value is None or math.isnan(value):
        return NO_VALUE
    text = f"{abs(value):,.{decimals}f}"
    return f"{'+' if value > 0 else _MINUS}{text}"


def is_missing(value: object) -> bool:
    """Whether there is no number: None, NaN or pandas' NA."""
    try:
        return value is None or math.isnan(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True


def short(value: float | None, unit: str = "") -> str:
    """For labels inside a figure, where the unit stands in the title: 1,286; 4.62万; 91.7%."""
    if value is None or is_missing(value):
        return NO_VALUE
    digits, printed = amount(value, unit)
    if unit == "%":
        return f"{digits}%"
    return digits + printed[0] if printed[:1] in ("万", "亿") else digits


def whole(value: float | None, unit: str) -> str:
    """The number in full with its unit, for hovering: 46,213 人次, 91.7%."""
    if value is None or is_missing(value):
        return NO_VALUE
    if unit.endswith(PER_UNITS):
        return f"{ratio(value)} {unit}"
    return f"{value:,.1f}%" if unit == "%" else f"{full(value)} {unit}".strip()


def percent(value: float | None) -> str:
    """One decimal: 91.7%."""
    return NO_VALUE if value is None or is_missing(value) else f"{value:.1f}%"


def rate(numerator: float | None, denominator: float | None) -> str:
    """A percentage, or the bare fraction where it stands on too few."""
    if numerator is None or not denominator or is_missing(numerator) or is_missing(denominator):
        return NO_VALUE
    if denominator < SMALL_BASE:
        return fraction(numerator, denominator)
    return f"{100 * numerator / denominator:.1f}%"


def is_month(text: str) -> bool:
    """Whether a label is a month of the form 2025-06."""
    return len(text) == 7 and text[4] == "-" and text[:4].isdigit() and text[5:].isdigit()


def month_label(text: str) -> str:
    """2025年6月 for ``2025-06``; any other text unchanged."""
    return f"{text[:4]}年{int(text[5:])}月" if is_month(text) else text


def month_axis(labels: list[str]) -> list[str]:
    """Months for an axis: 6月, with the year below January and the first when there is more than one year."""
    if not labels or not all(is_month(label) for label in labels):
        return labels
    several = len({label[:4] for label in labels}) > 1
    return [
        f"{int(label[5:])}月" + (f"<br>{label[:4]}年" if several and (i == 0 or label.endswith("-01")) else "")
        for i, label in enumerate(labels)
    ]


def text_width(text: str, size: float) -> float:
    """About how wide a line is in our font, in px: Chinese characters are square, digits a little over half."""
    return _width_in_sizes(text) * size


@lru_cache(maxsize=16_384)
def _width_in_sizes(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.57 for char in text)


def shortened(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis to fit a width in px."""
    if text_width(text, size) <= width:
        return text
    kept = ""
    for char in text:
        if text_width(kept + char + "…", size) > width:
            break
        kept += char
    return (kept or text[:1]) + "…"


def plain(markdown: str) -> str:
    """A sentence without the stars of its bold words."""
    return markdown.replace("**", "").replace("\\", "")
