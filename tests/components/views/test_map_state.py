"""What a rerun sends to the map: values and legend, small, the same for the same numbers."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from components.views.map_state import Geometry, as_json, front_coded, map_state, spread
from components.views.model import View
from components.views.tokens import LIGHT, SCREEN
from data.measures.scope import Period, Scope

GEOMETRY = Geometry({1: ("geo/a.json.gz",), 2: ("geo/b.json.gz",)}, "geo/c.json.gz", {1: "shape", 2: "shape"})


def view_of(rows: list[tuple[str, float | None, str]], unit: str = "场", **options: object) -> View:
    frame = pd.DataFrame(rows, columns=["grid_code", "value", "state"])
    frame["label"] = "网格" + frame["grid_code"]
    frame["display"] = [
        f"{value:g} {unit}" if value is not None and value == value else "—" for value in frame["value"]
    ]
    asked = {"level": 2, "parent": "41", "parent_level": 1, "measure_label": "活动场次", "unit": unit, **options}
    return View("map", "地图", "map", frame, Scope(Period("2025-01", "2025-06")), unit=unit, options=asked)


def decoded(state: dict) -> dict[str, tuple[str, str]]:
    """Read a state as the script does."""
    values, before = {}, ""
    parts = zip(state["codes"].split(","), state["cls"], state["vals"].split("|"), strict=True)
    for part, letter, printed in parts:
        before = before[: int(part[0], 36)] + part[1:]
        values[before] = (letter, printed)
    return values


def test_each_grid_has_its_class_and_its_printed_value() -> None:
    state = map_state(view_of([("4103", 9, "value"), ("4101", 1, "value"), ("4102", 3, "value")]), GEOMETRY, LIGHT)
    assert decoded(state) == {"4101": ("0", "1"), "4102": ("1", "3"), "4103": ("2", "9")}
    assert state["tail"] == " 场"
    assert state["legend"] == [[2, "9", 1], [1, "3", 1], [0, "1", 1]]
    assert (state["level"], state["plevel"], state["parent"], state["kind"]) == (2, 1, "41", "shape")


def test_four_empties_are_told_apart_and_counted() -> None:
    rows = [("1", 2.0, "value"), ("2", None, "none"), ("3", 0.0, "zero"), ("4", None, "wait"), ("5", None, "hide")]
    state = map_state(view_of([*rows, ("6", None, "none")]), GEOMETRY, LIGHT)
    assert state["cls"] == "0nzwhn"
    assert state["empties"] == [["n", "无记录", 2], ["z", "为零", 1], ["w", "未到期", 1], ["h", "数少隐去", 1]]


def test_a_rate_on_a_small_base_is_printed_but_has_no_class() -> None:
    view = view_of([("1", 100.0, "value"), ("2", 60.0, "value")], unit="%", all_empties=True)
    small = replace(view, frame=view.frame.assign(is_small=[True, False], display=["3/3", "60.0%（12/20）"]))
    state = map_state(small, GEOMETRY, LIGHT)
    assert decoded(state) == {"1": ("s", "3/3"), "2": ("0", "60.0%（12/20）")}
    assert state["empties"][0] == ["s", "不足 10，只看分数", 1]
    assert len(state["empties"]) == 5


def test_a_value_of_nothing_is_zero_not_the_lowest_class() -> None:
    assert map_state(view_of([("1", 0.0, "value"), ("2", 7.0, "value")]), GEOMETRY, LIGHT)["cls"] == "z0"


def test_only_the_empties_there_are_unless_all_are_asked_for() -> None:
    one = [("1", 2.0, "value"), ("2", None, "none")]
    assert map_state(view_of(one), GEOMETRY, LIGHT)["empties"] == [["n", "无记录", 1]]
    assert [row[2] for row in map_state(view_of(one, all_empties=True), GEOMETRY, LIGHT)["empties"]] == [1, 0, 0, 0]


def test_a_hidden_figure_does_not_travel() -> None:
    state = map_state(view_of([("1", 2.0, "hide"), ("2", 7.0, "value")]), GEOMETRY, LIGHT)
    assert decoded(state)["1"] == ("h", "")
    assert state["legend"] == [[0, "7", 1]]


def test_the_projector_has_five_classes_and_the_desk_six() -> None:
    rows = [(f"{number:03d}", float(number), "value") for number in range(1, 200)]
    assert len(map_state(view_of(rows), GEOMETRY, LIGHT)["legend"]) == 6
    assert len(map_state(view_of(rows), GEOMETRY, SCREEN)["legend"]) == 5


def test_same_numbers_same_mark_other_numbers_another() -> None:
    first = map_state(view_of([("1", 2.0, "value"), ("2", 5.0, "value")]), GEOMETRY, LIGHT)
    again = map_state(view_of([("1", 2.0, "value"), ("2", 5.0, "value")]), GEOMETRY, LIGHT)
    other = map_state(view_of([("1", 2.0, "value"), ("2", 6.0, "value")]), GEOMETRY, LIGHT)
    assert first == again
    assert first["rev"] != other["rev"]


@pytest.mark.parametrize(
    "codes",
    [
        ["410101", "410102", "4102"],
        ["001", "002", "010"],
        ["A"],
        [],
        ["4101" * 12, "4101" * 12 + "9"],
        ["甲-1", "甲-2"],
    ],
)
def test_front_coding_comes_back_whole(codes: list[str]) -> None:
    state = {"codes": front_coded(codes), "cls": "0" * len(codes), "vals": "|".join("1" * len(codes))}
    assert list(decoded(state)) == codes if codes else state["codes"] == ""


def test_a_text_cannot_end_the_script_it_travels_in() -> None:
    nasty = "</script><script>alert(1)</script>"
    text = as_json(map_state(view_of([("1", 2.0, "value")], measure_label=nasty), GEOMETRY, LIGHT))
    assert "<" not in text
    assert json.loads(text)["title"] == nasty


def test_a_recolour_of_564_grids_is_below_ten_kilobytes() -> None:
    random = np.random.default_rng(7)
    codes = [f"410199{a:03d}{b:03d}{c:03d}" for a in range(1, 14) for b in range(1, 12) for c in range(1, 5)][:564]
    rows = [(code, float(value), "value") for code, value in zip(codes, random.poisson(40, 564), strict=True)]
    assert len(as_json(map_state(view_of(rows, level=3), GEOMETRY, LIGHT)).encode()) < 10_000


def test_colours_keep_their_distance_with_few_classes() -> None:
    # the palest is hard to tell from 为零 on a projector
    assert spread("abcdef", 2) == ["b", "f"]
    assert spread("abcdef", 5) == list("bcdef")
    assert spread("abcdef", 6) == list("abcdef")
    assert len(spread("abcdef", 1)) == 1
