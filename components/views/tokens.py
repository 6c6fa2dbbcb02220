"""网览视觉标准：颜色与尺寸的唯一出处。Three themes: the desk by day, the desk by night, the projector."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

FONT = '"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC",sans-serif'


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and sizes a figure, a card or a map is drawn with.

    Attributes:
        name: "light", "dark" or "screen".
        paper: behind the cards.
        card: behind figures.
        control: behind inputs and table headings.
        line: edges of cards and legends.
        grid: horizontal lines in figures, and the empty part of a bar.
        ink: text and numbers.
        ink2: axis labels.
        mute: units, periods, sources.
        accent: sign and selection; never data, never "bad".
        good: 向好 and the current period.
        good_fill: behind words in ``good``.
        watch: 需关注, overdue, the narrowest step.
        watch_fill: behind words in ``watch``.
        ref: reference lines and axes; never text.
        bar: bars of one series.
        soft: the larger, paler of two nested bars.
        seq: few → many, one hue.
        div: below (ochre) → above (blue) a base in the middle.
        cat: categories, in this order.
        size: text in figures, in px.
        wide: lines in figures, in px.
        is_dark: whether text is lighter than what is behind it.
        least: no text is smaller, in px. Above 0 the surface is seen from the back row: drawings then show fewer
            and larger things, and put no words where they cannot be read.
    """

    name: str
    paper: str
    card: str
    control: str
    line: str
    grid: str
    ink: str
    ink2: str
    mute: str
    accent: str
    good: str
    good_fill: str
    watch: str
    watch_fill: str
    ref: str
    bar: str
    soft: str
    seq: tuple[str, ...]
    div: tuple[str, ...]
    cat: tuple[str, ...]
    size: int = 13
    wide: float = 2.6
    is_dark: bool = False
    least: float = 0.0

    def text(self, share: float = 1.0) -> float:
        """A share of the usual size of text, in px, but never below the least."""
        return max(self.size * share, self.least)

    @property
    def is_far(self) -> bool:
        """Whether the surface is seen from afar."""
        return self.least > 0


LIGHT = Theme(
    name="light",
    paper="#FFFFFF",
    card="#FFFFFF",
    control="#F4F5F7",
    line="#D9DEE5",
    grid="#E8EBF0",
    ink="#1A1F26",
    ink2="#454D59",
    mute="#505966",
    accent="#9B1C1F",
    good="#14507F",
    good_fill="#E6EFF7",
    watch="#7C4106",
    watch_fill="#FAF0E2",
    ref="#8B95A3",
    bar="#2F6B9C",
    soft="#BBD2E5",
    seq=("#E3ECF4", "#BBD2E5", "#8CB4D2", "#5A92BC", "#2F6B9C", "#10426F"),
    div=("#7C4106", "#C27E32", "#E6C08D", "#F1F0EC", "#A9CBDD", "#5592B7", "#16517F"),
    cat=("#045D86", "#A6906D", "#5E9E9A", "#9279C8", "#6B721D", "#652D19", "#925F64", "#383E45"),
)
DARK = Theme(
    name="dark",
    paper="#0E1116",
    card="#171C24",
    control="#171C24",
    line="#343C49",
    grid="#343C49",
    ink="#F2F4F7",
    ink2="#C3CAD4",
    mute="#A4ADBA",
    accent="#FF8A80",
    good="#8CC6EE",
    good_fill="#16293A",
    watch="#F2B263",
    watch_fill="#33260F",
    ref="#8B95A3",
    bar="#5893BF",
    soft="#33668F",
    # as many steps as by day: an address that names a class of a map means the same at night
    seq=("#1F405C", "#2F5E85", "#4981AC", "#70A5CD", "#A3CBE7", "#E2F1FB"),
    div=("#F2B263", "#B97A2C", "#6B4A22", "#2A313C", "#2C5878", "#4E92C0", "#A9D6F5"),
    cat=("#79BEE9", "#A0824B", "#299685", "#9279C8", "#BCC169", "#FECCBA", "#E97FA9", "#D6DEE6"),
    is_dark=True,
)
SCREEN = replace(DARK, name="screen", seq=("#1F405C", "#33668F", "#5893BF", "#93C1E2", "#E2F1FB"), size=24, wide=5.0)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, SCREEN)}
SPACE = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24}
RADIUS = 4

_EMPTIES_LIGHT = {
    "edge": "#B6BEC9",
    "cell": "#FFFFFF",
    "ghost": "#EEF0F3",
    "halo": "#FFFFFF",
    "pickhalo": "#FFFFFF",
    "zero": "#F7F7F5",
    "none_bg": "#ECEEF1",
    "none_fg": "#A3ABB7",
    "wait_bg": "#F4F5F7",
    "wait_fg": "#7D8794",
    "hide_bg": "#DDE1E6",
    "hide_fg": "#9AA3AF",
}
_EMPTIES_DARK = {
    "edge": "#4A5463",
    "cell": "#0E1116",
    "ghost": "#151A21",
    "halo": "#0E1116",
    "pickhalo": "#0E1116",
    "zero": "#2A313C",
    "none_bg": "#1B2028",
    "none_fg": "#6B7583",
    "wait_bg": "#1B2028",
    "wait_fg": "#98A2B0",
    "hide_bg": "#2A313C",
    "hide_fg": "#7C8694",
}


def map_theme(theme: Theme, size: int | None = None) -> dict[str, Any]:
    """What the map's script needs of a theme; ``w`` holds the widths of grid, community, subdistrict and chosen edges."""
    base: dict[str, Any] = {
        "bg": theme.card,
        "panel": theme.card,
        "line": theme.line,
        "ink": theme.ink,
        "mute": theme.mute,
        "font": FONT,
        "size": size or theme.size,
        "pick": theme.accent,
        "name": theme.ink,
    }
    widths = [1.0, 1.6, 2.6, 4.0] if theme.name == "screen" else [0.7, 1.1, 1.8, 3.0]
    base["w"] = widths
    if theme.is_dark:
        return base | _EMPTIES_DARK | {"top": theme.ink, "mid": theme.ref}
    return base | _EMPTIES_LIGHT | {"top": theme.ink2, "mid": theme.mute}
