"""The table twin: which columns, in which words, safe to open in a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.screen.tables import cell_words, csv_of
from components.views.columns import shown_columns
from components.views.model import View
from data.measures.scope import Period, Scope


def table(frame: pd.DataFrame, **labels: str) -> View:
    return View(id="t", title="表", kind="table", frame=frame, scope=Scope(Period("2025-01", "2025-06")), labels=labels)


FRAME = pd.DataFrame({"key": ["a"], "title": ["=HYPERLINK(1)"], "n": [3]})


def test_only_columns_with_a_heading_are_shown_in_the_frames_order() -> None:
    assert list(shown_columns(table(FRAME, n="件数", title="事项")).columns) == ["title", "n"]
    assert list(shown_columns(table(FRAME)).columns) == ["key", "title", "n"]


def test_csv_has_chinese_headings_and_runs_nothing() -> None:
    text = csv_of(table(FRAME, title="事项", n="件数"))
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == ["事项,件数", "'=HYPERLINK(1),3"]


def test_counts_for_every_so_many_have_the_decimals_each_needs() -> None:
    view = replace(
        table(pd.DataFrame({"n": [3, 4], "per": [0.0331, None]}), n="件数", per="每百户"),
        options={"formats": {"per": "ratio"}},
    )
    assert cell_words(view, view.frame) == {"per": ("0.033", "")}
