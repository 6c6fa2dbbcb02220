"""Which colour means what: roles of series, colours of categories, text on a fill."""

from __future__ import annotations

from components.views.tokens import Theme


def role_colour(theme: Theme, role: str) -> str:
    """The colour of a series by its role.

    Args:
        theme: colours to choose from.
        role: main, soft, pale (lighter than main on any paper), watch, not_due, muted, result, or cat0 … cat7.
    """
    if role.startswith("cat") and role[3:].isdigit():
        return theme.cat[int(role[3:]) % len(theme.cat)]
    muted = "#5B6675" if theme.is_dark else "#A9B2BE"
    by_role = {
        "main": theme.bar,
        "soft": theme.soft,
        "pale": theme.seq[-1] if theme.is_dark else theme.soft,
        "watch": theme.watch,
        "result": theme.good,
        "not_due": theme.line if not theme.is_dark else "#46505F",
        "muted": muted,
    }
    return by_role.get(role, theme.bar)


def with_alpha(colour: str, alpha: float) -> str:
    """``#RRGGBB`` as ``rgba(…)``."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours after WCAG 2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(fill: str, theme: Theme) -> str:
    """White, the ink or the darkest paper: whichever reads best on a fill."""
    return max(("#FFFFFF", theme.ink, "#0E1116"), key=lambda colour: contrast(colour, fill))
