"""态势总览: one screen that says what happened, where, and what changed."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import areas, cards, charts, lifecycle, map_frame, overview_attention, parts, per, units
from components.views.words_notes import named
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE

LEDGERS_READ = ("volunteer_events", "micro_wishes", "demands")
CARD_CODES = (
    "event_count",
    "grid_event_coverage_pct",
    "wish_fulfilled_count",
    "wish_fulfilment_days_median",
    "demand_converted_count",
    "demand_overdue_count",
)
CARD_CODES_WITH_REPORTS = (
    "event_count",
    "grid_event_coverage_pct",
    "wish_fulfilled_count",
    "demand_converted_count",
    "report_resolution_rate_pct",
    "report_resolution_days_median",
)
"""Where issue reports are kept."""


def build(answers: Answers) -> dict[str, View]:
    """The page's views: cards, brief, map, trend, wishes, flow (reports, or demands where none are kept), areas."""
    views = (
        _cards(answers),
        overview_attention.brief(answers),
        event_map(answers),
        charts.trend(answers, "trend", "志愿服务活动场次", "event_count"),
        charts.share_bars(
            answers,
            "wishes",
            "微心愿实现率",
            "wish_fulfilment_rate_pct",
            "category",
            "实现",
        ),
        flow(answers),
        area_table(answers),
    )
    return {view.id: view for view in views}


def flow(answers: Answers) -> View:
    """Issue reports taken in and closed by month; the demands that became projects where no reports are shown."""
    if _has_reports(answers):
        return lifecycle.cohort_bars(answers, "flow", "民呼我应受理与办结", "issue_reports", "resolved")
    return lifecycle.cohort_bars(answers, "flow", "需求立项情况", "demands", "converted")


def _cards(answers: Answers) -> View:
    figure = answers.figure
    participation = figure("participation_count")
    notes = {
        "event_count": "" if "participation_count" in card_codes(answers) else named("参与", participation),
        "wish_fulfilled_count": named("本期提出", figure("wish_submitted_count")),
        "wish_fulfilment_days_median": words.ninety(figure("wish_fulfilment_days_p90"), figure("wish_fulfilled_count")),
        "demand_converted_count": named("本期协商", figure("demand_consulted_count")),
        "demand_overdue_count": named("在办", figure("demand_open_count")),
        "report_resolution_days_median": words.ninety(
            figure("report_resolution_days_p90"), figure("report_resolved_count")
        ),
    }
    titles = {
        "demand_converted_count": "需求立项",
        "wish_fulfilment_days_median": "心愿实现用时（中位）",
        "demand_overdue_count": "超期未办需求",
        "report_resolution_rate_pct": "民呼我应办结率（批次）",
        "report_resolution_days_median": "民呼我应办结时长（中位）",
    }
    mode = answers.mode
    title = f"{mode.label}指标" if mode else "主要指标"
    return cards.cards(answers, "cards", title, card_codes(answers), titles=titles, notes=notes)


def card_codes(answers: Answers) -> tuple[str, ...]:
    """The measures the overview leads with: the working mode's, else the usual ones."""
    if answers.mode:
        return answers.mode.cards
    return CARD_CODES_WITH_REPORTS if _has_reports(answers) else CARD_CODES


def _has_reports(answers: Answers) -> bool:
    """Whether issue reports are kept, and their page is open: a number nobody can look into leads nowhere."""
    return answers.district.profile.shows("issue_reports") and answers.has_ledger("issue_reports")


