"""网格一张图: one measure on the map, and a card about the chosen area beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from components.views import words
from components.views.formats import amount, fraction
from components.views.model import View
from components.views.pages import cards, charts, map_frame, openings, parts, per, units
from components.views.pages.lifecycle import open_codes
from components.views.pages.map_frame import Frame
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Measure
from data.measures.registry import MEASURES
from data.measures.scope import GRIDS_PREFIX, Period

DEFAULT_MEASURE = "event_count"
OFFERED = (
    "event_count",
    "participation_count",
    "service_hours",
    "people_served_count",
    "active_team_count",
    "grid_event_coverage_pct",
    "silent_grid_count",
    "wish_submitted_count",
    "wish_fulfilled_count",
    "wish_fulfilment_rate_pct",
    "wish_fulfilment_days_median",
    "wish_open_count",
    "wish_overdue_count",
    "demand_submitted_count",
    "demand_converted_count",
    "demand_conversion_rate_pct",
    "demand_open_count",
    "demand_overdue_count",
    "project_filed_count",
    "project_accepted_count",
    "project_open_count",
    "report_count",
    "report_on_time_rate_pct",
    "report_resolution_days_median",
    "report_open_count",
    "report_overdue_count",
    "household_count",
    "population_count",
    "staff_count",
    "households_per_staff",
)
"""Measures that may colour the map, in the order of the menu."""
OF_GRIDS_BELOW = ("grid_event_coverage_pct", "silent_grid_count")
"""Measures about the grids inside an area: a level-3 grid has none."""
CARD_CODES = ("event_count", "wish_fulfilled_count", "demand_converted_count", "demand_open_count")
WAITING_ROWS = 6
TREND_MONTHS = 12


def offered(answers: Answers, level: int) -> tuple[str, ...]:
    """Measures the map can show: those whose ledger has rows, and that mean something at the level."""
    return tuple(
        code
        for code in OFFERED
        if answers.has_ledger(MEASURES[code].ledger) and not (level == 3 and code in OF_GRIDS_BELOW)
    )


def build_map(answers: Answers, code: str, frame: Frame) -> dict[str, View]:
    """The map by itself: it is on the screen before anything beside it is counted."""
    return {"map": grid_map(answers, answers.measure(code), frame)}


def build_area(answers: Answers, code: str) -> dict[str, View]:
    """What stands beside the map, by id: cards, trend, waiting."""
    measure = answers.measure(code)
    main = cards.cards(answers, "cards", "主要指标", CARD_CODES)
    views = (
        replace(main, options={"facts": facts(answers)}),
        # The net has no months: beside a map of households stands what was done there.
        area_trend(answers, measure if measure.ledger != "grids" else answers.measure(DEFAULT_MEASURE)),
        waiting(answers, measure.ledger),
    )
    return {view.id: view for view in views}


def grid_map(answers: Answers, measure: Measure, frame: Frame) -> View:
    """A measure on the grids of a frame."""
    wide = answers.narrowed(answers.scope.with_grid(frame.parent))
    by = "grid" if frame.level == frame.parent_level + 1 else f"grid{frame.level}"
    counts = per.counted(wide, measure, by)
    rows, not_drawn = units.drawn(wide, counts.rows, frame.level)
    shown = rows.assign(
        grid_code=rows["key"].astype(str),
        display=rows["display"] if len(counts.measures) > 1 else printed_cells(rows, measure),
        is_small=measure.is_share & (rows["denominator"].fillna(0) < SMALL_BASE),
    )
    level_name = parts.level_name(answers, frame.level)
    return parts.make(
        wide,
        "map",
        measure.label,
        "map",
        shown.loc[:, ["grid_code", "label", "value", "state", "display", "is_small"]],
        (measure.ledger,),
        unit=counts.unit,
        basis=f"按{level_name}",
        finding=finding(rows, level_name, measure) + not_drawn + counts.note,
        measures=counts.measures,
        why_empty="" if len(rows) else f"{wide.area_name}下面没有{level_name}。",
        labels={"grid_code": "网格编码", "label": level_name, "value": measure.label, "display": "显示"},
        options={
            "level": frame.level,
            "parent": frame.parent,
            "parent_level": frame.parent_level,
            "pick": frame.pick,
            "measure_label": measure.label,
            "unit": counts.unit,
            "each": f"{level_name}数",
            "all_empties": True,
            "crumbs": map_frame.crumbs(answers),
            "members": map_frame.members(wide),
        },
    )


def printed_cells(rows: pd.DataFrame, measure: Measure) -> list[str]:
    """What the tooltip says of each grid: 14 场, 82.4%（14/17）, 5/6 on a small base, 数少隐去."""
    return [
        _rate(value, above, below)
        if state == "value" and measure.is_share and below and not pd.isna(below)
        else parts.shown(value, state, measure.unit)
        for value, above, below, state in zip(
            rows["value"], rows["numerator"], rows["denominator"], rows["state"], strict=True
        )
    ]


def _rate(value: float, above: float, below: float) -> str:
    counts = fraction(above, below)
    return counts if below < SMALL_BASE else f"{value:.1f}%（{counts}）"


def finding(rows: pd.DataFrame, level_name: str, measure: Measure) -> str:
    """How many grids have a figure, and why the others have none."""
    noun = words.NOUNS[measure.ledger][1] if measure.kind in ("count", "sum", "distinct") else "数字"
    return words.states(rows, level_name, noun)


def area_trend(answers: Answers, measure: Measure) -> View:
    """The measure of the chosen area over the last months, beside its siblings' average or the area above it."""
    series = answers.series(measure.code, TREND_MONTHS)
    span = Period(series["month"].iloc[0], series["month"].iloc[-1])
    months = pd.DataFrame(
        {
            "key": series["month"],
            "label": [charts.short_month(month, span) for month in series["month"]],
            "value": series["value"],
        }
    )
    above, named, spoken = _beside(answers, measure)
    if above is not None:
        months["compare"] = above.to_numpy()
    unripe = _unripe(answers, measure, months["key"])
    drawn = [name for name in ("value", "compare") if name in months]
    # a batch that still has time has a low rate: the line would seem to fall
    months.loc[months["key"].isin(unripe), drawn] = None
    return parts.make(
        answers,
        "trend",
        f"每月{measure.label}",
        "trend",
        months,
        (measure.ledger,),
        is_empty=not months["value"].fillna(0).any(),
        scope=answers.scope.with_period(span),
        unit=measure.unit,
        basis=f"{words.month(unripe[0], span.end)}{'起' if len(unripe) > 1 else ''}未到期" if unripe else "",
        finding=_beside_finding(months, spoken),
        measures=(measure.code,),
        labels={"label": "月份", "value": answers.area_name, "compare": named or "对比", "key": "年月"},
        options={"name": f"本{parts.level_name(answers, answers.area_level)}" if named else "", "compare_name": named},
    )


