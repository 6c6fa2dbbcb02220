"""A figure's passport in words: its headline, its facts, the marks of its data, and the line that goes below an export."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.views import words
from components.views.definition_words import formula, view_name
from components.views.formats import amount, fraction, full, month_label, ratio
from components.views.model import View
from components.views.words_hidden import HIDDEN
from data.ledgers import Ledger
from data.measures.answers import Answers
from data.measures.fair import BASES, unit_per
from data.measures.model import Figure, Measure
from data.passport.model import AMOUNT, Passport, QualityMark, RowsPage, Side

SIDES: Mapping[Side, str] = {"value": "计入的记录", "numerator": "分子", "denominator": "分母", "rest": "分母中其余的"}
_SOURCE_LABELS = {
    "source_file": "来源文件",
    "source_sheet": "工作表",
    "source_row": "行号",
    "version": "入库版本",
    "imported_on": "导入日期",
    "imported_by": "导入人",
}
_DAYS = "天数"


def value_words(figure: Figure) -> str:
    """The figure as it is printed: 78.7%, 1,681 场, 22/22 件, 数少隐去."""
    if figure.value is None and figure.state != "hide":
        return words.NO_FIGURE
    return words.quantity(figure, bold=False)


def working(passport: Passport) -> str:
    """How this very figure comes about, with its numbers: 543 ÷ 690 件 × 100% = 78.7%."""
    figure, measure = passport.figure, passport.measure
    if measure.is_rate and figure.denominator is not None and figure.numerator is not None:
        above, below = full(figure.numerator), full(figure.denominator)
        share = " × 100%" if measure.is_share else ""
        number, unit = amount(figure.value, measure.unit)
        result = f" = {number}{'' if unit == '%' else ' '}{unit}" if figure.value is not None else ""
        return f"{above}（{measure.numerator}）÷ {below}（{measure.denominator}）{share}{result}"
    return ""


def fraction_words(passport: Passport) -> str:
    """543 ÷ 690 件, beside a rate's figure; empty for others."""
    figure = passport.figure
    if not passport.measure.is_rate or not figure.denominator or figure.numerator is None:
        return ""
    return f"{full(figure.numerator)} ÷ {full(figure.denominator)} {words.item_unit(figure)}"


def scope_words(passport: Passport) -> str:
    """The scope of the figure: 2025年1—6月 · 北下街街道 · 全部类别 · 3月."""
    chosen = passport.scope.sentence(passport.area_name, passport.measure.ledger)
    return f"{chosen} · {passport.label}" if passport.label else chosen


def facts(answers: Answers, passport: Passport) -> dict[str, str]:
    """Heading → words, in the order in which they are read."""
    measure = passport.measure
    ledger = answers.ledger(measure.ledger)
    said = {
        "意思": measure.definition,
        "算法": working(passport) or formula(measure, ledger),
        "折算": divided(answers, passport),
        "单位": measure.unit
        if not measure.is_share
        else f"{measure.unit}，分子、分母以{words.item_unit(passport.figure)}计",
        "范围": f"{scope_words(passport)} · {view_name(measure)}",
        "来源": source_words(ledger, passport),
        "质量": mark_words(passport.mark),
        "口径": definition_words(passport),
    }
    return {name: told for name, told in said.items() if told}


def divided(answers: Answers, passport: Passport) -> str:
    """What a count comes to for so many: 1,681 场 ÷ 103,211 户 × 100 = 1.63 场/百户; empty where nothing is divided."""
    per, measure = passport.scope.per, passport.measure
    if not per or passport.cuts or per not in answers.fair.offered(measure.code):
        return ""
    rows = answers.fair.per(measure.code, passport.by, per)
    row = rows[rows["key"] == passport.key].iloc[0]
    if pd.isna(row["value"]):
        return str(row["why"])
    basis, scale = BASES[per], BASES[per].scale
    below = f"{full(row['denominator'])} {answers.measure(basis.measure).unit}"
    times = f" × {scale:,}" if scale > 1 else ""
    known = f"，{full(row['known'])}/{full(row['grids'])} 个网格有数" if row["known"] < row["grids"] else ""
    return (
        f"{full(row['numerator'])} {measure.unit} ÷ {below}{times} = {ratio(float(row['value']))} "
        f"{unit_per(measure, per)}（期末在用网格{known}）"
    )


def source_words(ledger: Ledger, passport: Passport) -> str:
    """微心愿台账 · 截至 2025年6月30日 · 第 3 版数据（2025-07-02 入库）; figures of the data themselves name no ledger."""
    named = "" if passport.mark is None else f"{ledger.label} · "
    return f"{named}截至 {words.day(passport.as_of)} · 第 {passport.version} 版数据（{passport.imported_at[:10]} 入库）"


def definition_words(passport: Passport) -> str:
    """第 2 版，自 2024年1月起."""
    present = passport.definitions[-1]
    return f"第 {present.number} 版，自 {month_label(present.since)}起"


def history(passport: Passport) -> list[str]:
    """Every version of the definition, the present one first."""
    return [f"第 {one.number} 版 · {month_label(one.since)}起 · {one.why}" for one in reversed(passport.definitions)]


