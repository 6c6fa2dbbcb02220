"""The single figures of drawings that no row of a breakdown tells, each with the passport it opens to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from components.views import words
from components.views.formats import amount, is_missing, plain
from components.views.opening import Opening, cell
from data.attention.model import TASK, Signal
from data.ledgers import Ledger
from data.measures.answers import Answers
from data.measures.lifecycle import AGE_BUCKETS
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.passport.cuts import BETWEEN, LATE, WITHIN
from data.passport.model import Cut

Openings = tuple[Opening, ...]


def days(frame: pd.DataFrame, code: str) -> Openings:
    """Each day of a calendar on which there is anything."""
    return tuple(
        Opening(words.day(day), (code,), float(value), cuts=(Cut("day", day.isoformat(), words.day(day)),), at=str(day))
        for day, value in zip(frame["day"], frame["value"], strict=True)
        if value
    )


def opened_code(ledger: Ledger) -> str:
    """The measure that counts what came to the first stage of a ledger; empty where none is registered."""
    return next(
        (
            measure.code
            for measure in MEASURES.values()
            if measure.ledger == ledger.name
            and measure.kind == "count"
            and measure.stage == ledger.stages[0].code
            and not measure.where
            and not measure.field
        ),
        "",
    )


def steps(ledger: Ledger, frame: pd.DataFrame) -> Openings:
    """Each step of a funnel: what was opened in the period and came that far."""
    code = opened_code(ledger)
    return tuple(
        Opening(str(label), (code,), float(n), cuts=(Cut("reached", str(stage), f"到达“{label}”"),), at=str(place))
        for place, (stage, label, n) in enumerate(zip(frame["stage"], frame["label"], frame["n"], strict=True))
        if code and not is_missing(n)
    )


def each_of(frame: pd.DataFrame, codes: Iterable[str], unit: str) -> Openings:
    """Each step of a funnel that has a measure of its own; of a rate it is the number above the line."""
    return tuple(
        Opening(f"{label} · {' '.join(amount(n, unit))}", (code,), at=str(place))
        for place, (label, n, code) in enumerate(zip(frame["label"], frame["n"], codes, strict=True))
    )


def steps_of_rows(code: str, frame: pd.DataFrame) -> Openings:
    """Each cell of categories by stages: what came that far, of one category."""
    return tuple(
        Opening(
            f"{row['row']} · {row['column']}",
            (code,),
            float(row["value"]),
            by="category",
            key=str(row["row_key"]),
            cuts=(Cut("reached", str(row["stage"]), f"到达“{row['column']}”"),),
            at=cell(row["row"], row["column"]),
        )
        for row in frame.to_dict("records")
        if row["value"]
    )


def nodes(answers: Answers, frame: pd.DataFrame, code: str) -> Openings:
    """Each grid of the net's tree; the node on top is the scope itself."""
    levels = answers.grids(with_closed=True).set_index("grid_code")["level"]
    return tuple(
        Opening(str(label), (code,), float(n), by=f"grid{levels[key]}", key=str(key), at=str(key))
        for key, label, n in zip(frame["key"], frame["label"], frame["value"], strict=True)
        if key in levels
    )


def rows_of(scope: Scope, code: str, by: str, place: str, values: Mapping[str, float]) -> Openings:
    """Each row of a breakdown of another scope than the view's: one bar of several times, one column of a field."""
    return tuple(
        Opening(f"{place} · {key}", (code,), float(value), by=by, key=key, scope=scope, at=cell(place, key))
        for key, value in values.items()
        if value
    )


def batches(ledger: Ledger, stage: str, frame: pd.DataFrame, names: Mapping[str, str]) -> Openings:
    """Each part of each month's batch: reached the stage, not due, overdue, ended another way."""
    code = opened_code(ledger)
    return tuple(
        Opening(
            f"{words.month(str(row['key']))} · {said}",
            (code,),
            float(row[name]),
            by="month",
            key=str(row["key"]),
            cuts=(Cut("became", f"{stage}:{name}", said),),
            at=cell(row["key"], name),
        )
        for row in frame.to_dict("records")
        for name, said in names.items()
        if code and not is_missing(row[name]) and row[name]
    )


