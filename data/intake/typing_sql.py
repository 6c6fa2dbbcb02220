"""From the text of a cell to a typed value, as DuckDB expressions.

Every function takes and returns SQL. The text is cleaned first (:func:`cleaned`); a value that cannot be
read is NULL while its text is not, and that difference is what the checks look for. The usual form comes
first in every CASE: nearly all cells take it, and the costly expressions run for the others only.
"""

from __future__ import annotations

from typing import Literal

from data.intake.qualified import value_of
from data.ledgers import Field

DayOrder = Literal["MDY", "DMY"]
"""Which comes first where the year stands last: 3/5/2024."""

_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288) || chr(65279) || chr(8203)"
_BLANK_AT_AN_END = r"'^[\s\x{a0}\x{3000}\x{feff}\x{200b}]|[\s\x{a0}\x{3000}\x{feff}\x{200b}]$'"
_GUARDED = r"'^''+[=+@\-＝＋－＠]'"
"""What :func:`guarded` writes: an apostrophe before what a spreadsheet takes for a formula, or before such a one."""
_UNSEEN = r"'[\s\x{a0}\x{3000}\x{feff}\x{200b}-\x{200f}\x{2060}]'"
_WIDE = "０１２３４５６７８９．－＋／：，（）％￥　"
_NARROW = "0123456789.-+/:,()%¥ "

_YEAR = r"(19\d{2}|20\d{2})"
"""Years outside are slips of the pen (0024) or a spreadsheet's zero."""

_CLOCK = r"(?:[01]?\d|2[0-4])[:时点][0-5]?\d(?:[:分][0-5]?\d(?:\.\d+)?秒?|分)?(?:Z|[+-]\d{2}:?\d{2})?"
_TIME = rf"(?:[T\s]*{_CLOCK})?"
_ISO_DATE = rf"'^{_YEAR}-\d\d-\d\d$'"
_COMPACT_DATE = rf"'^{_YEAR}(\d{{2}})(\d{{2}})(?:\s*(?:[01]?\d|2[0-4]):?[0-5]\d(?::?[0-5]\d)?)?$'"
_SPELT_DATE = rf"'^{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{_TIME}$'"
_SERIAL_DATE = r"'^[345]\d{4}(\.\d+)?$'"
"""Days since 1899-12-30, as spreadsheets count them: 1982 to 2064."""
_YEAR_LAST = rf"'^(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*{_YEAR}{_TIME}$'"
_SHORT_YEAR_LAST = rf"'^(0?[1-9]|1[0-2])/(\d{{1,2}})/(\d{{2}}){_TIME}$'"
_SHORT_DATE = rf"'^(\d{{2}})[-.年](\d{{1,2}})[-.月](\d{{1,2}})日?{_TIME}$'"
_SLASHED_DATES = (
    rf"'^(\d{{2}})/(\d{{1,2}})/(\d){_TIME}$'",
    rf"'^(1[3-9]|[2-9]\d)/(\d{{1,2}})/(0\d|1[0-4]){_TIME}$'",
)
"""24/3/5, 24/03/05: no month is above 12, no year is of one digit. 24/03/25 can be two days and stays unread."""
_SIX_DIGITS = r"'^(\d{2})(\d{2})(\d{2})$'"
_DAY_ORDERS: dict[DayOrder, str] = {"MDY": r"\3-\1-\2", "DMY": r"\3-\2-\1"}

_WITH_THOUSANDS = r"'^[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?$'"
_WHOLE = r"'^[+-]?\d+(\.0+)?$'"
_DECIMAL = r"'^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$'"
_MONEY = "元"
SCIENTIFIC = r"'^\d+(\.\d+)?[eE]\+\d+$'"
"""What a spreadsheet makes of a long code: its last digits are gone."""


def cleaned(column: str) -> str:
    """The text without blanks around it; nothing left is NULL.

    The apostrophe that keeps a spreadsheet from running a text (``'=1+1``) is taken off again.
    """
    bare = f"CASE WHEN {column} ~ {_BLANK_AT_AN_END} THEN trim({column}, {_BLANKS}) ELSE {column} END"
    return f"nullif({unguarded(column, bare)}, '')"


def unguarded(column: str, otherwise: str) -> str:
    """The text without the apostrophe of :func:`guarded`; what has none comes as ``otherwise`` says."""
    is_guarded = f"{column} ^@ '''' AND regexp_matches({column}, {_GUARDED})"
    return f"CASE WHEN {is_guarded} THEN substr({column}, 2) ELSE {otherwise} END"


def typed(field: Field, text: str, order: DayOrder | None = None) -> str:
    """The value of a cleaned text, or NULL where the text is not of the field's type.

    Args:
        field: what the column is.
        text: the cleaned text.
        order: how dates with the year last are read; None leaves them unread.
    """
    if field.type == "date":
        return _date(text, order)
    if field.type == "integer":
        return _number(field, text, "BIGINT", r"'^\d+$'", _WHOLE)
    if field.type == "decimal":
        return _number(field, text, "DOUBLE", r"'^\d+(\.\d+)?$'", _DECIMAL)
    if field.type == "grid_code":
        return _grid_code(text)
    return text


def guarded(text: str) -> str:
    """A text as it is written into a file so that no spreadsheet runs it, as SQL; :func:`cleaned` takes it back."""
    return f"CASE WHEN regexp_matches({text}, '^''*[=+@\\-＝＋－＠]') THEN '''' || {text} ELSE {text} END"


