"""公开数据对照: what was published, what the ledgers say, and whether the two can be compared at all."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from components.views.formats import amount, full
from components.views.model import View
from components.views.pages.parts import make
from components.views.words import day
from data.figures.compare import Compared, compared
from data.figures.model import Published, PublishedFigure, published
from data.measures.answers import Answers
from data.measures.registry import MEASURES
from data.measures.scope import Scope

VERDICTS = {"yes": "相符", "no": "不符", "not_comparable": "不可比"}
CLAIMS = {"counted": "计数", "rate": "比率", "title": "称号", "slogan": "口号", "assertion": "判断"}
_LABELS = {
    "text": "公布的说法",
    "published": "公布的数",
    "counted": "台账的数",
    "verdict": "对照",
    "why": "说明",
    "claim": "性质",
    "window": "公布期间",
    "base": "分母",
    "source": "出处",
}
_COLUMNS = tuple(_LABELS)


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: figures, questions."""
    known = published(answers.district.profile.name)
    rows = compared(answers.store, known) if known else []
    views = (figures(answers, rows), questions(answers, rows, known))
    return {view.id: view for view in views}


def figures(answers: Answers, rows: Sequence[Compared]) -> View:
    """Figure by figure: published, counted by us, agrees or not comparable and why."""
    frame = pd.DataFrame([_row(row) for row in rows], columns=list(_COLUMNS))
    sources = frame["source"].unique()
    labels = _LABELS
    if len(sources) == 1:
        # One report behind all rows is said once, so that the words of the figures have room.
        frame, labels = frame.drop(columns="source"), {name: _LABELS[name] for name in _COLUMNS[:-1]}
    return make(
        answers,
        "published",
        "逐项对照",
        "table",
        frame,
        _ledgers(rows),
        scope=_everything(answers),
        basis="各项按自己的公布期间，不随上方筛选变化" + (f"，出处：{sources[0]}" if len(sources) == 1 else ""),
        finding=_finding(rows),
        why_empty=f"{answers.district.name}还没有登记公开发布的数。登记在 data/figures/districts 下，"
        "并在 district.toml 里用 profile 写明是哪个区县。",
        measures=tuple(dict.fromkeys(row.measure for row in rows if row.measure)),
        labels=labels,
        options={
            "widths": {
                "text": 330,
                "published": 130,
                "counted": 96,
                "verdict": 72,
                "why": 400,
                "claim": 66,
                "base": 130,
            },
        },
    )


def questions(answers: Answers, rows: Sequence[Compared], known: Published | None) -> View:
    """What the published figures leave open."""
    asked = [question.text for question in known.questions] if known else []
    return make(
        answers,
        "questions",
        "公开数据没有说清的",
        "text",
        pd.DataFrame({"sentence": asked}),
        _ledgers(rows),
        scope=_everything(answers),
        basis="待核实",
        why_empty="没有待问的。" if known else "没有登记公开发布的数。",
        labels={"sentence": "问题"},
    )


def _everything(answers: Answers) -> Scope:
    return Scope(answers.available_period(), compare="none")


def _ledgers(rows: Sequence[Compared]) -> list[str]:
    """The ledgers that were counted in; the net where there was nothing to count."""
    return list(dict.fromkeys(MEASURES[row.measure].ledger for row in rows if row.counted is not None)) or ["grids"]


def _row(row: Compared) -> dict[str, str]:
    figure = row.figure
    return {
        "text": figure.text,
        "published": said(figure),
        "counted": _counted(row),
        "verdict": VERDICTS[row.agrees],
        "why": row.why,
        "claim": CLAIMS[figure.claim],
        "window": figure.window,
        "base": figure.base,
        "source": figure.source + (f"（截至{day(figure.as_of)}）" if figure.as_of else ""),
    }


def said(figure: PublishedFigure) -> str:
    """The published number with its qualifier: 158 个, 200 件以上, 约 100 场, 15—20 万元, 100%（基数未说明）."""
    if figure.claim in ("title", "slogan", "assertion"):
        return "—"
    if figure.qualifier == "all":
        return "100%（基数未说明）" if not figure.base or figure.base.startswith("未说明") else "100%"
    low = _with_unit(figure.value, figure.unit)
    if figure.qualifier == "range":
        start, unit = amount(figure.value, figure.unit)
        end, _ = amount(figure.high, figure.unit)
        return f"{start}—{end} {unit}".replace(" %", "%")
    return {"≥": f"{low}以上", "≈": f"约 {low}"}.get(figure.qualifier, low)


def _with_unit(value: float, unit: str) -> str:
    return f"{full(value)}%" if unit == "%" else " ".join(amount(value, unit))


def _counted(row: Compared) -> str:
    if row.counted is None:
        return "—"
    if row.denominator is not None:
        # a rate never stands without its two halves, and on few items they stand alone
        return f"{full(row.numerator)}/{full(row.denominator)}"
    return _with_unit(row.counted, row.unit)


def _finding(rows: Sequence[Compared]) -> str:
    numbers = {name: sum(row.agrees == code for row in rows) for code, name in VERDICTS.items()}
    told = "，".join(f"**{count} 项**{name}" for name, count in numbers.items())
    return f"公布 {len(rows)} 项：{told}；不可比的都写明原因。"
