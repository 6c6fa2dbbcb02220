"""Drawings: every number of the frame is in the words or hints, nothing lies outside, hostile words stay words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from components.exports.svg import DRAWERS, fitting_height, is_drawn, scene_of, svg_of
from components.exports.svg_map import classed
from components.exports.svg_marks import Box, Path, Words
from components.views.formats import fraction, full, short, text_width, whole
from components.views.tokens import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
THEME = replace(LIGHT, size=12)


def told(item) -> str:
    root = etree.fromstring(svg_of(item, 590, fitting_height(item, 590, THEME), THEME).encode())
    return "\n".join(element.text or "" for element in root.iter(f"{SVG}text", f"{SVG}title"))


def drawn(items, *kinds):
    return [item for item in items if item.view.kind in kinds and is_drawn(item) and len(item.view.frame)]


def test_every_drawn_kind_occurs(items):
    assert {item.view.kind for item in drawn(items, *DRAWERS)} == set(DRAWERS)


def test_values_of_series_and_bars_are_told(items):
    for item in drawn(items, "trend", "bars"):
        words = told(item)
        for value in item.view.frame["value"].dropna():
            assert whole(value, item.view.unit) in words or short(value, item.view.unit) in words
    for item in drawn(items, "stacked"):
        words = told(item)
        for column in item.view.options["series"]:
            for value in item.view.frame[column].dropna():
                assert not value or whole(value, item.view.unit) in words


def test_shares_have_their_fractions_and_small_ones_no_percentage(items):
    for item in drawn(items, "share_bars"):
        lines = told(item).split("\n")
        for row in item.view.frame.itertuples():
            pair = fraction(row.numerator, row.denominator)
            assert any(pair in line for line in lines)
            if row.is_small:
                assert not any(pair in line and "%" in line for line in lines)


def test_steps_flows_cells_days_and_grids_are_told(items):
    for item in drawn(items, "funnel", "sankey"):
        words = told(item)
        counts = item.view.frame["n"].dropna()
        assert all(full(n) in words for n in counts if n)
    for item in drawn(items, "heatmap", "calendar"):
        words = told(item)
        assert all(whole(value, item.view.unit) in words for value in item.view.frame["value"].dropna())
    for item in drawn(items, "map", "tree"):
        words = told(item)
        rows = item.view.frame
        known = rows[rows["grid_code"].isin(item.outlines)] if item.view.kind == "map" else rows
        assert all(f"{row.label}：{row.display}" in words for row in known.itertuples())


def test_the_legend_of_a_map_counts_every_grid_once(items):
    for item in drawn(items, "map"):
        frame, keys = classed(item, LIGHT)
        assert sum(key.count for key in keys) == len(frame)
        assert {key.letter for key in keys} == set(frame["letter"])


def test_hidden_and_missing_grids_have_hatches_of_their_own(items):
    item = drawn(items, "map")[0]
    frame = item.view.frame.copy()
    frame["value"] = frame["value"].astype(float)
    states = ["none", "zero", "wait", "hide"]
    frame.loc[frame.index[:4], "state"] = states
    frame.loc[frame.index[:4], "value"] = None
    changed = replace(item, view=replace(item.view, frame=frame))
    _, keys = classed(changed, LIGHT)
    fills = {key.letter: key.fill for key in keys if not key.letter.isdigit()}
    assert set(fills) == {"n", "z", "w", "h"}
    assert len({(fill.pattern, fill.colour) for fill in fills.values()}) == 4
    assert "数少隐去" in told(changed)


@pytest.mark.parametrize("width", [360, 590, 1200])
def test_nothing_lies_outside(items, width):
    for item in drawn(items, *DRAWERS):
        scene = scene_of(item, width, fitting_height(item, width, THEME), THEME)
        for mark in scene.marks:
            if isinstance(mark, Box):
                assert mark.x >= -1
                assert mark.x + mark.width <= scene.width + 1
                assert mark.y >= -1
                assert mark.y + mark.height <= scene.height + 1
                assert mark.width >= 0
                assert mark.height >= 0
            elif isinstance(mark, Path):
                values = [v for _, step in mark.steps for v in step]
                assert all(-2 <= x <= scene.width + 2 for x in values[0::2])
            elif width >= 590:
                long = text_width(mark.text, mark.size)
                start = {"start": mark.x, "middle": mark.x - long / 2, "end": mark.x - long}[mark.anchor]
                assert start >= -mark.size * 1.5, (item.view.title, mark.text)
                assert start + long <= scene.width + mark.size * 1.5, (item.view.title, mark.text)


def test_hostile_words_stay_words(hostile_document):
    for item in hostile_document.items:
        if is_drawn(item):
            root = etree.fromstring(svg_of(item).encode())
            assert not list(root.iter(f"{SVG}script", f"{SVG}img", f"{SVG}image"))


def test_one_row_and_dark_are_drawn_too(one_row_document, items):
    for item in one_row_document.items:
        if is_drawn(item):
            assert etree.fromstring(svg_of(item).encode()) is not None
    item = drawn(items, "bars")[0]
    assert DARK.bar in svg_of(item, theme=DARK)


def test_same_item_same_text_and_own_ids(items):
    item = next(i for i in drawn(items, "stacked") if "not_due" in str(i.view.options))
    assert svg_of(item) == svg_of(item)
    assert isinstance(scene_of(item).marks[1], Words | Box)
    assert 'id="left0"' in svg_of(item, prefix="left")