def narrow(text: str) -> str:
    """Full-width digits and signs as half-width ones; plain ASCII has as many bytes as characters."""
    return f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE translate({text}, '{_WIDE}', '{_NARROW}') END"


def year_last(text: str) -> str:
    """Whether a text is a date with the year last; then :func:`day_and_month` gives its first two numbers."""
    said = f"({narrow(text)})"
    return f"({said} ~ {_YEAR_LAST} OR {said} ~ {_SHORT_YEAR_LAST})"


def day_and_month(text: str) -> tuple[str, str]:
    """The first two numbers of a date with the year last."""
    return (
        f"TRY_CAST(regexp_extract({narrow(text)}, '^(\\d+)', 1) AS INTEGER)",
        f"TRY_CAST(regexp_extract({narrow(text)}, '^\\d+\\D+(\\d+)', 1) AS INTEGER)",
    )


def short_year(text: str) -> str:
    """Whether a text is a date with a year of two digits; cheap for the usual forms, which are longer."""
    return f"(length({text}) = 6 OR substr({text}, 3, 1) IN ('.', '-', '/', '年') AND NOT {year_last(text)})"


def _grid_code(text: str) -> str:
    """A code without what spreadsheets add to it; NULL where they have taken digits away."""
    bare = f"regexp_replace({narrow(text)}, {_UNSEEN}, '', 'g')"
    return (
        f"CASE WHEN {text} ~ '^[0-9]+$' THEN {text} WHEN {bare} ~ {SCIENTIFIC} THEN NULL "
        f"ELSE regexp_replace({bare}, '^(\\d+)\\.0+$', '\\1') END"
    )


def _number(field: Field, text: str, kind: str, usual: str, shape: str) -> str:
    """A number by its shape; thousands commas are taken out where they stand right."""
    said = f"trim({narrow(text)})"
    joined = f"replace(replace({said}, ',', ''), ' ', '')"
    units = field.unit if field.unit != "%" else ""
    sign = "¥?\\s*" if field.unit.endswith(_MONEY) else ""
    tail = f"(?:\\s*{units})?" if units else ""
    written = f"'^\\(?{sign}([+-]?[\\d, ]*\\d(?:\\.\\d+)?)\\s*([万亿]?){tail}{'%?' if field.unit == '%' else ''}\\)?$'"
    amount = f"TRY_CAST(replace(replace(regexp_extract({said}, {written}, 1), ',', ''), ' ', '') AS DOUBLE)"
    factor = f"CASE regexp_extract({said}, {written}, 2) WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 ELSE 1 END"
    below = f"CASE WHEN {said} ~ '^\\(.*\\)$' THEN -1 ELSE 1 END"
    value = f"round({amount} * {factor} * {below}, 6)"
    whole = f"CASE WHEN {value} = floor({value}) THEN TRY_CAST({value} AS BIGINT) END" if kind == "BIGINT" else value
    balanced = f"({said} ^@ '(') = ({said} LIKE '%)')"
    grouped = f"(NOT {said} ~ '\\d[, ]\\d' OR regexp_extract({said}, {written}, 1) ~ {_WITH_THOUSANDS})"
    return (
        f"CASE WHEN {text} ~ {usual} THEN TRY_CAST({text} AS {kind}) "
        f"WHEN {said} ~ {_WITH_THOUSANDS} AND {joined} ~ {shape} THEN TRY_CAST({joined} AS {kind}) "
        f"WHEN {said} ~ {shape} THEN TRY_CAST({said} AS {kind}) "
        f"WHEN {said} ~ {written} AND {balanced} AND {grouped} THEN {whole} "
        f"{value_of(text, field, kind)} END"
    )


def _date(text: str, order: DayOrder | None) -> str:
    """A day by its shape: a list of formats tried in turn costs four times as much."""
    said = f"({narrow(text)})"
    cases = [
        f"WHEN {text} ~ {_ISO_DATE} THEN TRY_CAST({text} AS DATE)",
        f"WHEN {said} ~ {_COMPACT_DATE} THEN {_rearranged(said, _COMPACT_DATE)}",
        f"WHEN {said} ~ {_SPELT_DATE} THEN {_rearranged(said, _SPELT_DATE)}",
        f"WHEN {said} ~ {_SERIAL_DATE} THEN DATE '1899-12-30' + CAST(floor(TRY_CAST({said} AS DOUBLE)) AS INTEGER)",
        f"WHEN {said} ~ {_SIX_DIGITS} THEN {_rearranged(said, _SIX_DIGITS, century=True)}",
    ]
    last = _DAY_ORDERS[order] if order else ""
    for shape, century in ((_YEAR_LAST, False), (_SHORT_YEAR_LAST, True)):
        value = _rearranged(said, shape, last, century=century) if order else "NULL"
        cases.append(f"WHEN {said} ~ {shape} THEN {value}")
    for shape in (_SHORT_DATE, *_SLASHED_DATES):
        cases.append(f"WHEN {said} ~ {shape} THEN {_rearranged(said, shape, century=True)}")
    return f"CASE {' '.join(cases)} END"


def _rearranged(said: str, shape: str, parts: str = r"\1-\2-\3", *, century: bool = False) -> str:
    """A date from the numbers of its text, in the order year, month, day."""
    prefix = "20" if century else ""
    return f"TRY_CAST(regexp_replace({said}, {shape}, '{prefix}{parts}') AS DATE)"
