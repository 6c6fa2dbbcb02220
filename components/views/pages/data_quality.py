"""数据质量: can these figures be relied on, and whom to call. Completeness and timeliness; see data_quality_faults for the rest."""

from __future__ import annotations

import pandas as pd

from components.views import clicks, words
from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import cards, data_quality_faults, openings, parts
from components.views.pages.data_quality_rows import token
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Figure
from data.measures.scope import Period, Scope
from data.quality.arrival import LATE_DAYS
from data.quality.reporting import EVERY_LEDGER, GRACE_DAYS, USUAL_AT_LEAST

CARD_CODES = (
    "stored_row_count",
    "quarantined_share_pct",
    "silent_area_count",
    "contradiction_count",
    "geometry_finding_count",
)
MOST_FIELDS = 12
SILENT_ROWS = 200
ALL_LEDGERS = "全部活动台账"
CELL_WORDS = {"none": "—", "zero": "0", "wait": "未到期", "hide": "隐去", "silent": "未报"}
"""What stands in a cell that has no number."""
_FIELD, _LATE, _SILENT = "filled_share_pct", "late_row_share_pct", "silent_area_count"


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, brief, reporting, silent, filled, late, refused, contradictions, geometry, map."""
    views = (
        _cards(answers),
        brief(answers),
        reporting(answers),
        silent(answers),
        filled(answers),
        late(answers),
        data_quality_faults.refused(answers),
        data_quality_faults.refused_files(answers),
        data_quality_faults.contradictions(answers),
        data_quality_faults.geometry(answers),
        data_quality_faults.geometry_map(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    rules = answers.quality.contradictions()
    known = rules["n"].dropna()
    broken = int((known > 0).sum())
    geometry = answers.quality.geometry()
    silent_now = answers.quality.silent()
    notes = {
        "stored_row_count": f"第 {answers.district.version} 版 · {len(answers.store.manifest.ledgers)} 类台账",
        "quarantined_share_pct": "导入时不合格，等修改后再导入",
        "silent_area_count": f"约缺 {full(round(silent_now['missing'].sum()))} 条"
        if len(silent_now)
        else "最近到期的月都报了",
        "contradiction_count": f"查了 {len(known)} 条规则，{broken} 条有发现",
        "geometry_finding_count": f"{geometry['label'].nunique()} 种" if len(geometry) else "没有发现",
    }
    return cards.cards(answers, "cards", "数据质量主要指标", CARD_CODES, notes=notes)


def brief(answers: Answers) -> View:
    """One plain sentence on each question."""
    said = [
        (_silent_sentence(answers.quality.silent()), _SILENT),
        (_filled_sentence(answers.figure(_FIELD)), _FIELD),
        (_late_sentence(answers.figure(_LATE)), _LATE),
        (data_quality_faults.refused_sentence(answers), "quarantined_share_pct"),
        (data_quality_faults.contradictions_sentence(answers), "contradiction_count"),
        (data_quality_faults.geometry_sentence(answers.quality.geometry()), "geometry_finding_count"),
        *((sentence, data_quality_faults.INEXACT) for sentence in data_quality_faults.inexact_sentences(answers)),
    ]
    frame = pd.DataFrame(said, columns=["sentence", "measures"])
    return parts.make(
        answers,
        "brief",
        "这些数靠得住吗",
        "text",
        frame.loc[:, ["sentence"]],
        _sources(answers),
        basis=f"第 {answers.district.version} 版",
        measures=(*CARD_CODES, _FIELD, _LATE, data_quality_faults.INEXACT),
        opens=openings.sentences(frame),
        labels={"sentence": "结论"},
    )


def reporting(answers: Answers, ledger: str = EVERY_LEDGER) -> View:
    """Rows by first-level grid and month, silent ones marked.

    Args:
        answers: version and scope.
        ledger: one ledger; all activity ledgers together unless given.
    """
    rows = answers.quality.reporting(ledger)
    months = list(dict.fromkeys(rows["month"]))
    span = Period(months[0], months[-1]) if months else answers.scope.period
    is_silent = rows["silent"].map(len)
    frame = pd.DataFrame(
        {
            "row": rows["area_name"],
            "column": [_short(month, months[0]) for month in rows["month"]],
            "value": rows["n"].where(rows["state"].isin(("value", "zero"))).astype("float64"),
            "display": rows["state"].map(CELL_WORDS).fillna(""),
            "state": rows["state"],
            "silent": is_silent,
            "row_key": rows["area"],
            "column_key": rows["month"],
        }
    )
    named = answers.ledger(ledger).label if ledger else ALL_LEDGERS
    return parts.make(
        answers,
        "reporting",
        "各月报了多少",
        "heatmap",
        frame,
        [ledger] if ledger else _sources(answers),
        is_empty=not (rows["n"].fillna(0) > 0).any(),
        scope=Scope(span, answers.scope.grid_code, compare="none"),
        unit=answers.ledger(ledger).unit if ledger else "条",
        basis=f"{named}，按发生月份",
        finding=_reporting_finding(rows),
        why_empty=words.missing(answers, ledger or "volunteer_events") if len(rows) else _NO_AREAS,
        measures=(_SILENT,),
        labels={
            "row": parts.level_name(answers, 1),
            "column": "月份",
            "value": "记录",
            "silent": "未报的台账（本）",
        },
        options={"legend": True},
        click=f"{clicks.ROWS}:area:{ledger}|{clicks.ROWS}:month",
    )


_NO_AREAS = "还没有网格，没有单位可以对照。请先导入网格边界或网格台账。"


def _reporting_finding(rows: pd.DataFrame) -> str:
    cells = rows[rows["silent"].map(len) > 0]
    if cells.empty:
        return f"近 {rows['month'].nunique()} 个月没有该报未报的格。"
    # a month in which many are silent is told by its number, not ranked
    units = cells["area"].nunique()
    return f"近 {rows['month'].nunique()} 个月有 **{full(len(cells))} 格**该报未报，涉及 **{full(units)} 个**单位。"


def silent(answers: Answers) -> View:
    """Who to call: areas without a row in the latest month that is due, although they used to report."""
    rows = answers.quality.silent()
    frame = rows.assign(
        last_month=[f"{month[2:4]}年{int(month[5:])}月" for month in rows["last_month"]],
        missing=rows["missing"].round(),
        opens=[token("reporting", *last) for last in rows[["ledger", "last_month", "area"]].to_numpy()],
    ).head(SILENT_ROWS)
    labels = {
        "area_name": parts.level_name(answers, 1),
        "ledger_label": "台账",
        "last_month": "最后有记录",
        "months": "静默月数",
        "usual": "往常每月",
        "missing": "约缺（条）",
    }
    return parts.make(
        answers,
        "silent",
        "现在静默的单位",
        "table",
        frame.loc[:, [*labels, "opens"]],
        _sources(answers),
        scope=Scope(answers.available_period(), answers.scope.grid_code, compare="none"),
        unit="处",
        basis=f"月末后满 {GRACE_DAYS} 天为到期",
        finding=f"**{full(len(rows))} 处**，涉及 {full(rows['area'].nunique())} 个单位，约缺 {full(round(rows['missing'].sum()))} 条；缺得多的在前。",
        why_empty=f"没有静默的单位：往常每月 {USUAL_AT_LEAST} 条以上的，最近一个到期的月都有记录。",
        measures=(_SILENT,),
        labels=labels,
        options={
            "formats": {"months": "integer", "usual": "decimal", "missing": "integer"},
            "widths": {
                "area_name": 84,
                "ledger_label": 108,
                "last_month": 88,
                "months": 72,
                "usual": 72,
                "missing": 80,
            },
        },
    )


def filled(answers: Answers) -> View:
    """Fields by how many of the rows that should have them do; the emptiest first."""
    rows = answers.quality.filled()
    rows = rows[rows["denominator"] > 0]
    value = rows["numerator"] * 100 / rows["denominator"]
    frame = rows.assign(
        label=[f"{words.NOUNS[name][0]}·{label}" for name, label in zip(rows["ledger"], rows["label"], strict=True)],
        value=value,
        is_small=rows["denominator"] < SMALL_BASE,
    ).sort_values(["is_small", "value", "key"], kind="stable", ignore_index=True)
    shown = frame.head(MOST_FIELDS)
    lacking = int((rows["numerator"] < rows["denominator"]).sum())
    unkept = answers.quality.unkept()
    rest = f"{words.listing(unkept)}从来没有人填，不计" if unkept else ""
    several = f"{len(rows)} 个字段中 **{lacking} 个**没有填满" if lacking else f"{len(rows)} 个字段都填满了"
    cut = f"列出填得最少的 {MOST_FIELDS} 个" if len(frame) > MOST_FIELDS and lacking else ""
    return parts.make(
        answers,
        "filled",
        "字段填得全不全",
        "share_bars",
        shown.assign(key=[token("empty", key) for key in shown["key"]]).loc[
            :, ["key", "label", "numerator", "denominator", "value", "is_small"]
        ],
        _sources(answers),
        unit="格",
        basis="可不填而指标要用的字段",
        finding=words.joined(["，".join(part for part in (several, cut) if part), rest]),
        why_empty="所选期间、范围没有记录，没有字段可查。",
        measures=(_FIELD,),
        labels={"label": "字段", "numerator": "填了（格）", "denominator": "应填（格）", "value": "完整率（%）"},
        click=clicks.ROWS,
    )


def late(answers: Answers) -> View:
    """Ledgers by how many of the rows that can be judged came late."""
    rows = answers.quality.late()
    frame = rows.assign(
        value=rows["numerator"] * 100 / rows["denominator"].where(rows["denominator"] > 0),
        is_small=rows["denominator"] < SMALL_BASE,
    ).sort_values(["is_small", "value", "ledger"], ascending=[True, False, True], kind="stable", ignore_index=True)
    return parts.make(
        answers,
        "late",
        "报得及不及时",
        "share_bars",
        frame.assign(key=[token("late", name) for name in frame["ledger"]]).loc[
            :, ["key", "label", "numerator", "denominator", "value", "is_small"]
        ],
        _sources(answers),
        unit="条",
        basis=f"月末后超过 {LATE_DAYS} 天才导入的占比",
        finding=_late_sentence(answers.figure(_LATE)),
        why_empty="还没有能判断早晚的记录：所选期间的记录都早于首次导入，是一次补录的。以后按月导入，这里就有数。",
        measures=(_LATE,),
        labels={"label": "台账", "numerator": "迟报（条）", "denominator": "能判断的（条）", "value": "迟报占比（%）"},
        click=clicks.ROWS,
    )


def _sources(answers: Answers) -> list[str]:
    """The activity ledgers there are; the net where there is none."""
    return answers.quality.ledgers or ["grids"]


def _short(month: str, first: str) -> str:
    """6月; January and the first month with their year."""
    return f"{month[2:4]}年{int(month[5:])}月" if month == first or month.endswith("-01") else f"{int(month[5:])}月"


def _silent_sentence(rows: pd.DataFrame) -> str:
    if rows.empty:
        return f"没有静默的单位：往常每月 {USUAL_AT_LEAST} 条以上的，最近一个到期的月都有记录。"
    top = rows.iloc[0]
    units = rows["area"].nunique()
    return (
        f"现在有 **{full(len(rows))} 处**静默，涉及 **{full(units)} 个**单位；缺得最多的是{top['area_name']}的{top['ledger_label']}，"
        f"{words.month(top['last_month'])}以后没有记录，往常每月 {full(top['usual'])} 条。"
    )


def _filled_sentence(figure: Figure) -> str:
    if not figure.denominator:
        return "所选期间没有记录，没有字段可查。"
    share = fraction(figure.numerator, figure.denominator)
    if figure.numerator == figure.denominator:
        return f"指标要用的字段都填了（{share} 格）。"
    percent = "" if figure.is_small or figure.value is None else f"**{min(figure.value, 99.9):.1f}%**，"
    return f"指标要用的字段完整率 {percent}{share} 格。"


def _late_sentence(figure: Figure) -> str:
    if not figure.denominator:
        return "报得及不及时无从判断：所选期间的记录都早于首次导入，是一次补录的。"
    share = fraction(figure.numerator, figure.denominator)
    if not figure.numerator:
        return f"能判断早晚的 {full(figure.denominator)} 条都在月末后 {LATE_DAYS} 天内导入。"
    percent = "" if figure.is_small or figure.value is None else f"**{figure.value:.1f}%**，"
    return f"迟报占比 {percent}{share} 条（月末后超过 {LATE_DAYS} 天才导入）。"
