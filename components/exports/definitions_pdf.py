"""The measures and their definitions as a PDF to print, a ledger after another."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from components.exports.report_pdf import set_pages
from components.views.definition_words import facts
from components.views.formats import month_label
from components.views.tokens import LIGHT
from components.views.words import day
from data.measures.answers import Answers
from data.measures.definitions import Definition, definitions
from data.measures.registry import MEASURES

TITLE = "指标口径"
_TEMPLATE = Path(__file__).with_name("definitions.typ")
_LEFT_OUT = ("来源台账",)


def definitions_pdf(answers: Answers, codes: Sequence[str]) -> bytes:
    """The definitions of some measures as PDF. Equal versions give equal bytes.

    Args:
        answers: version and scope; the figures are not printed, only what they mean.
        codes: of the measures, in the order of the registry.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "definitions.pdf"
        set_pages(_TEMPLATE, _content(answers, codes), path)
        return path.read_bytes()


def _content(answers: Answers, codes: Sequence[str]) -> dict[str, Any]:
    district = answers.district
    ledgers = dict.fromkeys(MEASURES[code].ledger for code in codes)
    return {
        "title": TITLE,
        "subtitle": f"{district.name} · 共 {len(codes)} 项 · 截至 {day(district.as_of)} · 第 {district.version} 版数据",
        "author": district.name,
        "day": [district.as_of.year, district.as_of.month, district.as_of.day],
        "sections": [
            {
                "heading": answers.ledger(name).label,
                "measures": [_measure(answers, code) for code in codes if MEASURES[code].ledger == name],
            }
            for name in ledgers
        ],
        "ink": LIGHT.ink,
        "mute": LIGHT.mute,
        "line": LIGHT.line,
        "accent": LIGHT.accent,
        "control": LIGHT.control,
    }


def _measure(answers: Answers, code: str) -> dict[str, Any]:
    *former, present = definitions(code)
    spoken = answers.measure(code)
    told = facts(answers, Definition(present.number, present.since, present.why, spoken))
    return {
        "label": spoken.label,
        "code": code,
        "facts": [[name, words] for name, words in told.items() if name not in _LEFT_OUT],
        "former": [
            f"第 {one.number} 版，自 {month_label(one.since)} 起（{one.why}）：{one.measure.definition}"
            for one in former
        ],
    }