def event_map(answers: Answers) -> View:
    """Volunteer events on the grids below the area: two levels down for the district, the neighbours of a last grid."""
    chosen = answers.scope.grid_code
    around = _around(answers) if answers.area_level == len(answers.district.level_names) else answers
    level = around.area_level + 1 if around.scope.grid_code else min(2, len(answers.district.level_names))
    counts = per.counted(around, around.measure("event_count"), f"grid{level}")
    rows, not_drawn = units.drawn(around, counts.rows, level)
    frame = rows.assign(grid_code=rows["key"]).loc[:, ["grid_code", "label", "value", "state", "display"]]
    name = parts.level_name(answers, level)
    return parts.make(
        answers,
        "map",
        "志愿服务在哪里开展",
        "map",
        frame,
        ("volunteer_events",),
        unit=counts.unit,
        basis=f"{around.area_name}，按{name}" if around is not answers else f"按{name}",
        finding=_where(around, frame, name) + not_drawn + counts.note,
        measures=counts.measures,
        labels={"grid_code": "网格编码", "label": name, "display": "活动场次"},
        options={
            "level": level,
            "parent": around.scope.grid_code,
            "parent_level": around.area_level,
            "pick": chosen if around is not answers else "",
            "members": map_frame.members(around),
            "measure_label": "活动场次",
            "unit": counts.unit,
        },
    )


def _around(answers: Answers) -> Answers:
    """The same numbers for the area that the scope's grid lies in."""
    path = answers.grid_path(answers.scope.grid_code)
    return answers.narrowed(answers.scope.with_grid(path[-2][0] if len(path) > 1 else ""))


def _where(answers: Answers, frame: pd.DataFrame, name: str) -> str:
    """Coverage of the net: how many areas, and how many level-3 grids, have an event on record."""
    covered = answers.figure("grid_event_coverage_pct")
    areas = words.states(frame, name, "活动").rstrip("。")
    if not covered.numerator or not covered.denominator or answers.area_level >= 2:
        return f"{areas}。" if areas else ""
    return f"{areas}；{full(covered.denominator)} 个网格中 **{full(covered.numerator)} 个**有活动。"


def area_table(answers: Answers) -> View:
    """Areas below the scope by an outcome rate, each kind of area by itself; small bases stand unranked at its end."""
    wishes = answers.fair.peers("wish_fulfilment_rate_pct")
    converted, covered = (
        dict(zip(rows["key"], _fractions(rows), strict=True))
        for rows in (answers.rows(code, "grid") for code in ("demand_conversion_rate_pct", "grid_event_coverage_pct"))
    )
    table = pd.DataFrame(
        {
            "key": wishes["key"],
            "label": wishes["label"],
            "wish_rate_pct": wishes["value"].where(wishes["denominator"].fillna(0) >= SMALL_BASE),
            "wish_fraction": _fractions(wishes),
            "verdict": wishes["verdict"].map(areas.VERDICTS),
            "conversion": wishes["key"].map(converted),
            "coverage": wishes["key"].map(covered),
        }
    )
    if table["wish_rate_pct"].isna().all():
        table = table.drop(columns="wish_rate_pct")
    table = areas.among_peers(answers, table)
    level = parts.level_name(answers, answers.area_level + 1)
    return parts.make(
        answers,
        "areas",
        f"{level}对照",
        "table",
        table.drop(columns="key"),
        LEDGERS_READ,
        is_empty=wishes.empty or not wishes["denominator"].fillna(0).any(),
        why_empty=parts.no_areas_below(answers) if wishes.empty else words.missing(answers, "micro_wishes"),
        basis=f"同类相比，共 {len(table)} 个{level}",
        measures=("wish_fulfilment_rate_pct", "demand_conversion_rate_pct", "grid_event_coverage_pct"),
        by="grid",
        labels={
            "label": level,
            "wish_rate_pct": "心愿实现·批次（%）",
            "wish_fraction": "实现/提出·批次",
            "verdict": "与同类比",
            "conversion": "立项/协商·批次",
            "coverage": "覆盖网格·期间",
        },
        options={
            "formats": {"wish_rate_pct": "bar"},
            "max": {"wish_rate_pct": 100},
            "widths": {"wish_rate_pct": 120, "wish_fraction": 100, "verdict": 70, "conversion": 100, "coverage": 96},
        },
    )


def _fractions(rows: pd.DataFrame) -> list[str]:
    return [
        fraction(above, below) if below and not pd.isna(below) else parts.shown(None, state, "")
        for above, below, state in zip(rows["numerator"], rows["denominator"], rows["state"], strict=True)
    ]
