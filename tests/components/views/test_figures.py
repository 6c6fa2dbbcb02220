"""Every kind of figure: full, empty, of one row, with long and many names, in every theme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.views.figures import DRAWERS, figure_of
from components.views.figures_flow import narrowest
from components.views.figures_series import broken, legend, ticks
from components.views.model import View
from components.views.palette import contrast
from components.views.tokens import LIGHT, THEMES
from data.measures.scope import Period, Scope

SCOPE = Scope(Period("2025-01", "2025-06"))
LONG = "望江街道城市管理综合行政执法大队第二中队"
ROLES = {"a": {"label": "已立项", "role": "main"}, "b": {"label": "超期未立项", "role": "watch"}}


def view(kind: str, frame: pd.DataFrame, **options: Any) -> View:
    return View(id="v", title="题目", kind=kind, frame=frame, scope=SCOPE, unit="场", options=options)  # type: ignore[arg-type]


def frames(count: int) -> dict[str, View]:
    """A view of each kind with a number of rows."""
    names = [f"{LONG}{i}" for i in range(count)]
    numbers = np.arange(count, dtype=float)
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(count)]
    flows = pd.DataFrame({"source": names, "target": ["协商清单"] * count, "n": numbers + 1})
    return {
        "trend": view("trend", pd.DataFrame({"label": names, "value": numbers, "compare": numbers / 2})),
        "bars": view("bars", pd.DataFrame({"label": names, "value": numbers})),
        "share_bars": view(
            "share_bars",
            pd.DataFrame(
                {
                    "label": names,
                    "numerator": numbers,
                    "denominator": numbers + 1,
                    "value": 100 * numbers / (numbers + 1),
                    "is_small": numbers < 9,
                }
            ),
        ),
        "stacked": view("stacked", pd.DataFrame({"label": names, "a": numbers, "b": numbers}), series=ROLES),
        "funnel": view(
            "funnel",
            pd.DataFrame({"label": names, "n": numbers[::-1], "share_pct": numbers, "median_days": numbers}),
        ),
        "sankey": view("sankey", flows, columns=[names, ["协商清单"]], headings=["来源", "协商"]),
        "calendar": view("calendar", pd.DataFrame({"day": days, "value": numbers})),
        "heatmap": view("heatmap", pd.DataFrame({"row": names, "column": ["1月"] * count, "value": numbers})),
        "tree": view(
            "tree",
            pd.DataFrame(
                {
                    "key": names,
                    "label": names,
                    "parent": ["", *names[:-1]][:count],
                    "value": numbers[::-1] + 1,
                    "role": ["main", "watch", "soft"][:count] + ["muted"] * (count - 3),
                    "display": names,
                }
            ),
        ),
    }


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("count", [0, 1, 3, 60])
@pytest.mark.parametrize("kind", DRAWERS)
def test_every_kind_draws_any_number_of_rows(kind: str, count: int, theme: Any) -> None:
    figure = figure_of(frames(count)[kind], theme)
    drawn = go.Figure(figure).to_json()  # Plotly itself checks every name and value
    assert drawn
    assert figure["layout"]["template"]["layout"]["font"]["size"] == theme.size


def test_the_kinds_of_figures_are_all_tested() -> None:
    assert set(frames(1)) == set(DRAWERS)


def test_trend_marks_highest_lowest_and_newest_only() -> None:
    values = [148.0, 126, 318, 224, 231, 239]
    figure = figure_of(view("trend", pd.DataFrame({"label": list("123456"), "value": values})), LIGHT)
    assert figure["data"][0]["text"] == ["", "126", "318", "", "", "239"]


def test_trend_leaves_a_gap_where_nothing_is_known() -> None:
    figure = figure_of(view("trend", pd.DataFrame({"label": list("abc"), "value": [1.0, None, 3.0]})), LIGHT)
    line = figure["data"][0]
    assert np.isnan(line["y"][1])
    assert line["connectgaps"] is False


def test_trend_names_of_lines_that_end_together_are_kept_apart() -> None:
    frame = pd.DataFrame({"label": list("ab"), "value": [100.0, 90.0], "compare": [80.0, 90.0]})
    figure = figure_of(view("trend", frame, name="2025年", compare_name="2024年"), LIGHT)
    here, there = figure["layout"]["annotations"]
    assert {here["text"], there["text"]} == {"2025年", "2024年"}
    assert abs(here["y"] - there["y"]) >= 8


def test_many_labels_are_thinned_and_the_newest_stays() -> None:
    axis = ticks([f"{i}月" for i in range(1, 61)], LIGHT)
    assert len(axis["ticktext"]) <= 14
    assert axis["ticktext"][-1] == "60月"


def test_the_first_month_shown_of_a_year_carries_it() -> None:
    months = [
        "23年7月",
        *(f"{i}月" for i in range(8, 13)),
        "24年1月",
        *(f"{i}月" for i in range(2, 13)),
        "25年1月",
        "2月",
    ]
    shown = ticks(months, LIGHT)["ticktext"]
    assert len(shown) < len(months)
    assert [text[:3] for text in shown if "年" in text] == ["23年", "24年", "25年"]
    assert shown[-1] == "2月" or shown[-1] == "25年2月"


def test_names_that_do_not_fit_side_by_side_stand_in_two_lines() -> None:
    assert broken(["鼓台街道", "杏坞镇"], LIGHT) == ["鼓台街道", "杏坞镇"]
    assert broken(["鼓台街道", "杏坞镇", "角楼第01网格"] * 5, LIGHT)[:3] == [
        "鼓台<br>街道",
        "杏坞镇",
        "角楼<br>第01网格",
    ]
    assert broken([f"25年{i}月" for i in range(1, 13)], LIGHT)[0] == "25年1月"


def test_a_small_share_is_a_fraction_without_a_bar() -> None:
    frame = pd.DataFrame(
        {
            "label": ["文化活动", "便民服务"],
            "numerator": [228.0, 7.0],
            "denominator": [268.0, 7.0],
            "value": [85.07, 100.0],
            "is_small": [False, True],
        }
    )
    figure = figure_of(view("share_bars", frame), LIGHT)
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert "85.1%" in words[0] and "228/268" in words[0]
    assert "7/7" in words[1] and "100" not in words[1]
    assert np.isnan(figure["data"][1]["x"][1])
    assert figure["data"][0]["marker"]["pattern"]["shape"] == ["", "/"], "not to be taken for 0 %"


def test_a_zero_with_a_look_of_its_own_says_so() -> None:
    cells = {"row": ["甲", "甲", "乙"], "column": ["1月", "2月", "1月"], "value": [4.0, 0.0, None], "display": [""] * 3}
    frame = pd.DataFrame({**cells, "state": ["", "zero", "none"]})
    notes = figure_of(view("heatmap", frame), LIGHT)["layout"]["annotations"]
    assert {(note["x"], note["y"]): note["text"] for note in notes if note.get("xref") != "paper"} == {
        (0, 0): "4",
        (1, 0): "0",
    }


def test_a_funnel_without_times_names_none() -> None:
    steps = {"label": ["提出", "立项"], "n": [9.0, 3.0], "share_pct": [None, 33.3], "median_days": [None, None]}
    for days, heading in ((None, "转化率"), (4.0, "转化率 · 用时")):
        frame = pd.DataFrame({**steps, "median_days": [None, days]})
        notes = figure_of(view("funnel", frame), LIGHT)["layout"]["annotations"]
        assert notes[0]["text"].endswith(f">{heading}</span>")


def test_the_narrowest_step_is_ochre_and_the_first_never_is() -> None:
    frame = pd.DataFrame(
        {
            "label": ["提出", "协商", "立项"],
            "n": [100.0, 90.0, 30.0],
            "share_pct": [None, 90.0, 33.3],
            "median_days": [None, 5.0, None],
        }
    )
    assert narrowest(frame) == 2
    assert narrowest(frame.head(2)) is None
    figure = figure_of(view("funnel", frame), LIGHT)
    assert figure["data"][0]["marker"]["color"] == [LIGHT.bar, LIGHT.bar, LIGHT.watch]
    assert "中位 5 天" in figure["layout"]["annotations"][1]["text"]
    assert "中位" not in figure["layout"]["annotations"][2]["text"]


def test_flow_nodes_stand_in_their_columns_with_room_for_their_names() -> None:
    sources = [f"类别{i}" for i in range(8)]
    flows = pd.DataFrame({"source": sources, "target": ["协商"] * 8, "n": [700.0, 600, 500, 400, 20, 15, 10, 1]})
    figure = figure_of(view("sankey", flows, columns=[sources, ["协商"]]), LIGHT)
    node = figure["data"][0]["node"]
    assert len(set(node["x"])) == 2
    heights = np.diff(sorted(node["y"][:8]))
    assert heights.min() * 330 >= LIGHT.size


def test_names_outside_the_flow_stand_at_the_height_of_their_nodes() -> None:
    flows = pd.DataFrame({"source": ["协商", "协商"], "target": ["治理", "终止"], "n": [66.0, 10.0]})
    figure = figure_of(view("sankey", flows, columns=[["协商"], ["治理", "终止"]]), LIGHT)
    node = figure["data"][0]["node"]
    names = {note["text"]: note for note in figure["layout"]["annotations"]}
    assert names["治理 66"]["y"] == pytest.approx(1 - node["y"][1])
    # Left to itself, Plotly hangs words near the top below their point.
    assert {note["yanchor"] for note in names.values()} == {"middle"}


def test_flow_leaves_out_what_does_not_flow() -> None:
    flows = pd.DataFrame({"source": ["a", "b"], "target": ["c", "c"], "n": [0.0, 5.0]})
    figure = figure_of(view("sankey", flows, columns=[["a", "b"], ["c"]]), LIGHT)
    assert figure["data"][0]["link"]["value"].tolist() == [5.0]
    assert not any("a" in label for label in figure["data"][0]["node"]["customdata"])


def test_calendar_tells_a_day_with_nothing_from_a_day_outside() -> None:
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(10)]
    figure = figure_of(view("calendar", pd.DataFrame({"day": days, "value": [0.0, *range(9)]})), LIGHT)
    counted, nothing = figure["data"]
    assert np.isnan(counted["z"][2, 0])  # 1 January 2025, a Wednesday, had none
    assert nothing["z"][2, 0] == 0
    assert np.isnan(nothing["z"][0, 0])  # Monday before the period


def test_heatmap_keeps_unknown_cells_empty() -> None:
    frame = pd.DataFrame({"row": ["甲", "乙"], "column": ["1月", "1月"], "value": [3.0, None]})
    figure = figure_of(view("heatmap", frame), LIGHT)
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["3"]


def test_the_view_is_not_changed_by_drawing() -> None:
    for kind, drawn in frames(5).items():
        before = drawn.frame.copy(deep=True)
        figure_of(drawn, LIGHT)
        pd.testing.assert_frame_equal(drawn.frame, before, obj=kind)


def test_legend_breaks_into_lines_that_fit() -> None:
    entries = [
        ("已立项", "#111111"),
        ("未到期（提出未满 45 天）", "#222222"),
        ("超期未立项", "#333333"),
        ("另有去向", "#444444"),
    ]
    lines = legend(entries, LIGHT)
    assert len(lines) == 2
    assert all(sum(name in line["text"] for line in lines) == 1 for name, _ in entries)
    assert legend(entries[:1], LIGHT) == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_text_reads_on_its_ground(theme: Any) -> None:
    for colour in (theme.ink, theme.ink2, theme.mute, theme.good, theme.watch):
        assert contrast(colour, theme.card) >= 7
    assert contrast(theme.good, theme.good_fill) >= 7
    assert contrast(theme.watch, theme.watch_fill) >= 7


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_bars_side_by_side_carry_their_own_numbers(theme: Any) -> None:
    rows = pd.DataFrame({"label": ["场地", "物资"], "a": [12, 0], "b": [3, 7]})
    drawn = figure_of(view("stacked", rows, series=ROLES, grouped=True), theme)
    assert drawn["layout"]["barmode"] == "group"
    assert [trace["text"] for trace in drawn["data"]] == [["12", "0"], ["3", "7"]]
    assert drawn["layout"]["yaxis"]["range"][1] > 12
    go.Figure(drawn)


def test_cells_without_a_value_say_their_words() -> None:
    rows = pd.DataFrame(
        {"row": ["场地", "场地"], "column": ["甲", "乙"], "value": [45.0, np.nan], "display": ["", "3/5"]}
    )
    drawn = figure_of(view("heatmap", rows), LIGHT)
    said = {(note["x"], note["y"]): note["text"] for note in drawn["layout"]["annotations"]}
    assert said == {(0, 0): "45", (1, 0): "3/5"}
