"""``python -m data quality``: whether the figures can be relied on, in the words and numbers of the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.store.command import store_for_figures

if TYPE_CHECKING:
    import pandas as pd

    from data.measures.answers import Answers

_MOST_LINES = 20


def quality(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，各项齐全")] = False) -> None:
    """查数据质量：静默的单位、没有填的字段、迟报、待核的行、互相矛盾的数、边界和网格的问题。"""
    from data.measures.answers import Answers
    from data.measures.scope import Period, Scope

    store = store_for_figures()
    month = f"{store.as_of:%Y-%m}"
    whole = Answers(store, Scope(Period(month, month))).available_period()
    answers = Answers(store, Scope(whole, compare="none"))
    body = findings(answers)
    if as_json:
        typer.echo(json.dumps(body, ensure_ascii=False, allow_nan=False))
        return
    for line in _lines(body):
        typer.echo(line)


def findings(answers: Answers) -> dict[str, Any]:
    """Everything the page shows, as plain values.

    Args:
        answers: version and scope.
    """
    desk = answers.quality
    codes = (
        "stored_row_count",
        "quarantined_share_pct",
        "silent_area_count",
        "contradiction_count",
        "geometry_finding_count",
        "filled_share_pct",
        "inexact_row_count",
        "late_row_share_pct",
    )
    figures = [answers.figure(code) for code in codes]
    contradictions = desk.contradictions()
    return {
        "version": answers.district.version,
        "as_of": answers.district.as_of.isoformat(),
        "measures": [
            {
                "code": figure.measure.code,
                "label": figure.measure.label,
                "unit": figure.measure.unit,
                "value": figure.value,
                "numerator": figure.numerator,
                "denominator": figure.denominator,
            }
            for figure in figures
        ],
        "silent": _records(desk.silent()),
        "filled": _records(desk.filled()),
        "unkept": desk.unkept(),
        "late": _records(desk.late()),
        "refused": _records(desk.refused()),
        "contradictions": _records(contradictions),
        "published": _records(desk.published()),
        "geometry": _records(desk.geometry().drop(columns="shape")),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is missing is None."""
    import pandas as pd

    plain = frame.astype("object").where(frame.notna(), None)
    return [
        {str(name): value.item() if hasattr(value, "item") else value for name, value in row.items()}
        for row in pd.DataFrame(plain).to_dict("records")
    ]


def _lines(body: dict[str, Any]) -> list[str]:
    said = [f"第 {body['version']} 版  截至 {body['as_of']}"]
    for one in body["measures"]:
        value = (
            "—" if one["value"] is None else f"{one['value']:,.10g}" if one["unit"] != "%" else f"{one['value']:.1f}"
        )
        parts = f"（{one['numerator']:,}/{one['denominator']:,}）" if one["denominator"] else ""
        said.append(f"{one['label']} {value} {one['unit']}{parts}")
    said += _some(
        "静默",
        [
            f"{row['area_name']} {row['ledger_label']}：{row['last_month']} 以后没有记录，往常每月 {row['usual']:g} 条"
            for row in body["silent"]
        ],
    )
    said += _some(
        "待核", [f"{row['file']} “{row['field_label']}”{row['kind']}：{row['n']} 行" for row in body["refused"]]
    )
    said += _some("矛盾", [f"{row['label']}：{row['n']} {row['unit']}" for row in body["contradictions"] if row["n"]])
    return said + _some("边界", [f"{row['label']}：{row['message']}" for row in body["geometry"]])


def _some(name: str, lines: list[str]) -> list[str]:
    more = [f"[{name}] 其余 {len(lines) - _MOST_LINES} 项见 --json"] if len(lines) > _MOST_LINES else []
    return [f"[{name}] {line}" for line in lines[:_MOST_LINES]] + more


def _refused(row: dict[str, Any]) -> str:
    column = f"“{row['field_label']}”列" if row["field_label"] else ""
    return f"{row['file']} {column}{row['kind']}：{row['n']} 行"
