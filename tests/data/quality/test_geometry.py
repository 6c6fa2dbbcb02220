"""Faults of the net: what imports told, and what the version itself shows."""

from __future__ import annotations

import pandas as pd

from data.quality.geometry import LABELS
from data.store.reader import Reader, open_store
from tests.data.quality.planted import SQUARE, ask, grids


def by_code(frame: pd.DataFrame) -> dict[str, list[tuple[str, ...]]]:
    return {code: sorted(rows["grid_codes"]) for code, rows in frame.groupby("code")}


def test_everything_planted_is_found_and_nothing_else(store: Reader) -> None:
    found = ask(store).quality.geometry()
    assert by_code(found) == {
        "overlap": [("010101", "010102")],
        "crs_offset": [()],
        "no_shape": [("02",)],
        "no_parent": [("039901",)],
        "no_name": [("0399",)],
        "area_differs": [("01",)],
    }, "told twice is one; what a later import of the file no longer tells is gone"
    assert ask(store).figure("geometry_finding_count").value == 6


def test_areas_are_compared_as_pandas_does(store: Reader) -> None:
    frame = grids()
    frame = frame[frame["closed_on"].isna()]
    below = frame.groupby("parent_code")["area_km2"].agg(lambda areas: areas.sum(skipna=False))
    own = frame.set_index("grid_code")["area_km2"]
    far = [code for code in own.index if code in below.index and abs(below[code] - own[code]) > 0.02 * own[code]]
    assert [(code,) for code in far] == by_code(ask(store).quality.geometry())["area_differs"]


def test_shapes_come_as_geojson_and_words_name_the_grids(store: Reader) -> None:
    found = ask(store).quality.geometry().set_index("code")
    assert found.loc["overlap", "shape"] == SQUARE and found.loc["overlap", "file"] == "网格.geojson"
    assert found.loc["no_parent", "shape"] is None and found.loc["no_parent", "now"]
    assert "孤网格（039901）" in found.loc["no_parent", "message"] and "88" in found.loc["no_parent", "message"]
    assert set(found["label"]) <= set(LABELS.values())


def test_an_area_sees_its_own_faults(store: Reader) -> None:
    assert set(ask(store, area="0101").quality.geometry()["code"]) == {"overlap"}
    assert set(ask(store, area="03").quality.geometry()["code"]) == {"no_name"}


def test_the_demo_has_no_faults(demo_home) -> None:
    assert ask(open_store(demo_home), "2025-06").quality.geometry().empty
