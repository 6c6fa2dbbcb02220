"""The row of figures at the head of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.views import words, words_hidden
from components.views.formats import amount, fraction, full, signed
from components.views.model import View
from components.views.pages.parts import is_ripe, make
from data.measures.answers import Answers
from data.measures.model import Comparison, Figure
from data.measures.registry import breakdowns
from data.measures.scope import Period

SPARK_MONTHS = 12


def cards(
    answers: Answers,
    view_id: str,
    title: str,
    codes: Sequence[str],
    *,
    titles: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    unripe: Mapping[str, str] | None = None,
) -> View:
    """One row a measure: value, change against the compared period, last twelve months, fraction.

    Args:
        answers: the numbers.
        view_id: id of the view.
        title: of the row, for exports.
        codes: measures.
        titles: shorter names by code.
        notes: further words under the figure by code.
        unripe: why a figure may not be compared yet, by code; printed in place of its change.
    """
    rows, ledgers = [], []
    for code in codes:
        comparison = answers.compare(code)
        ledgers.append(comparison.current.measure.ledger)
        rows.append(
            _card(answers, comparison, *((words_of or {}).get(code, "") for words_of in (titles, notes, unripe)))
        )
    return make(
        answers,
        view_id,
        title,
        "cards",
        pd.DataFrame(rows),
        list(dict.fromkeys(ledgers)),
        is_empty=False,
        measures=tuple(codes),
        labels={
            "label": "指标",
            "display": "数值",
            "unit": "单位",
            "change_text": "变化",
            "note": "说明",
        },
    )


def _card(answers: Answers, comparison: Comparison, title: str, note: str, unripe: str) -> dict[str, Any]:
    figure = comparison.current
    measure = figure.measure
    number, unit = amount(figure.value, measure.unit)
    if words.is_bare_fraction(figure):
        number, unit = fraction(figure.numerator, figure.denominator), words.item_unit(figure)
        share = "不足 10，只列分数"
    else:
        share = words.share_of(figure)
    if figure.value is None:
        unit, share, unripe = "", words_hidden.HIDDEN if figure.state == "hide" else words.NO_FIGURE, ""
    elif not is_ripe(figure, answers.scope.period, answers):
        unripe = "部分未到期"
    change, tone = (unripe, "neutral") if unripe else change_text(comparison)
    against = (comparison.note or answers.scope.compare_note) if change and not unripe else comparison.note
    return {
        "code": measure.code,
        "label": title or measure.label,
        "value": figure.value,
        "display": number,
        "unit": unit,
        "change_text": change,
        "tone": tone,
        "note": " · ".join(part for part in (against, share, note) if part),
        "spark": spark(answers, figure),
    }


def change_text(comparison: Comparison) -> tuple[str, str]:
    """The chip of a card and its tone: +8.4%, -1.8 个百分点, +3 场, 持平; nothing where nothing compares."""
    change, base = comparison.change, comparison.base
    figure = comparison.current
    if base is None or change is None or words.is_bare_fraction(figure) or words.is_bare_fraction(base):
        return "", "neutral"
    if not round(change, 1):
        return "持平", "same"
    measure = figure.measure
    if measure.is_share:
        return f"{signed(change)} 个百分点", comparison.tone
    if words.is_telling(comparison) and measure.unit != "天" and measure.kind != "stock":
        return f"{signed(comparison.change_pct)}%", comparison.tone
    number, unit = amount(abs(change), measure.unit)
    if comparison.is_monthly:
        number = full(round(abs(change), 1))
    return f"{'+' if change > 0 else '-'}{number} {unit}", comparison.tone


def spark(answers: Answers, figure: Figure) -> list[float | None]:
    """The last months of a measure; months whose items are not all due yet are left out."""
    if "month" not in breakdowns(figure.measure.code):
        return []
    series = answers.series(figure.measure.code, SPARK_MONTHS)
    return [
        None if pd.isna(value) or not is_ripe(figure, Period(month, month), answers) else float(value)
        for month, value in zip(series["month"], series["value"], strict=True)
    ]
