"""The pictures of 自助分析: a breakdown as a line, bars, a map or a table, and a field of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from components.views import clicks, words
from components.views.formats import amount, full, percent
from components.views.model import View, ViewKind
from components.views.pages import (
    areas,
    charts,
    context,
    explore_choice,
    explore_rows,
    grid_map,
    map_frame,
    parts,
    viewpoint,
)
from components.views.pages import explore_words as told
from components.views.pages.explore_choice import BARS, LINE, Choice
from data.measures.answers import Answers
from data.measures.fair import BASES
from data.measures.model import Measure


def title_of(answers: Answers, choice: Choice) -> str:
    """志愿服务活动（按月）."""
    known = explore_choice.ways(answers, choice.measure)
    by = known.get(choice.by, "") + (f"、{known[choice.across]}" if choice.across else "")
    return f"{answers.measure(choice.measure).label}（{by}）"


def basis_of(answers: Answers, measure: Measure) -> str:
    """By which month the items count, and whether all of them had their time: 批次口径，含未到期."""
    is_due = parts.is_ripe(answers.figure(measure.code), answers.scope.period, answers)
    return viewpoint.named("" if is_due else "含未到期", [(measure, answers.ledger(measure.ledger))])


def _made(
    answers: Answers,
    choice: Choice,
    kind: ViewKind,
    frame: pd.DataFrame,
    rows: pd.DataFrame,
    finding: str,
    labels: Mapping[str, str],
    **more: object,
) -> View:
    """A view of the choice; empty where no row has a number."""
    measure = answers.measure(choice.measure)
    has_number = rows["value"].fillna(0).ne(0) | rows["denominator"].fillna(0).gt(0) | rows["state"].eq("hide")
    meaning = clicks.meaning_of(choice.by, measure.ledger)
    if choice.across:
        meaning += f"|{clicks.meaning_of(choice.across, measure.ledger)}"
    per = explore_rows.per_of(answers, choice.measure)
    options: dict[str, Any] = {
        "by": "" if choice.across or per else choice.by,
        "unit": told.unit_of(answers, measure),
        "basis": basis_of(answers, measure),
        "click": meaning,
        **more,
    }
    return parts.make(
        answers,
        choice.id,
        title_of(answers, choice),
        kind,
        frame,
        (measure.ledger,),
        is_empty=not has_number.any(),
        why_empty="" if has_number.any() else words.missing(answers, measure.ledger, measure.stage),
        finding=finding,
        measures=(choice.measure, *((BASES[per].measure,) if per else ())),
        labels=labels,
        **options,
    )


def breakdown(answers: Answers, choice: Choice, form: str) -> View:
    """One row a month, area or kind: a line, bars or a table."""
    wide, rows = explore_rows.rows_of(answers, choice)
    measure = answers.measure(choice.measure)
    name = explore_choice.heading(answers, measure, choice.by)
    if form == LINE:
        return _line(answers, wide, choice, rows)
    finding = told.sentence(_spoken(answers, wide, choice), choice, _named(rows, choice, wide))
    scope = {"scope": wide.scope}
    if form != BARS:
        return _table(answers, wide, choice, rows)
    if measure.is_share and measure.is_rate:
        based = rows[rows["denominator"].fillna(0) > 0]
        if choice.by != "month":
            based = based.sort_values(["is_small", "value"], ascending=[True, False], kind="stable")
        frame = based.loc[:, ["key", "label", "numerator", "denominator", "value", "is_small"]].reset_index(drop=True)
        if choice.by.startswith("grid") and len(frame):
            frame = areas.among_peers(answers, frame)
        frame = _marked(frame, rows)
        labels = {
            "label": name,
            "numerator": measure.numerator or "分子",
            "denominator": measure.denominator or "分母",
            "value": "占比（%）",
        }
        unit = words.item_unit(answers.figure(choice.measure))
        return _made(answers, choice, "share_bars", frame, rows, finding, labels, **scope, unit=unit)
    frame = rows.assign(
        display=[
            _printed(value, told.unit_of(answers, measure))
            if state in ("value", "zero")
            else parts.shown(None, state, "")
            for value, state in zip(rows["value"], rows["state"], strict=True)
        ]
    ).loc[:, ["key", "label", "value", "display"]]
    labels = {"label": name, "value": f"{measure.label}（{told.unit_of(answers, measure)}）"}
    return _made(answers, choice, "bars", _marked(frame, rows), rows, finding, labels, **scope)


def _spoken(answers: Answers, wide: Answers, choice: Choice) -> Answers:
    """Whose whole a sentence tells: the period's beside the months of a year, else that of all that is drawn."""
    return answers if choice.by == "month" else wide


