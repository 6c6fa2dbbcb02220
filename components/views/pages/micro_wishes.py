"""微心愿: submitted, claimed, fulfilled; how long it takes, and who waits longest."""

from __future__ import annotations

from components.views import words
from components.views.model import View
from components.views.pages import areas, cards, charts, lifecycle
from data.measures.answers import Answers

LEDGER = "micro_wishes"
CARD_CODES = (
    "wish_submitted_count",
    "wish_fulfilled_count",
    "wish_fulfilment_rate_pct",
    "wish_fulfilment_days_median",
    "wish_open_count",
    "wish_overdue_count",
)


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, funnel, period, cohorts, categories, groups, backlog, waiting, units."""
    views = (
        _cards(answers),
        lifecycle.funnel(answers, "funnel", "从提出到实现", LEDGER),
        period(answers),
        lifecycle.cohort_bars(answers, "cohorts", "每月提出的心愿实现了多少", LEDGER, "fulfilled"),
        charts.share_bars(
            answers,
            "categories",
            "各类心愿实现率",
            "wish_fulfilment_rate_pct",
            "category",
            "实现",
        ),
        charts.share_bars(
            answers,
            "groups",
            "各受益群体实现率",
            "wish_fulfilment_rate_pct",
            "beneficiary_group",
            "实现",
            kind_name="群体",
        ),
        lifecycle.backlog(answers, "backlog", "在办心愿等了多久", LEDGER),
        lifecycle.waiting_table(answers, "waiting", "等待最久的心愿", LEDGER, hidden="limit_days"),
        areas.unit_list(answers, "units", "认领单位", "wish_claimed_count", heading="认领单位", said="认领"),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    slow, count = answers.figure("wish_fulfilment_days_p90"), answers.figure("wish_fulfilled_count")
    notes = {
        "wish_fulfilled_count": "按实现月",
        "wish_submitted_count": "按提出月",
        "wish_fulfilment_days_median": words.ninety(slow, count),
        "wish_open_count": "期末",
        "wish_overdue_count": "期末",
    }
    titles = {"wish_fulfilment_days_median": "实现用时（中位）"}
    return cards.cards(answers, "cards", "微心愿主要指标", CARD_CODES, titles=titles, notes=notes)


def period(answers: Answers) -> View:
    """Wishes by the month in which they were fulfilled, whenever they were made (期间口径)."""
    return charts.trend(answers, "period", "每月实现的心愿", "wish_fulfilled_count", basis="期间口径，按实现月")
