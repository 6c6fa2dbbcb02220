"""What one rerun sends to the map: values and a legend, never geometry.

The browser holds the geometry by its address. A state is a few kilobytes: codes are front-coded (each
says how much it shares with the one before), classes are one letter a grid, printed values one string.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from typing import Any, Literal

import pandas as pd

from components.views.classes import MapClass, class_of, classify, digits_of
from components.views.model import View
from components.views.tokens import THEMES, Theme, map_theme
from data.measures.model import SMALL_BASE

EMPTIES: dict[str, tuple[str, str]] = {
    "none": ("n", "无记录"),
    "zero": ("z", "为零"),
    "wait": ("w", "未到期"),
    "hide": ("h", "数少隐去"),
}
"""State → its letter in the state string and its words in the legend."""
SMALL = ("s", f"不足 {SMALL_BASE}，只看分数")
"""A rate on a small base: it has a value, but a colour would rank it."""

_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the browser fetches shapes.

    Attributes:
        levels: level → addresses of its GeoJSON files, relative to the static folder.
        background: address of the background layers, or empty.
        kinds: level → shape, point or tile.
    """

    levels: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    background: str = ""
    kinds: Mapping[int, Literal["shape", "point", "tile"]] = field(default_factory=dict)


def map_state(view: View, geometry: Geometry, theme: Theme, only: str | None = None) -> dict[str, Any]:
    """Everything the script needs to show a map view, as plain JSON values.

    Args:
        view: a map view; see ``View`` for its frame. A further column ``is_small`` marks rates on too few items. Options beyond the required ones: ``parent_level``
            (0 unless given), ``pick`` (code of the chosen grid), ``members`` (level and code of the
            grids a zone is made of: their outlines stand for the parent's), ``all_empties`` (list all four in the legend),
            ``names`` (code → name, where the geometry does not know it), ``marks`` (codes of grids and GeoJSON shapes to
            be marked, and the word beside them: the view goes there), ``spots`` (dots that can be clicked: where, what
            they are called, and the numbers a click brings back).
        geometry: addresses of the shapes.
        theme: colours and text size; the projector's has one class fewer.
        only: letter of the one class shown in full, empty for all; None where the legend cannot be clicked.
    """
    options = view.options
    frame, letters, classes = classed(view, theme)
    has_value = [letter.isdigit() or letter == SMALL[0] for letter in letters]
    unit = str(options.get("unit", view.unit))
    printed = [text if known else "" for text, known in zip(frame["display"].astype(str), has_value, strict=True)]
    level = int(options["level"])
    state = {
        "level": level,
        "parent": str(options.get("parent", "")),
        "plevel": int(options.get("parent_level", level - 1 if options.get("parent") else 0)),
        "zone": list(options.get("members", ())),
        "kind": geometry.kinds.get(level, "shape"),
        "geo": {str(number): list(files) for number, files in geometry.levels.items()},
        "bg": geometry.background,
        "codes": front_coded(frame["grid_code"].astype(str)),
        "cls": "".join(letters),
        **_shortened(printed, unit),
        "title": str(options.get("measure_label", view.title)),
        "unit": unit,
        "alt": view.alt,
        "each": str(options.get("each", "个数")),
        "legend": [[index, step.label, step.count] for index, step in enumerate(classes)][::-1],
        "empties": _empties(letters, bool(options.get("all_empties"))),
        "pick": str(options.get("pick", "")),
        "pal": spread(theme.seq, len(classes)),
        "theme": _sized(theme),
    }
    if only is not None:
        state["only"] = only
    state |= {name: options[name] for name in ("marks", "spots") if name in options}
    return state | {"rev": revision(state)}


def classed(view: View, theme: Theme) -> tuple[pd.DataFrame, list[str], list[MapClass]]:
    """The frame by code, the letter of each grid (its class, or the empty's), and the classes from low to high."""
    frame = view.frame.sort_values("grid_code", kind="stable")
    states = frame["state"].mask(frame["state"].eq("value") & frame["value"].eq(0), "zero")
    has_value = states.eq("value") & frame["value"].notna()
    is_small = has_value & frame.get("is_small", pd.Series(False, frame.index)).astype(bool)
    values = frame.loc[has_value & ~is_small, "value"].astype(float).tolist()
    classes, digits = classify(values, len(theme.seq)), digits_of(values) if values else 0
    lows = [step.low for step in classes]
    letters = [
        SMALL[0] if small else str(class_of(value, lows, digits)) if known else EMPTIES.get(state, EMPTIES["none"])[0]
        for value, known, small, state in zip(frame["value"], has_value, is_small, states, strict=True)
    ]
    return frame, letters, classes


def as_json(state: Mapping[str, Any]) -> str:
    """The state as it travels. ``<`` is escaped, so that no text in it can end a script."""
    return dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def revision(state: Mapping[str, Any]) -> str:
    """A short mark of the state's content: the same state has the same mark."""
    return f"{zlib.crc32(as_json(state).encode()):08x}"


def front_coded(codes: Iterable[str]) -> str:
    """Sorted codes, each as one base-36 digit (characters shared with the one before) and the rest; none has a comma.

    >>> front_coded(["410101", "410102", "4102"])
    '0410101,52,32'
    """
    parts, before = [], ""
    for code in codes:
        shared = 0
        while shared < len(_BASE36) - 1 and before[shared : shared + 1] == code[shared : shared + 1] != "":
            shared += 1
        parts.append(_BASE36[shared] + code[shared:])
        before = code
    return ",".join(parts)


def spread(ramp: Sequence[str], count: int) -> list[str]:
    """As many colours of the ramp as there are classes, far apart; the palest, next to 为零, only where all are needed."""
    if count <= 1:
        return [ramp[len(ramp) // 2]]
    kept = ramp if count >= len(ramp) else ramp[1:]
    return [kept[round(index * (len(kept) - 1) / (count - 1))] for index in range(count)]


def _sized(theme: Theme) -> dict[str, Any]:
    """The map's part of the theme, lines as much wider as its text is larger than the theme's own."""
    values = map_theme(theme)
    factor = theme.size / THEMES[theme.name].size
    return values | {"w": [round(width * factor, 2) for width in values["w"]]}


def _shortened(printed: list[str], unit: str) -> dict[str, str]:
    """The printed values as one string; a unit they all end in is sent once."""
    tail = f" {unit}"
    filled = [text for text in printed if text]
    shared = bool(filled) and all(text.endswith(tail) for text in filled)
    bare = [text.removesuffix(tail) if shared else text for text in printed]
    return {"vals": "|".join(text.replace("|", "｜") for text in bare), "tail": tail if shared else ""}


def _empties(letters: list[str], show_all: bool) -> list[list[Any]]:
    counted = pd.Series(letters, dtype="object").value_counts()
    rows = [[letter, words, int(counted.get(letter, 0))] for letter, words in (SMALL, *EMPTIES.values())]
    return [row for row in rows if row[2] or (show_all and row[0] != SMALL[0])]
