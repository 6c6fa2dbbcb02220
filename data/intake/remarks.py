"""What was done to the rows of a table on their way, told once for the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from data.intake.report import Masked, Weight
from data.intake.stage_sql import Plan
from data.intake.tables import quote

_NAMED = 12
_AREA_WORDS: tuple[tuple[str, str, str, Weight], ...] = (
    ("name", "area_by_name", "没有网格编码，按网格名称找到了唯一的网格。", "warn"),
    ("remembered", "area_remembered", "没有网格编码，区域名称按以前选定的网格识别。", "info"),
    ("told", "area_told", "没有网格编码，区域名称按选定的网格识别。", "info"),
    ("point", "area_by_point", "没有网格编码，按经纬度落在哪个网格里归属；经纬度只用来找网格，没有保存。", "warn"),
)
_NO_CODE = ", ".join(quote(way) for way, *_ in _AREA_WORDS)
_QUALIFIED_NAMED = 5


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing done to some rows.

    Attributes:
        code: short name for programs.
        message: one Chinese sentence.
        count: how many rows.
        weight: see :class:`data.intake.report.Finding`.
    """

    code: str
    message: str
    count: int
    weight: Weight = "warn"


def remarks(connection: duckdb.DuckDBPyConnection, plan: Plan) -> tuple[tuple[Remark, ...], Mapping[str, Masked]]:
    """What to tell about the judged rows in ``staged``, and the columns in which texts were masked.

    Args:
        connection: where ``staged`` is.
        plan: what was done with the cells.
    """
    records = "FILTER (NOT is_furniture)"
    free = plan.free_fields
    row = connection.execute(
        f"""SELECT count(*) FILTER (is_furniture), count(*) FILTER (is_unnumbered AND NOT is_furniture),
            count(*) FILTER (has_short_year AND NOT is_furniture AND reasons IS NULL),
            count(*) FILTER (has_mended_code AND coalesce(area_way NOT IN ({_NO_CODE}), true)
                AND NOT is_furniture AND reasons IS NULL)
            {"".join(f", count_if(masked_{name}) {records}" for name in free)} FROM staged"""  # noqa: S608  (our own names)
    ).fetchone() or (0,) * (4 + len(free))
    said = [
        *_row_remarks(plan, *row[:4]),
        *_area_remarks(connection),
        *_open_values(connection, plan),
        *_qualified(connection),
    ]
    headers = {field.name: plan.table.headers[place] for place, field in plan.match.columns.items()}
    masked: dict[str, Masked] = {
        headers[name].strip(): {"done": "已遮盖", "rows": count}
        for name, count in zip(free, row[4:], strict=True)
        if count
    }
    return tuple(said), masked


def _row_remarks(plan: Plan, furniture: int, unnumbered: int, short_years: int, mended: int) -> list[Remark]:
    key = plan.match.ledger.field(plan.match.ledger.id_field).label if plan.match.ledger.id_field else ""
    said = []
    if furniture:
        said.append(Remark("rows_furniture", "合计行、表下的注不是记录，没有导入。", furniture, "info"))
    if unnumbered:
        words = (
            f"“{key}”列是空的，已按整行内容编了临时编号：同样的行再导入不会重复，内容改了会当成新的一件，请补上编号。"
        )
        said.append(Remark("rows_unnumbered", words, unnumbered))
    if short_years:
        said.append(Remark("year_short", "日期的年份只写了两位，按 20×× 年读。", short_years))
    if mended:
        words = "网格编码里有看不见的字符、全角数字、多出的“.0”或丢了前面的 0，已改正再对照。"
        said.append(Remark("code_mended", words, mended))
    for name, order in plan.orders.items():
        label = plan.match.ledger.field(name).label
        words = f"“{label}”列有年份写在最后的日期，按{'月在前、日在后' if order == 'MDY' else '日在前、月在后'}读。"
        said.append(Remark("date_order", words, 1))
    return said


def _area_remarks(connection: duckdb.DuckDBPyConnection) -> list[Remark]:
    """How rows without a grid's code found their grid."""
    rows = connection.execute(
        """SELECT area_way, count(*) FROM staged WHERE NOT is_furniture AND reasons IS NULL AND area_way IS NOT NULL
        GROUP BY 1"""
    ).fetchall()
    counts = dict(rows)
    return [Remark(code, words, counts[way], weight) for way, code, words, weight in _AREA_WORDS if way in counts]


def _open_values(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[Remark]:
    """Values outside the list of a field that takes others too."""
    said = []
    for field in plan.match.columns.values():
        if not (field.is_open and field.codes):
            continue
        listed = ", ".join(quote(code) for code in field.codes)
        rows = connection.execute(
            f"""SELECT {field.name}, count(*) FROM staged
            WHERE NOT is_furniture AND reasons IS NULL AND {field.name} NOT IN ({listed})
            GROUP BY ALL ORDER BY ALL"""  # noqa: S608  (our own names)
        ).fetchall()
        if rows:
            named = "、".join(f"“{value[:20]}”" for value, _ in rows[:_NAMED])
            more = f"等 {len(rows)} 个值" if len(rows) > _NAMED else ""
            words = f"“{field.label}”列的{named}{more}不在常用的值里，照原样保存。"
            said.append(Remark("value_new", words, sum(count for _, count in rows), "info"))
    return said


def _qualified(connection: duckdb.DuckDBPyConnection) -> list[Remark]:
    """Numbers with a word beside them."""
    wanted = "NOT is_furniture AND reasons IS NULL AND qualifiers IS NOT NULL"
    rows = connection.execute(
        f"""SELECT said, count(*) OVER (), (SELECT count(*) FROM staged WHERE {wanted}) FROM (
            SELECT DISTINCT unnest(json_extract_string(qualifiers, '$.*.text')) AS said FROM staged WHERE {wanted}
        ) ORDER BY said LIMIT {_QUALIFIED_NAMED}"""  # noqa: S608  (our own names)
    ).fetchall()
    if not rows:
        return []
    named = "、".join(f"“{text[:20]}”" for text, _, _ in rows) + ("等" if rows[0][1] > len(rows) else "")
    words = f"{named}不是确数：按其中的数字（范围取下限）合计，“余、近、以上”等字样一并保存。"
    return [Remark("number_qualified", words, rows[0][2])]


def area_match(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Mapping[str, int]:
    """How many rows found their grid by code, name and point, and how many did not; empty where no grids are known."""
    if not plan.knows_areas:
        return {}
    row = connection.execute(
        """SELECT count(*) FILTER (area_way IN ('code', 'mended')),
            count(*) FILTER (area_way IN ('name', 'told', 'remembered')), count(*) FILTER (area_way = 'point'),
            count(*) FILTER (area_way = 'unmatched') FROM staged WHERE NOT is_furniture"""
    ).fetchone() or (0, 0, 0, 0)
    return dict(zip(("by_code", "by_name", "by_point", "unmatched"), row, strict=True))