def _marked(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with the mark of the rows that are chosen, where some are."""
    if "highlight" not in rows:
        return frame
    chosen = frozenset(rows.loc[rows["highlight"], "key"].astype(str))
    return context.marked(frame, chosen)


def _printed(value: float, unit: str) -> str:
    """A number at the end of its bar: in full, and with two decimals where it was divided."""
    return amount(value, unit)[0] if "/" in unit else full(value)


def _named(rows: pd.DataFrame, choice: Choice, wide: Answers) -> pd.DataFrame:
    """The rows as sentences name them: 3月, not 2025年3月, where all is of one year."""
    if choice.by != "month":
        return rows
    span = wide.scope.period
    return rows.assign(label=[words.month(key, span.end if span.month_count <= 12 else "") for key in rows["key"]])


def _line(answers: Answers, wide: Answers, choice: Choice, rows: pd.DataFrame) -> View:
    measure, span = answers.measure(choice.measure), wide.scope.period
    drawn = told.drawn_rows(rows)
    frame = drawn.loc[:, ["key", "value"]].assign(label=[charts.short_month(key, span) for key in rows["key"]])
    frame = _marked(frame, rows)
    earlier = explore_rows.year_ago(wide, choice)
    named = ""
    if earlier is not None and earlier.notna().any():
        frame["compare"] = earlier.to_numpy()
        named = f"{span.year_ago().start[:4]}年" if span.start[:4] == span.end[:4] else "上年同月"
    spoken = _named(rows, choice, wide)
    spoken = spoken.assign(compare=frame["compare"]) if named else spoken
    finding = told.sentence(answers, choice, spoken, compare="上年同月" if named else "")
    labels = {"key": "年月", "value": measure.label, **({"compare": named} if named else {})}
    name = f"{span.end[:4]}年" if span.start[:4] == span.end[:4] else "本期"
    options = {"name": name, "compare_name": named, "step": measure.kind == "stock"}
    return _made(answers, choice, "trend", frame, rows, finding, labels, scope=wide.scope, options=options)


def _table(answers: Answers, wide: Answers, choice: Choice, rows: pd.DataFrame) -> View:
    """The numbers themselves: value, what it is made of, the compared one and the change, and why some are missing."""
    measure = answers.measure(choice.measure)
    is_share = measure.is_share and measure.is_rate
    frame = pd.DataFrame({"key": rows["key"], "label": rows["label"], "value": explore_rows.plain_values(rows)})
    labels = {
        "label": explore_choice.heading(answers, measure, choice.by),
        "value": f"{measure.label}（{told.unit_of(answers, measure)}）",
    }
    if is_share:
        frame = frame.assign(parts=explore_rows.fractions(rows))
        labels |= {"parts": f"分数（{words.item_unit(answers.figure(choice.measure))}）"}
    if explore_rows.per_of(answers, choice.measure):
        frame, labels = frame.assign(count=rows["numerator"]), labels | {"count": f"总量（{measure.unit}）"}
    is_month = choice.by == "month"
    spoken = _spoken(answers, wide, choice)
    before = explore_rows.year_ago(wide, choice) if is_month else explore_rows.compared(spoken, choice, rows)
    if before is not None and before.notna().any():
        frame = frame.assign(compare=before, change=(frame["value"] - before).where(rows["is_ripe"]))
        named = "上年同月" if is_month else answers.scope.base_label
        labels |= {"compare": named, "change": "增减（百分点）" if is_share else "增减"}
    reasons = rows["why"] if "why" in rows else [""] * len(rows)
    notes = [
        why or ("" if state in ("value", "zero") else parts.shown(None, state, "")) or ("" if ripe else "部分未到期")
        for why, state, ripe in zip(reasons, rows["state"], rows["is_ripe"], strict=True)
    ]
    if any(notes):
        frame, labels = frame.assign(note=notes), labels | {"note": "说明"}
    formats = {"value": "percent", "compare": "percent", "change": "decimal"} if is_share else {}
    if explore_rows.per_of(answers, choice.measure):
        formats = dict.fromkeys(("value", "compare", "change"), "ratio")
    finding = told.sentence(spoken, choice, _named(rows, choice, wide))
    options = {"formats": formats}
    return _made(answers, choice, "table", frame, rows, finding, labels, scope=wide.scope, options=options)


def area_map(answers: Answers, choice: Choice) -> View:
    """The breakdown by areas on the map, as 网格一张图 draws it."""
    measure = answers.measure(choice.measure)
    level = explore_choice.level_of(answers, choice.by)
    frame = map_frame.frame_for(answers, level if choice.by != "grid" else 0)
    drawn = grid_map.grid_map(answers, measure, frame)
    wide, rows = explore_rows.rows_of(answers, choice)
    finding = told.sentence(wide, choice, rows) if not drawn.empty else ""
    title = title_of(answers, choice)
    basis = basis_of(answers, measure)
    view = replace(drawn, id=choice.id, title=title, finding=finding, basis=basis)
    alt = drawn.empty or words.joined([finding]).replace("**", "")
    return replace(view, alt=f"{title}（{view.subtitle}），{answers.area_name}。{alt}")


def cells(answers: Answers, choice: Choice, *, is_table: bool) -> View:
    """Two breakdowns at once: a field of cells, or the same as a table."""
    wide, found = explore_rows.cells(answers, choice)
    measure = answers.measure(choice.measure)
    found = found.assign(display=explore_rows.small_fractions(found), value=explore_rows.plain_values(found))
    state = found["state"].where(~found["state"].isin(["value"]), "")
    if is_table:
        found = found.drop(columns=["row_chosen", "column_chosen"], errors="ignore")
    marks = [name for name in ("row_chosen", "column_chosen") if name in found]
    drawn = ["row", "column", "value", "display", "state", "row_key", "column_key", *marks]
    frame = found.assign(state=state).loc[:, drawn]
    across = explore_choice.heading(answers, measure, choice.across)
    by = explore_choice.heading(answers, measure, choice.by)
    spoken = context.kept(answers, choice.by, measure.ledger)[0]
    finding = told.of_cells(spoken, choice, found)
    labels = {
        "row": by,
        "column": across,
        "value": f"{measure.label}（{told.unit_of(answers, measure)}）",
        "display": "说明",
    }
    if not is_table:
        return _made(answers, choice, "heatmap", frame, found, finding, labels, scope=wide.scope)
    if measure.is_share:
        # fractions stand beside percentages, so the cells are words
        frame = frame.assign(
            value=[_cell(*row) for row in zip(frame["value"], frame["display"], found["state"], strict=True)]
        )
    crossed = frame.pivot(index="row_key", columns="column_key", values="value")
    crossed = crossed.loc[list(dict.fromkeys(frame["row_key"])), list(dict.fromkeys(frame["column_key"]))]
    names = dict(zip(frame["row_key"], frame["row"], strict=True))
    columns = dict(zip(frame["column_key"], frame["column"], strict=True))
    wide_table = crossed.reset_index().rename(columns={"row_key": "key"})
    wide_table.insert(1, "label", [names[key] for key in wide_table["key"]])
    formats = dict.fromkeys(columns, "ratio" if explore_rows.per_of(answers, choice.measure) else "")
    return _made(
        answers,
        choice,
        "table",
        wide_table,
        found,
        finding,
        {"label": by, **columns},
        scope=wide.scope,
        options={"formats": formats},
    )


def _cell(value: float, small: str, state: str) -> str:
    """91.7%, or 5/6 on too few, or why there is nothing."""
    return small or (percent(value) if state in ("value", "zero") else parts.shown(None, state, ""))
