"""``python -m data describe`` and ``python -m data measure``: the same numbers as on the pages, as text or JSON."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from data.measures.model import Measure
from data.measures.registry import MEASURES, UnknownMeasureError
from data.measures.registry import measure as registered
from data.measures.scope import Period, Scope, month_index, month_of_index
from data.store.command import store_for_figures
from data.store.errors import StoreError

if TYPE_CHECKING:
    from data.measures.query import Context
    from data.store.reader import Reader

# pandas and DuckDB are imported where they are used: every command waits for this file, --help included.
REFUSED = 2


def describe(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """说明当前版本里有什么：版本、截至日期、网格数、台账行数和指标。"""
    store = _open()
    levels = store.query("SELECT level, count(*) AS n FROM grids GROUP BY 1")
    counts = dict(zip(levels["level"].astype(int), levels["n"].astype(int), strict=True))
    body: dict[str, Any] = {
        "version": store.version,
        "as_of": store.as_of.isoformat(),
        "grids": {str(level): int(counts.get(level, 0)) for level in (1, 2, 3)},
        "ledgers": {
            name: {
                "rows": summary.rows,
                "from": summary.first.isoformat() if summary.first else None,
                "to": summary.last.isoformat() if summary.last else None,
            }
            for name, summary in store.manifest.ledgers.items()
        },
        "measures": list(MEASURES),
    }
    if as_json:
        typer.echo(json.dumps(body, ensure_ascii=False, allow_nan=False))
        return
    names = store.district.level_names
    typer.echo(f"{store.district.name} 第 {store.version} 版，截至 {store.as_of}")
    typer.echo("网格：" + "，".join(f"{name} {body['grids'][str(k)]:,} 个" for k, name in enumerate(names, start=1)))
    for name, summary in store.manifest.ledgers.items():
        span = f"，{summary.first} 至 {summary.last}" if summary.first else ""
        typer.echo(f"{store.ledger(name).label}：{summary.rows:,} 行{span}")
    typer.echo("指标：" + "，".join(f"{code} {entry.label}" for code, entry in MEASURES.items()))


def measure(
    code: Annotated[str, typer.Argument(help="指标代码，用 describe 查看")],
    period: Annotated[str, typer.Option(help="期间，如 2025-01..2025-06；缺省为截至月止近 12 个月")] = "",
    grid: Annotated[str, typer.Option(help="网格编码；缺省为全区")] = "",
    by: Annotated[str, typer.Option(help="分组：month、grid、grid1、grid2、grid3、category、actor 等")] = "",
    category: Annotated[list[str] | None, typer.Option(help="只计这些类别，可重复")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """按口径取一个指标的数，比率同时给出分子和分母。"""
    store = _open()
    try:
        registered(code)
        scope, definition = _scope(store, code, period, grid, tuple(category or ()))
        body = _answer(store, scope, definition, by)
    except (UnknownMeasureError, ValueError) as error:
        _refuse(str(error))
    if as_json:
        typer.echo(json.dumps(body, ensure_ascii=False, allow_nan=False))
        return
    typer.echo(f"{definition.label}（{definition.unit}）{scope.period.label}，截至 {store.as_of}")
    for row in body.get("rows", [body]):
        rate = f"（{row['numerator']} / {row['denominator']}）" if row["denominator"] is not None else ""
        shown = "—" if row["value"] is None else f"{row['value']:,}"
        typer.echo(f"{row['label']}  {shown}{rate}" if by else f"{shown}{rate}")
    typer.echo(f"口径：{definition.definition}")


def _open() -> Reader:
    try:
        return store_for_figures()
    except StoreError as error:
        _refuse(str(error))


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)


def _scope(store: Reader, code: str, period: str, grid: str, categories: tuple[str, ...]) -> tuple[Scope, Measure]:
    from data.measures.query import Context

    last = f"{store.as_of:%Y-%m}"
    months = Period.parse(period) if period else Period(month_of_index(month_index(last) - 11), last)
    ledger = registered(code).ledger
    scope = Scope(months, grid, tuple((ledger, name) for name in categories))
    context = Context(store, scope)
    if grid and grid not in context.net:
        raise ValueError(f"没有编码为“{grid}”的网格，请核对网格编码（前导 0 不能省略）")
    definition = context.measure(code)
    _check_categories(context, definition, categories)
    return scope, definition


def _check_categories(context: Context, definition: Measure, categories: tuple[str, ...]) -> None:
    ledger = context.ledger(definition.ledger)
    codes = ledger.field(ledger.category_field).codes
    unknown = [name for name in categories if name not in codes]
    if unknown:
        raise ValueError(f"{ledger.label}没有类别“{'、'.join(unknown)}”，可用 {'、'.join(codes)}")


def _answer(store: Reader, scope: Scope, definition: Measure, by: str) -> dict[str, Any]:
    from data.measures.answers import Answers

    answers = Answers(store, scope)
    body: dict[str, Any] = {
        "code": definition.code,
        "label": definition.label,
        "unit": definition.unit,
        "period": str(scope.period),
        "grid": scope.grid_code,
        "version": store.version,
        "as_of": store.as_of.isoformat(),
    }
    if by:
        return body | {"rows": [_row(definition, row) for row in answers.rows(definition.code, by).to_dict("records")]}
    figure = answers.figure(definition.code)
    return body | {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "state": figure.state,
    }


def _row(definition: Measure, row: dict[Any, Any]) -> dict[str, Any]:
    """A row with missing numbers as None and whole numbers as integers."""
    from data.measures.breakdown import is_whole

    numbers = {name: _plain(row[name], is_whole(definition) or name != "value") for name in _NUMBERS}
    return {"key": row["key"], "label": row["label"], **numbers, "state": row["state"]}


_NUMBERS = ("value", "numerator", "denominator")


def _plain(value: float | None, whole: bool) -> float | None:
    if value is None or math.isnan(value):
        return None
    return int(value) if whole and float(value).is_integer() else float(value)