def ages(codes: Iterable[str], frame: pd.DataFrame, names: Mapping[str, str]) -> Openings:
    """Each age of the open items, within the limit and past it."""
    code = next((one for one in codes if not MEASURES[one].field), "")
    labels = {bucket.code: bucket.label for bucket in AGE_BUCKETS}
    kinds = {"within_n": WITHIN, "overdue_n": LATE}
    return tuple(
        Opening(
            f"已等 {labels[row['bucket']]} · {said}",
            (code,),
            float(row[name]),
            cuts=(Cut("age", row["bucket"], f"已等 {labels[row['bucket']]}"), Cut("open", kinds[name], said)),
            at=cell(row["label"], name),
        )
        for row in frame.to_dict("records")
        for name, said in names.items()
        if code and not is_missing(row[name]) and row[name]
    )


def flows(code: str, frame: pd.DataFrame) -> Openings:
    """Each list that items came to, then each way from one to another."""
    nodes = dict.fromkeys([*frame["source"], *frame["target"]])
    into, out = frame.groupby("target")["n"].sum(), frame.groupby("source")["n"].sum()
    came = [(str(node), str(node), float(max(into.get(node, 0), out.get(node, 0)))) for node in nodes]
    went = [
        (f"{source} {BETWEEN} {target}", f"{source}{BETWEEN}{target}", float(n))
        for source, target, n in zip(frame["source"], frame["target"], frame["n"], strict=True)
    ]
    return tuple(
        Opening(label, (code,), n, cuts=(Cut("flow", key, label),), at=key) for label, key, n in (*came, *went) if n
    )


def sentences(frame: pd.DataFrame, signals: Iterable[Signal] = ()) -> Openings:
    """Each sentence with the measures it speaks of; one that tells a signal is about the scope and the task of that."""
    known = {signal.key: signal for signal in signals}
    found = []
    for number, row in enumerate(frame.to_dict("records"), 1):
        codes = tuple(code for code in str(row["measures"]).split(",") if code)
        label = f"{number}. {plain(str(row['sentence']))}"
        signal = known.get(str(row.get("key", "")))
        scope, cuts = (signal.evidence.scope, _task(signal, codes)) if signal else (None, ())
        if codes:
            found.append(Opening(label, codes, cuts=cuts, scope=scope, at=str(number)))
    return tuple(found)


def _task(signal: Signal, codes: Iterable[str]) -> tuple[Cut, ...]:
    """The one task a signal is about; a rate can't be cut down to it."""
    kind, _, code = signal.topic.partition("@")
    if kind != TASK or any(MEASURES[one].is_rate for one in codes):
        return ()
    return (Cut("item", code, signal.subject),)


def items(scope: Scope, code: str, rows: pd.DataFrame, name: str = "title") -> Openings:
    """Each item of a list, as the one row it is.

    Args:
        scope: in which the measure counts every one of them.
        code: a count of items.
        rows: as the list shows them, with item_code.
        name: the column that says what an item is called.
    """
    return tuple(
        Opening(
            f"{said}（{item}）", (code,), 1.0, cuts=(Cut("item", str(item), str(said)),), scope=scope, at=str(place)
        )
        for place, (item, said) in enumerate(zip(rows["item_code"], rows[name], strict=True))
    )


def open_items(answers: Answers, ledger: Ledger, rows: pd.DataFrame) -> Openings:
    """Each item of a list of what is open on the as-of day, whatever the period; none where open items are not counted."""
    stocks = (m.code for m in MEASURES.values() if m.ledger == ledger.name and m.kind == "stock")
    code = next((code for code in stocks if not MEASURES[code].field and not MEASURES[code].stage), "")
    last = f"{answers.district.as_of:%Y-%m}"
    return items(answers.scope.with_period(Period(last, last)), code, rows) if code else ()


def branches(frame: pd.DataFrame, code: str) -> Openings:
    """Each unit of the organisation's tree with all below it."""
    return tuple(
        Opening(str(label), (code,), float(n), cuts=(Cut("under", str(key), f"{label}及下级"),), at=str(key))
        for key, label, n in zip(frame["key"], frame["label"], frame["value"], strict=True)
    )
