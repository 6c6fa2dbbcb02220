"""How a number is printed: thousands commas, 万 from ten thousand, one decimal for rates and days."""

from __future__ import annotations

import math

NO_VALUE = "—"
_MINUS = "-"  # the full-width minus would be taken for a rise by st.metric


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def amount(value: float | None, unit: str = "") -> tuple[str, str]:
    """The number and its unit as printed.

    Returns:
        ("1,286", "场"), ("4.62", "万人次"), ("91.7", "%"), ("36.5", "万元"); ("—", unit) for no value.
    """
    if value is None or _is_missing(value):
        return NO_VALUE, unit
    if abs(value) >= 1e8 and unit == "元":
        return f"{value / 1e8:.2f}", "亿元"
    if abs(value) >= 10_000 and unit != "%":
        return ten_thousands(value), f"万{unit}"
    if unit == "%" or unit == "天" or unit.endswith(("/场", "/人")):
        return f"{value:,.1f}", unit
    return f"{value:,.0f}", unit


def ten_thousands(value: float) -> str:
    """A number in 万 with as many decimals as three figures need: 4.62, 36.5, 1,204."""
    scaled = value / 10_000
    return f"{scaled:,.{2 if abs(scaled) < 10 else 1 if abs(scaled) < 1000 else 0}f}"


def full(value: float | None) -> str:
    """The number in full, for tables: 46,200; one decimal only where it is not whole."""
    if value is None or _is_missing(value):
        return NO_VALUE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def fraction(numerator: float | None, denominator: float | None) -> str:
    """228/268."""
    return f"{full(numerator)}/{full(denominator)}"


def signed(value: float | None, decimals: int = 1) -> str:
    """+8.4 or -1.8, with the half-width minus."""
    if value is None or _is_missing(value):
        return NO_VALUE
    text = f"{abs(value):,.{decimals}f}"
    return f"{'+' if value > 0 else _MINUS}{text}"
