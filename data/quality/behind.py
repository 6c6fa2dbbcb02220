"""The rows behind a finding, a page at a time, each with the file, sheet and row it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.ledgers import Ledger
from data.measures.query import Context
from data.measures.scope import Period
from data.quality import arrival
from data.quality.areas import grids_inside
from data.quality.contradictions import rule_query
from data.quality.filled import expected_fields
from data.quality.hidden import holds_back
from data.quality.model import HIT_COLUMNS
from data.quality.refused import refused_rows
from data.quality.rules_sql import hits
from data.store.schema import QUALIFIERS

Kind = Literal["reporting", "empty", "late", "rule", "refused", "file", "inexact"]


@dataclass(frozen=True, slots=True)
class Pick:
    """What is to be opened to rows.

    Attributes:
        kind: which finding.
        item: its name: a rule's code, ``ledger.field``, a ledger, a kind of reason (empty = all), or a file.
        month: only rows opened in this month; empty = the scope's period where the finding goes by one.
        area: only rows of this first-level grid; empty = the scope's area.
    """

    kind: Kind
    item: str = ""
    month: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows, and how many there are: columns ``HIT_COLUMNS`` and grid_path."""

    rows: pd.DataFrame
    total: int


REASON_SIGN = " · "
"""Between the column and the kind of a reason, as one name."""


def rows_behind(context: Context, pick: Pick, limit: int, offset: int) -> Page:
    """The rows behind a finding inside the scope's area; none of a ledger whose numbers are hidden there.

    Args:
        context: version and scope, narrowed to the area and month of the pick.
        pick: the finding.
        limit: rows on one page.
        offset: rows before it.
    """
    if pick.kind in ("refused", "file"):
        return _refused(context, pick, limit, offset)
    sql, values = _query(context, pick)
    if not sql:
        return Page(pd.DataFrame(columns=[*HIT_COLUMNS, "grid_path"]), 0)
    grids = grids_inside(context)
    without = [name for name in context.store.manifest.ledgers if holds_back(context, name)]
    found = f"SELECT * FROM ({sql}) WHERE NOT list_contains(?, ledger)"  # noqa: S608  (our own names)
    values = [*values, without]
    if grids is not None:
        found, values = f"{found} AND list_contains(?, grid_code)", [*values, grids]
    total = int(context.store.arrays(f"SELECT count(*) AS n FROM ({found})", values)["n"][0])  # noqa: S608  (our own names)
    rows = context.store.query(
        f"SELECT {', '.join(HIT_COLUMNS)} FROM ({found}) ORDER BY ledger, key, source_file, source_row "  # noqa: S608  (our own names)
        f"LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    return Page(_placed(context, rows), total)


def _query(context: Context, pick: Pick) -> tuple[str, list[object]]:
    """The SELECT of a finding, in ``HIT_COLUMNS``, and its values; "" where there is nothing to select from."""
    if pick.kind == "rule":
        return rule_query(context.store, pick.item), []
    name, _, field = pick.item.partition(".")
    if not context.store.has_rows(name):
        return "", []
    ledger = context.ledger(name)
    period = context.scope.period
    opened = ledger.opened_field
    between: list[object] = [period.first_day, period.last_day]
    if pick.kind == "reporting":
        said = f"{opened} || ' ' || coalesce({ledger.title_field or ledger.id_field}, '')"
        return hits(ledger, name, f"{opened} BETWEEN ? AND ?", said), between
    if pick.kind == "inexact":
        return _inexact(ledger, period)
    if pick.kind == "late":
        condition, values = arrival.late_rows_condition(context.store, name)
        table = f"(SELECT r.* FROM {name} r WHERE {condition})"  # noqa: S608  (our own names)
        said = f"'{ledger.field(opened).label} ' || {opened} || '，超过次月 {arrival.LATE_DAYS} 日才导入'"
        return hits(ledger, table, f"{opened} BETWEEN ? AND ?", said), [*values, *between]
    expected = next(one for one in expected_fields(ledger) if one.field == field)
    condition = f"{expected.due} AND {field} IS NULL AND {opened} BETWEEN ? AND ?"
    said = f"{opened} || '，{expected.label}没有填'"
    return hits(ledger, name, condition, said), between


def _inexact(ledger: Ledger, period: Period) -> tuple[str, list[object]]:
    """Rows with numbers that are not exact; of the period, where the ledger goes by one."""
    texts = f"array_to_string(json_extract_string({QUALIFIERS}, '$.*.text'), '、')"
    said = f"'“' || {texts} || '”不是确数，按其中的数字（范围取下限）合计'"
    if not ledger.opened_field:
        return hits(ledger, ledger.name, f"{QUALIFIERS} IS NOT NULL", said), []
    condition = f"{QUALIFIERS} IS NOT NULL AND {ledger.opened_field} BETWEEN ? AND ?"
    return hits(ledger, ledger.name, condition, said), [period.first_day, period.last_day]


def _refused(context: Context, pick: Pick, limit: int, offset: int) -> Page:
    label, sign, kind = pick.item.partition(REASON_SIGN)
    reason = (label, kind) if sign else ("", pick.item)
    file = pick.item if pick.kind == "file" else ""
    page, total = refused_rows(context.store, reason if pick.item and not file else None, limit, offset, file)
    rows = pd.DataFrame(
        {
            "ledger": page["ledger"],
            "key": "",
            "grid_code": "",
            "said": [f"{reasons}　原文：{raw}" for reasons, raw in zip(page["reasons"], page["raw"], strict=True)],
            "source_file": page["file"],
            "source_sheet": page["sheet"],
            "source_row": page["row_number"],
        }
    )
    return Page(_placed(context, rows), total)


def _placed(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """With the way to each row's grid."""
    return rows.assign(grid_path=[context.net.path_text(str(code), with_self=True) for code in rows["grid_code"]])
