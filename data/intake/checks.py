"""The checks of a row, as pairs of SQL: when it fails, and what is then said.

A check sees the cleaned text of a column as ``t_<field>`` and its value as ``<field>``. It never counts
NULL as a failure unless it says so. The sentence names the column; file, sheet and row are put before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.access.masking import SURNAMES
from data.intake.headers import Match
from data.intake.tables import CELLS, quote
from data.ledgers import Field, Ledger

KNOWN_GRIDS = "known_grids"
"""Temporary table of the grid codes in the store or in this import."""
LOST = "lost_"
"""Before the name of a field: whether its code is that of no known grid."""

_TYPE_HINTS = {
    "integer": "不是整数",
    "decimal": "不是数字",
    "date": "不是日期，请写成 2025-06-01 的样子",
    "grid_code": "是表格软件改成的科学计数，末几位已经丢失，请把该列设为文本后重新导出",
}
_CODES_SHOWN = 12
_DONE = "已?(办结|结案|完成|办理完毕|办毕|关闭)"
_UNDONE = "未办结|未结案|未完成|处理中|办理中|在办|待办|待处理|待派单|进行中"
_EARLIEST = "1990-01-01"
"""No ledger of this work is older; spreadsheets and databases write 1900 or 1970 where they know no date."""
_GROUP_ENDINGS = "队社组会站店坊团楼院班盟所室部处委行厂园城"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``fails`` is a boolean expression, ``says`` a text expression.

    ``of`` names the field it looks at where it looks at nothing else: then a word that comes in many rows is checked once.
    """

    fails: str
    says: str
    of: str = ""


def row_checks(match: Match, width: int, required: set[str], latest: date, *, knows_grids: bool) -> list[Check]:
    """All checks that need nothing but the row itself (and the known grid codes).

    Args:
        match: the table's columns.
        width: number of headers.
        required: fields that must be filled.
        latest: stage dates after this day are refused.
        knows_grids: whether the codes in ``known_grids`` are to be asked.
    """
    checks = [_width(width)]
    for field in match.columns.values():
        checks.extend(_field_checks(field, field.name in required))
    present = {field.name for field in match.columns.values()}
    checks.extend(_stage_checks(match.ledger, present))
    checks.extend(_future_checks(match.ledger, present, latest))
    checks.extend(_status_checks(match.ledger, present))
    if match.ledger.groups_only in present:
        checks.append(_group_check(match.ledger))
    checks.extend(_dependent_checks(match.ledger, present))
    if knows_grids and match.ledger.name != "grids":
        checks.extend(_known_grid_checks(match))
    return checks


def _dependent_checks(ledger: Ledger, present: set[str]) -> Iterator[Check]:
    """Fields that must be filled only with some values of another."""
    for field in ledger.fields:
        if field.required_when is None or field.required_when[0] not in present:
            continue
        other, values = field.required_when
        is_empty = f"t_{field.name} IS NULL" if field.name in present else "true"
        listed = ", ".join(quote(value) for value in values)
        says = f"{quote(f'“{ledger.field(other).label}”为')} || {other} || '时必须填写，这里是空的'"
        yield Check(f"{other} IN ({listed}) AND {is_empty}", _says(field.label, says))


def _known_grid_checks(match: Match) -> Iterator[Check]:
    for field in match.columns.values():
        if field.type == "grid_code":
            says = f"'没有编码为“' || {field.name} || '”的网格，请核对编码或先导入网格边界'"
            yield Check(f"{LOST}{field.name}", _says(field.label, says), field.name)


def _group_check(ledger: Ledger) -> Check:
    """A name of two to four characters that begins with a surname and calls itself no group is taken for a person's."""
    name = ledger.groups_only
    fails = f"regexp_full_match({name}, '[{SURNAMES}][\\x{{4e00}}-\\x{{9fff}}·]{{1,3}}') AND NOT regexp_matches({name}, '[{_GROUP_ENDINGS}]$')"
    says = f"'像是个人姓名，{ledger.label}只记队伍和群体，请改填队伍或群体的名称'"
    return Check(fails, _says(ledger.field(name).label, says), name)


def grid_checks(present: set[str]) -> list[Check]:
    """For attributes of grids: a grid that is not known yet must come with its name and level."""
    return [
        Check(
            f"{is_unknown('grid_code')} AND {f't_{name}' if name in present else 'NULL'} IS NULL",
            _says(label, f"'没有填写，而“' || grid_code || '”是新网格，必须有{label}'"),
        )
        for name, label in (("grid_name", "网格名称"), ("level", "网格层级"))
    ]