def _unripe(answers: Answers, measure: Measure, months: Iterable[str]) -> list[str]:
    """The months whose items have not all had their time."""
    figure = answers.figure(measure.code)
    return [month for month in months if not parts.is_ripe(figure, Period(month, month), answers)]


def _beside(answers: Answers, measure: Measure) -> tuple[pd.Series | None, str, str]:
    """The monthly series to compare an area with, its name at the end of a line and in a sentence; none for the district.

    Counts and sums: the average of the grids of its kind with the same parent, the area among them. Other kinds of
    measures do not average; they stand beside the figure of the area above.
    """
    path = [code for code, _ in answers.area_path]
    if not path or answers.zone_grids:
        return None, "", ""
    parent = path[-2] if len(path) > 1 else ""
    wide = answers.narrowed(answers.scope.with_grid(parent))
    if measure.kind not in ("count", "sum", "stock"):
        return wide.series(measure.code, TREND_MONTHS)["value"], wide.area_name, wide.area_name
    siblings = wide.grids(len(path), parent)["grid_code"].astype(str).tolist()
    kinds = dict(zip(siblings, answers.fair.kinds(siblings), strict=True))
    mine = kinds.get(path[-1], "")
    alike = [code for code in siblings if kinds[code] == mine]
    if len(alike) < 2:
        return None, "", ""
    if len(alike) < len(siblings):
        wide = answers.narrowed(answers.scope.with_grid(GRIDS_PREFIX + "+".join(alike)))
    series = wide.series(measure.code, TREND_MONTHS)["value"]
    level = parts.level_name(answers, len(path))
    if len(alike) == len(siblings):
        return series / len(alike), f"{level}平均", f"{level}平均"
    return series / len(alike), "同类平均", f"同类平均（{mine}，{len(alike)} 个{level}）"


def _beside_finding(months: pd.DataFrame, named: str) -> str:
    if "compare" not in months or not named:
        return ""
    both = months.dropna(subset=["value", "compare"])
    higher = int((both["value"] > both["compare"]).sum())
    if not len(both):
        return ""
    if higher in (0, len(both)):
        return f"近 {len(both)} 个月**都{'高于' if higher else '不高于'}**{named}。"
    return f"近 {len(both)} 个月中 **{higher} 个月**高于{named}。"


def waiting(answers: Answers, ledger: str) -> View:
    """Items of the chosen area that wait; of the measure's ledger if its items can wait, else the demands."""
    source = ledger if answers.ledger(ledger).is_lifecycle else "demands"
    rows = answers.waiting(source, WAITING_ROWS)
    return parts.make(
        answers,
        "waiting",
        f"在办{words.NOUNS[source][1]}",
        "table",
        rows.loc[:, ["title", "stage_label", "waited_days"]],
        (source,),
        unit="天",
        basis="按等待天数",
        measures=open_codes(answers.ledger(source)),
        opens=openings.open_items(answers, answers.ledger(source), rows),
        why_empty=f"{answers.area_name}没有在办的{words.NOUNS[source][1]}。"
        if answers.has_ledger(source) and not answers.hides(source)
        else "",
        labels={"title": "事项", "stage_label": "环节", "waited_days": "等待（天）"},
        options={"formats": {"waited_days": "integer"}},
    )


def facts(answers: Answers) -> str:
    """Households, people and staff of the chosen area, in grey words: 612 户 · 1,483 人 · 配备网格员 2 人."""
    said = [
        f"{before}{' '.join(amount(answers.figure(code).value, unit))}"
        for code, before, unit in (
            ("household_count", "", "户"),
            ("population_count", "", "人"),
            ("staff_count", "配备网格员 ", "人"),
        )
        if answers.figure(code).value is not None
    ]
    return " · ".join(said)
