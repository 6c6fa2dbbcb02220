"""红色物业: what is covered, committees and firms, stars with their history, titles, and compounds without management."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import NO_VALUE, fraction, full
from components.views.model import View
from components.views.opening import Opening
from components.views.pages import cards, charts, openings, parts
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE
from data.measures.scope import Period, month_index, month_of_index

COMPOUNDS, FIRMS, STARS, TITLES = "compounds", "property_firms", "star_ratings", "titles"
CARD_CODES = (
    "compound_covered_count",
    "compound_managed_rate_pct",
    "compound_committee_rate_pct",
    "firm_with_party_count",
    "firm_cross_appointed_rate_pct",
    "title_valid_count",
)
RATE_CODES = (
    "compound_covered_rate_pct",
    "compound_managed_rate_pct",
    "compound_committee_rate_pct",
    "committee_cross_appointed_rate_pct",
    "firm_party_rate_pct",
    "firm_cross_appointed_rate_pct",
)
STAR_STEPS, STAR_STEP_MONTHS = 4, 6
LINE_MONTHS = 24


def build(answers: Answers) -> dict[str, View]:
    """The page's views by id: cards, rates, unmanaged, areas, modes, stars, titles, compounds."""
    views = (
        _cards(answers),
        rates(answers),
        unmanaged(answers),
        areas(answers),
        modes(answers),
        stars(answers),
        titles(answers),
        compounds(answers),
    )
    return {view.id: view for view in views}


def _cards(answers: Answers) -> View:
    seats, communities = (
        answers.figure(code).value for code in ("covered_subdistrict_count", "covered_community_count")
    )
    party, expired = answers.figure("firm_party_rate_pct"), answers.figure("title_expired_count")
    level = parts.level_name(answers, 1)
    notes = {
        "compound_covered_count": f"{full(seats)} {level} {full(communities)} {parts.level_name(answers, 2)}",
        "firm_with_party_count": f"占 {words.share_of(party)}" if party.denominator else "",
        "title_valid_count": f"另有过期 {full(expired.value)} 个" if expired.value else "期末",
    }
    shown = {"compound_covered_count": "红色物业覆盖小区", "firm_with_party_count": "单独建党组织的企业"}
    return cards.cards(answers, "cards", "红色物业主要指标", CARD_CODES, titles=shown, notes=notes)


def rates(answers: Answers) -> View:
    """The six rates with numerator and denominator; a small base as a fraction, never ranked."""
    figures = [figure for figure in (answers.figure(code) for code in RATE_CODES) if figure.denominator]
    frame = pd.DataFrame(
        [
            {
                "key": figure.measure.code,
                "label": figure.measure.label,
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": figure.value,
                "is_small": figure.is_small,
            }
            for figure in figures
        ],
        columns=["key", "label", "numerator", "denominator", "value", "is_small"],
    )
    full_ones = [figure.measure.label for figure in figures if figure.numerator == figure.denominator]
    low = min(figures, key=lambda figure: figure.value or 0, default=None)
    said = [f"{words.listing(full_ones)}已全部达到"] if full_ones else []
    if low is not None and low.numerator != low.denominator:
        said.append(f"{low.measure.label} **{fraction(low.numerator, low.denominator)} {words.item_unit(low)}**最低")
    return parts.make(
        answers,
        "rates",
        "覆盖与交叉任职",
        "share_bars",
        frame,
        (COMPOUNDS, FIRMS),
        basis="期末，各有各的分母",
        finding=words.joined(said),
        measures=RATE_CODES,
        labels={"label": "指标", "numerator": "分子", "denominator": "分母", "value": "占比（%）"},
    )


def unmanaged(answers: Answers) -> View:
    """Compounds without property management at the end of each month, down to zero."""
    code = "compound_unmanaged_count"
    end = min(answers.scope.period.end, f"{answers.district.as_of:%Y-%m}")
    start = max(month_of_index(month_index(end) - LINE_MONTHS + 1), answers.available_period().start)
    wide = answers.narrowed(answers.scope.with_period(Period(min(start, end), end)))
    frame = wide.rows(code, "month").loc[:, ["key", "label", "value"]].dropna(subset=["value"]).reset_index(drop=True)
    frame["label"] = [charts.short_month(key, wide.scope.period) for key in frame["key"]]
    has_any = bool(answers.figure("compound_count").value)
    return parts.make(
        answers,
        "unmanaged",
        "无物业管理小区清零",
        "trend",
        frame,
        (COMPOUNDS,),
        is_empty=not has_any or frame.empty,
        scope=wide.scope,
        unit="个",
        basis="每月末",
        finding=_cleared(frame) if has_any and len(frame) else "",
        measures=(code,),
        labels={"key": "年月", "label": "月", "value": "无物业管理小区（个）"},
        options={"name": "无物业管理小区", "compare_name": "", "step": True},
    )


def _cleared(frame: pd.DataFrame) -> str:
    """From how many to how many, and the month in which none was left."""
    first, last = frame.iloc[0], frame.iloc[-1]
    before, now = int(first["value"]), int(last["value"])
    if now:
        return f"{words.month(first['key'])}末 {before} 个，{words.month(last['key'])}末还有 **{now} 个**没有物业管理。"
    if not before:
        return f"{words.month(first['key'])}以来各月末都没有无物业管理小区。"
    left = frame[frame["value"] > 0]["key"].max()
    zero = frame[frame["key"] > left]["key"].min()
    return f"{words.month(first['key'])}末 {before} 个，**{words.month(zero)}末清零**，此后没有反弹。"


