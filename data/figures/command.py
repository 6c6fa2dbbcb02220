"""``python -m data figures``: what was published beside what the ledgers say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.store.command import store_for_figures
from data.store.errors import StoreError

if TYPE_CHECKING:
    from data.figures.compare import Compared

_MARKS = {"yes": "相符", "no": "不符", "not_comparable": "不可比"}


def figures(
    profile: Annotated[str, typer.Option(help="哪个区县的公开数据；缺省为数据仓自己的。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """把公开发布的数逐项与台账对照：相符、不符，或为什么不可比。"""
    from data.figures.compare import compared
    from data.figures.model import published, published_districts

    store = store_for_figures()
    known = published(profile or store.district.profile.name)
    if known is None:
        choices = "、".join(published_districts())
        raise StoreError(f"没有“{profile or store.district.profile.name}”的公开数据，可用 {choices}")
    rows = compared(store, known)
    if as_json:
        typer.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False, allow_nan=False))
        return
    for row in rows:
        counted = "—" if row.counted is None else f"{row.counted:,.10g} {row.unit}"
        typer.echo(f"[{_MARKS[row.agrees]}] {row.figure.text}：我们 {counted}{f'  {row.why}' if row.why else ''}")
    for question in known.questions:
        typer.echo(f"[待问] {question.text}")


def _plain(row: Compared) -> dict[str, Any]:
    figure = row.figure
    return {
        "code": figure.code,
        "text": figure.text,
        "published": {
            "value": figure.value,
            "high": figure.high,
            "qualifier": figure.qualifier,
            "unit": figure.unit,
            "window": figure.window,
            "base": figure.base,
            "claim": figure.claim,
            "as_of": figure.as_of.isoformat() if figure.as_of else None,
            "source": figure.source,
        },
        "counted": None if row.counted is None else _whole(row.counted),
        "numerator": None if row.numerator is None else _whole(row.numerator),
        "denominator": None if row.denominator is None else _whole(row.denominator),
        "unit": row.unit,
        "measure": row.measure,
        "agrees": row.agrees,
        "why": row.why,
    }


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value
