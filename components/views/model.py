"""View: what is shown. The screen draws it, the projector plays it, every exporter writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from components.views.opening import Opening
from data.measures.scope import Scope

ViewKind = Literal[
    "cards",
    "trend",
    "bars",
    "share_bars",
    "stacked",
    "funnel",
    "sankey",
    "calendar",
    "heatmap",
    "table",
    "map",
    "text",
    "tree",
]


@dataclass(frozen=True)
class View:
    """One thing on a page, with all that any surface needs to draw it.

    The frame's columns depend on the kind:

    * cards: code, label, value, display, unit, change_text, tone (good|watch|same|neutral), note, spark (list of float|None)
    * trend: label, value, and optionally compare (dashed grey line of the compared period)
    * bars: label, value, and optionally display, highlight (bool)
    * share_bars: label, numerator, denominator, value (per cent), is_small (bool: printed as a fraction), and optionally
      low_pct, high_pct, interval (the ends of its 95 % interval, and both in words)
    * stacked: label, then one column a series in drawing order; options["series"] = {column: {"label", "role"}} with
      role one of "main", "soft", "watch", "not_due", "muted", or "cat0".."cat7"; options["total"] optional;
      options["grouped"] sets the bars side by side
    * funnel: label, n, share_pct, median_days; the narrowest step is found by the drawer
    * sankey: source, target, n; options["columns"] = [[node, …], …] fixes the order of nodes, options["roles"] = {node: role}
    * calendar: day (date), value
    * heatmap: row, column, value, and optionally display (words of cells without a value), row_chosen, column_chosen (bool)
    * table: any columns; labels gives their headings, options["formats"] = {column: "integer|decimal|percent|yuan|date|days_bar|bar"},
      options["words"] = what stands in place of numbers that are not exact, see ``components.views.inexact``
    * map: grid_code, label, value, state, display; options = {"level", "parent", "measure_label", "unit"}
    * tree: key, label, parent (key of the node above; empty at the top), value (of the whole branch), role, display
    * text: sentence (light Markdown, numbers bold)

    Attributes:
        id: unique on its page; stable, it goes into URLs and file names.
        title: what is shown.
        kind: how it is drawn.
        frame: the numbers; small; never changed after the view is made.
        unit: printed after the title; "" for mixed.
        measures: codes of the measures the numbers come from.
        by: the breakdown (see ``Answers.rows``) whose rows the frame shows, so that each opens to its own passport;
            a trend's is "month", a map's that of its level, and need not be said.
        scope: what the numbers are about.
        basis: further grey words after the unit: 口径, 按月, 按受理月.
        finding: one sentence generated from the same frame (light Markdown: numbers bold).
        alt: the view in words, for those who cannot see it.
        source: the ledgers, by label.
        as_of: 截至.
        labels: column → Chinese heading, for the table twin and exports.
        options: what the kind needs beyond the frame.
        empty: why there is nothing to draw, a full sentence; "" when there is.
        click: which filter its rows stand for ("area", "month", "category:<ledger>", see ``views.clicks``); a field of
            cells names rows and columns, "area|month"; "" = a click filters nothing.
        opens: single figures that no row of ``by`` tells: days, cells, segments, flows, sentences.
    """

    id: str
    title: str
    kind: ViewKind
    frame: pd.DataFrame
    scope: Scope
    unit: str = ""
    measures: tuple[str, ...] = ()
    by: str = ""
    basis: str = ""
    finding: str = ""
    alt: str = ""
    source: str = ""
    as_of: date | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    empty: str = ""
    click: str = ""
    opens: tuple[Opening, ...] = ()

    @property
    def subtitle(self) -> str:
        """单位 · 期间 · 口径, the grey words after the title."""
        return " · ".join(part for part in (self.unit, self.scope.period.label, self.basis) if part)

    @property
    def footnote(self) -> str:
        """来源：… · 截至 …."""
        when = f"{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日" if self.as_of else ""
        source, known = f"来源：{self.source}" if self.source else "", f"截至 {when}" if when else ""
        has_lines = "low_pct" in self.frame.columns and bool(self.frame["low_pct"].notna().any())
        lines = "细线为 95% 区间" if has_lines and not self.empty else ""
        return " · ".join(part for part in (source, known, lines) if part)