def mark_words(mark: QualityMark | None) -> str:
    """各月齐全 · 没有迟报 · 待核 0.4%（12 行，全版本）; what cannot be judged is said so."""
    if mark is None:
        return ""
    return " · ".join(part for part in (_complete(mark), _late(mark), _refused(mark)) if part)


def _complete(mark: QualityMark) -> str:
    if mark.due_months is None:
        return "名册，不按月报送"
    if not mark.due_months:
        return "本期还没有到报送时间"
    if not mark.silent_months:
        return "各月齐全"
    return f"缺报 {fraction(mark.silent_months, mark.due_months)} 个月次（按一级网格逐月）"


def _late(mark: QualityMark) -> str:
    if mark.judged is None:
        return ""
    if not mark.judged:
        return "首次导入以前的补录，不判迟报"
    return f"迟报 {mark.late_pct:.1f}%（{fraction(mark.late, mark.judged)} 行）" if mark.late else "没有迟报"


def _refused(mark: QualityMark) -> str:
    if not mark.refused:
        return "没有待核的行"
    return f"待核 {mark.refused_pct:.1f}%（{full(mark.refused)} 行，全版本）"


def side_name(measure: Measure, side: Side) -> str:
    """What the rows of a side are: 分子：其中已实现的微心愿数."""
    named = {"numerator": measure.numerator, "denominator": measure.denominator}.get(side, "")
    return f"{SIDES[side]}：{named}" if named else SIDES[side]


def rows_sentence(ledger: Ledger, page: RowsPage, measure: Measure) -> str:
    """How the rows come to the number: 共 543 件，逐件计数; 共 1,681 场，“参加人次”合计 20,114."""
    unit = ledger.unit
    count = f"共 {full(page.total)} {unit}"
    if page.adds == "rows":
        return f"{count}，逐{unit}计数"
    if page.adds == "quantile":
        rank = round((measure.quantile or 0) * 100)
        return f"{count}，按用时排列，第 {rank} 百分位是 {full(page.amount)} 天"
    label = ledger.field(page.field).label if page.field else ""
    if page.adds == "distinct":
        return f"{count}，“{label}”去重后 {full(page.amount)} 个"
    if page.adds == "part":
        return f"{count}，余量合计 {full(page.amount)}；分子是分母减去余量后不足的部分"
    return f"{count}，“计入”一列合计 {full(page.amount)}"


def row_columns(ledger: Ledger, page: RowsPage) -> dict[str, str]:
    """Column → heading of the rows: number, title and what is counted first, then where it was read, then the rest."""
    fields = {f.name: f"{f.label}（{f.unit}）" if f.unit else f.label for f in ledger.fields if not f.personal}
    lead = [name for name in (ledger.id_field, ledger.title_field) if name]
    counted = {} if page.adds in ("rows", "distinct") else {AMOUNT: _DAYS if page.adds == "quantile" else "计入"}
    place = {"grid_path": "所在网格"} if ledger.grid_field else {}
    known = {**{name: fields[name] for name in lead}, **counted, **_SOURCE_LABELS, **place}
    return {**known, **{name: label for name, label in fields.items() if name not in known}}


def shown_rows(page: RowsPage) -> pd.DataFrame:
    """The rows with the version they came in with as a number."""
    versions = [f"第 {int(str(name)[:6])} 版" if str(name)[:6].isdigit() else "" for name in page.rows["import_id"]]
    return page.rows.assign(version=versions)


def held_back_words(answers: Answers, passport: Passport) -> str:
    """Why no row is listed; empty where rows are."""
    if passport.is_held_back:
        ledger = answers.ledger(passport.measure.ledger)
        return (
            f"{HIDDEN}：单个网格的{ledger.label}少于 {ledger.suppress_below} {ledger.unit}时不列记录，"
            "以免指向具体住户；可以改看上级范围或更长时段。"
        )
    return "" if passport.sides else "没有计入的记录。"


def footnote(answers: Answers, passport: Passport) -> str:
    """The passport as one line of an export, beside the definition: 本数 · 范围 · 台账 · 截至 · 版本 · 口径版本 · 质量."""
    measure = passport.measure
    parts = (
        f"本数 {working(passport) or value_words(passport.figure)}",
        f"范围 {scope_words(passport)}",
        f"来源 {source_words(answers.ledger(measure.ledger), passport)}",
        f"口径{definition_words(passport)}",
        f"质量 {told}" if (told := mark_words(passport.mark)) else "",
    )
    return "；".join(part for part in parts if part) + "。"


def opened_by(view: View) -> str:
    """The breakdown whose rows a view shows, each with a passport of its own; empty where it shows the scope's alone."""
    if view.by:
        return view.by
    if view.kind == "trend":
        return "month"
    return f"grid{view.options['level']}" if view.kind == "map" and "level" in view.options else ""


def codes_of(view: View) -> tuple[str, ...]:
    """The measures whose figures a view shows, once each; those of its cards included."""
    cards = [str(code) for code in view.frame["code"]] if view.kind == "cards" and "code" in view.frame else []
    return tuple(dict.fromkeys([*cards, *view.measures]))