def areas(answers: Answers) -> View:
    """Covered compounds of all compounds, by the areas below."""
    level = parts.level_name(answers, answers.area_level + 1)
    return charts.share_bars(
        answers,
        "areas",
        f"各{level}红色物业覆盖",
        "compound_covered_rate_pct",
        "grid",
        "覆盖",
        basis="期末",
        kind_name=level,
        why_empty=parts.no_areas_below(answers) if answers.has_ledger(COMPOUNDS) else "",
    )


def modes(answers: Answers) -> View:
    """How compounds are looked after."""
    return charts.bars(
        answers, "modes", "物业管理方式", "compound_count", "property_mode", basis="期末", heading="方式"
    )


def stars(answers: Answers) -> View:
    """Firms by stars, now and at half-yearly steps before."""
    end = min(answers.scope.period.end, f"{answers.district.as_of:%Y-%m}")
    months = [month_of_index(month_index(end) - STAR_STEP_MONTHS * step) for step in range(STAR_STEPS)][::-1]
    months = [month for month in months if month >= answers.available_period().start]
    opens: list[Opening] = []
    declared = answers.ledger(STARS).field("stars").codes
    rows = []
    for month in months:
        then = answers.narrowed(answers.scope.with_period(Period(month, month)))
        counts = then.rows("starred_firm_count", "category").set_index("key")["value"].fillna(0)
        label, held = f"{month[2:4]}年{int(month[5:])}月", {star: int(counts.get(star, 0)) for star in declared}
        rows.append({"label": label, **held})
        opens += openings.rows_of(then.scope, "starred_firm_count", "category", label, held)
    frame = pd.DataFrame(rows, columns=["label", *declared])
    total = int(frame.iloc[-1][list(declared)].sum()) if len(frame) else 0
    top = int(frame.iloc[-1][declared[0]]) if len(frame) else 0
    roles = ("main", "soft", "cat2", "muted", "watch")
    return parts.make(
        answers,
        "stars",
        "物业企业星级",
        "stacked",
        frame,
        (STARS,),
        is_empty=not total,
        unit="家",
        basis="各半年末的有效星级",
        finding=f"有效星级 **{total} 家**，五星 {fraction(top, total)} 家，一星 {full(frame.iloc[-1][declared[-1]])} 家。"
        if total
        else "",
        measures=("starred_firm_count",),
        by="category",
        opens=tuple(opens),
        labels={"label": "时点", **{star: f"{star}（家）" for star in declared}},
        options={"series": {star: {"label": star, "role": role} for star, role in zip(declared, roles, strict=False)}},
    )


def titles(answers: Answers) -> View:
    """Titles with their giver and how long they are valid; those whose time is over are marked and come first."""
    frame = answers.register_rows(TITLES)
    day = min(answers.scope.period.last_day, answers.district.as_of)
    over = [words.is_day(value) and value < day for value in frame["valid_until"]]
    frame = frame.assign(status=["已过期" if is_over else "有效" for is_over in over])
    frame = frame.sort_values(["status", "valid_until"], kind="stable").reset_index(drop=True)
    kinds = frame["title_kind"].value_counts()
    counted = "、".join(
        f"{kind} {kinds[kind]} 个" for kind in answers.ledger(TITLES).field("title_kind").codes if kind in kinds
    )
    return parts.make(
        answers,
        "titles",
        "示范称号",
        "table",
        frame.loc[:, ["holder", "title_kind", "giver", "given_on", "valid_until", "status"]],
        (TITLES,),
        unit="个",
        basis="期末已授予的，过期的在前",
        finding=f"{counted}，其中 **{sum(over)} 个**已过期。" if len(frame) else "",
        measures=("title_count", "title_expired_count"),
        labels={
            "holder": "称号持有单位",
            "title_kind": "称号",
            "giver": "授予单位",
            "given_on": "授予日期",
            "valid_until": "有效期至",
            "status": "状态",
        },
        options={
            "formats": {"given_on": "date", "valid_until": "date"},
            "widths": {"title_kind": 84, "given_on": 100, "valid_until": 100, "status": 72},
        },
    )


def compounds(answers: Answers) -> View:
    """The compounds of the area, those without property management first."""
    frame = answers.register_rows(COMPOUNDS)
    unmanaged_first = frame["managed_from"].isna() if len(frame) else pd.Series(dtype=bool)
    frame = frame.assign(
        order=~unmanaged_first.to_numpy(dtype=bool),
        firm=frame["firm_name"].fillna(NO_VALUE),
        since=frame["managed_from"],
    ).sort_values(["order", "grid_code", "compound_name"], kind="stable")
    small = 0 < len(frame) < SMALL_BASE
    columns = ["compound_name", "grid_path", "compound_kind", "property_mode", "firm", "since", "is_covered"]
    return parts.make(
        answers,
        "compounds",
        "小区名册",
        "table",
        frame.loc[:, [*columns, "has_committee", "is_cross_appointed"]].reset_index(drop=True),
        (COMPOUNDS,),
        unit="个",
        basis="期末在册，没有物业管理的在前",
        finding=f"在册小区 **{full(len(frame))} 个**{'，数量少，不作比较' if small else ''}。",
        measures=("compound_count",),
        labels={
            "compound_name": "小区",
            "grid_path": "所在区域",
            "compound_kind": "类型",
            "property_mode": "管理方式",
            "firm": "物业企业",
            "since": "落实管理",
            "is_covered": "红色物业",
            "has_committee": "业委会",
            "is_cross_appointed": "交叉任职",
        },
        options={
            "formats": {"since": "date"},
            "widths": {
                "compound_kind": 96,
                "property_mode": 92,
                "since": 100,
                "is_covered": 84,
                "has_committee": 76,
                "is_cross_appointed": 84,
            },
        },
    )