def is_unknown(field: str) -> str:
    """Whether a code is written and no known grid has it, as SQL."""
    return f"{field} IS NOT NULL AND {field} NOT IN (SELECT grid_code FROM {KNOWN_GRIDS})"  # noqa: S608


def _width(columns: int) -> Check:
    """More cells than headers: some cell has slipped into the wrong column."""
    return Check(f"{CELLS} > {columns}", f"'本行有 ' || {CELLS} || ' 格，表头只有 {columns} 列，内容可能串列'")


def _field_checks(field: Field, is_required: bool) -> Iterator[Check]:
    text, value, label = f"t_{field.name}", field.name, field.label
    if is_required:
        yield Check(f"{text} IS NULL", _says(label, "'必须填写，这里是空的'"), value)
    if field.type in _TYPE_HINTS:
        hint = quote(f"”{_TYPE_HINTS[field.type]}")
        yield Check(f"{text} IS NOT NULL AND {value} IS NULL", _says(label, f"'“' || {_short(text)} || {hint}"), value)
    if field.codes and not field.is_open:
        listed = ", ".join(quote(code) for code in field.codes)
        shown = "、".join(field.codes[:_CODES_SHOWN])
        says = _says(label, f"'“' || {_short(text)} || {quote(f'”不在可填的值里（{shown}）')}")
        yield Check(f"{value} IS NOT NULL AND {value} NOT IN ({listed})", says, value)
    if field.minimum is not None:
        says = _says(label, f"{_short(text)} || {quote(f'小于最小值 {field.minimum:,.10g}')}")
        yield Check(f"{value} < {field.minimum!r}", says, value)
    if field.maximum is not None:
        says = _says(label, f"{_short(text)} || {quote(f'大于最大值 {field.maximum:,.10g}')}")
        yield Check(f"{value} > {field.maximum!r}", says, value)


def _stage_checks(ledger: Ledger, present: set[str]) -> Iterator[Check]:
    """No stage, and no exit, before any stage that comes before it."""
    fields = [stage.field for stage in ledger.stages if stage.field in present]
    pairs = [(earlier, later) for i, later in enumerate(fields) for earlier in fields[:i]]
    if ledger.exit_date_field in present and fields:
        pairs.append((fields[0], ledger.exit_date_field))
    for earlier, later in pairs:
        first, then = ledger.field(earlier).label, ledger.field(later).label
        says = _says(then, f"{later} || {quote(f' 早于“{first}”')} || ' ' || {earlier} || '，先后颠倒'")
        yield Check(f"{later} < {earlier}", says)


def _future_checks(ledger: Ledger, present: set[str], latest: date) -> Iterator[Check]:
    for name in (*(stage.field for stage in ledger.stages), ledger.exit_date_field):
        if name in present:
            says = _says(ledger.field(name).label, f"{name} || {quote(f' 晚于截至日期 {latest.isoformat()}')}")
            yield Check(f"{name} > DATE {quote(latest.isoformat())}", says, name)
            says = _says(ledger.field(name).label, f"{name} || '早得不可信，多半是软件填的零或漏了年份'")
            yield Check(f"{name} < DATE {quote(_EARLIEST)}", says, name)


def _status_checks(ledger: Ledger, present: set[str]) -> Iterator[Check]:
    """The state as the file puts it must not contradict the date of the done stage."""
    done = ledger.closed_field
    if not ledger.status_field or not {ledger.status_field, done} <= present:
        return
    status, label = ledger.status_field, ledger.field(done).label
    is_done = f"regexp_full_match({status}, {quote(_DONE)})"
    is_open = f"regexp_full_match({status}, {quote(_UNDONE)})"
    says = f"'是“' || {_short(status)} || {quote(f'”，而“{label}”列是空的')}"
    yield Check(f"{is_done} AND t_{done} IS NULL", _says(ledger.field(status).label, says))
    says = f"'是“' || {_short(status)} || {quote(f'”，而“{label}”列是 ')} || {done}"
    yield Check(f"{is_open} AND {done} IS NOT NULL", _says(ledger.field(status).label, says))


def _says(label: str, expression: str) -> str:
    return f"{quote(f'“{label}”列：')} || {expression}"


def _short(text: str) -> str:
    """A cell is quoted in a sentence only up to a length a person would read."""
    return f"left({text}, 40)"
