"""志愿服务: what was done, when, by which teams, where, and where nothing is on record."""

from __future__ import annotations

from components.views import words
from components.views.formats import amount, full
from components.views.model import View
from components.views.pages import cards, charts, openings, parts
from data.measures.answers import Answers

LEDGER = "volunteer_events"
CARD_CODES = (
    "event_count",
    "participation_count",
    "service_hours",
    "people_served_count",
    "active_team_count",
    "grid_event_coverage_pct",
)
SILENT_ROWS = 200


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, trend, calendar, types, teams, areas, silent."""
    views = (
        _cards(answers),
        charts.trend(answers, "trend", "每月活动场次", "event_count"),
        calendar(answers),
        charts.bars(answers, "types", "按活动类型", "event_count", "category", heading="活动类型"),
        charts.bars(answers, "teams", "按队伍类型", "event_count", "team_kind", heading="队伍类型"),
        coverage(answers),
        silent(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    per_event = answers.figure("participation_per_event")
    notes = {
        "participation_count": f"场均 {amount(per_event.value, '人次/场')[0]} 人次" if per_event.value else "",
    }
    return cards.cards(answers, "cards", "志愿服务主要指标", CARD_CODES, notes=notes)


def calendar(answers: Answers) -> View:
    """Events by day over the period, or the year up to its end if the period is short."""
    wide = charts.widened(answers)
    frame = wide.daily("event_count")
    frame = frame[frame["day"] <= answers.district.as_of].reset_index(drop=True)
    return parts.make(
        answers,
        "calendar",
        "活动日历",
        "calendar",
        frame,
        (LEDGER,),
        is_empty=frame.empty or not frame["value"].any(),
        scope=wide.scope,
        unit="场",
        basis="按日",
        finding=words.days(frame, "场"),
        measures=("event_count",),
        by="month",
        labels={"day": "日期", "value": "活动场次（场）"},
        opens=openings.days(frame, "event_count"),
    )


def coverage(answers: Answers) -> View:
    """Share of level-3 grids with an event, by area below the scope; in the natural order of the areas."""
    level = parts.level_name(answers, answers.area_level + 1)
    return charts.share_bars(
        answers,
        "areas",
        f"各{level}网格覆盖",
        "grid_event_coverage_pct",
        "grid",
        "有活动的",
        basis=f"按{level}",
        unit="个网格",
        kind_name=level,
        why_empty=parts.no_areas_below(answers),
    )


def silent(answers: Answers) -> View:
    """Level-3 grids without a record in the period, with the last one known and the days since."""
    covered = answers.figure("grid_event_coverage_pct")
    frame = answers.silent_grids()
    total = len(frame)
    frame = frame.sort_values("silent_days", ascending=False, na_position="first", kind="stable")
    frame = frame.head(SILENT_ROWS).reset_index(drop=True)
    frame["last_on"] = [words.day(value) if words.is_day(value) else "从无记录" for value in frame["last_on"]]
    never = int(frame["silent_days"].isna().sum())
    finding = f"**{full(total)}/{full(covered.denominator)} 个**网格本期没有志愿服务记录" + (
        f"，其中 {never} 个从无记录" if never else ""
    )
    return parts.make(
        answers,
        "silent",
        "本期没有活动记录的网格",
        "table",
        frame.loc[:, ["path", "grid_name", "last_on", "silent_days"]],
        (LEDGER,),
        unit="个",
        basis="按停歇天数",
        finding=f"{finding}；“没有记录”不等于“没有活动”，先核对台账。",
        why_empty=f"{answers.scope.sentence(answers.area_name)}：每个网格都有志愿服务记录。"
        if covered.numerator
        else "",
        measures=("silent_grid_count",),
        labels={
            "path": "所在街道、社区",
            "grid_name": "网格",
            "last_on": "最近一次活动",
            "silent_days": "距今（天）",
        },
        options={"formats": {"silent_days": "days_bar"}},
    )
