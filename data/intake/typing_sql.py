"""From the text of a cell to a typed value, as DuckDB expressions.

Every function takes and returns SQL. The text is cleaned first (:func:`cleaned`); a value that cannot be
read is NULL while its text is not, and that difference is what the checks look for. The usual form comes
first in every CASE: nearly all cells take it, and the costly expressions run for the others only.
"""

from __future__ import annotations

from data.ledgers import Field

_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288) || chr(65279) || chr(8203)"
_BLANK_AT_AN_END = r"'^[\s\x{a0}\x{3000}\x{feff}\x{200b}]|[\s\x{a0}\x{3000}\x{feff}\x{200b}]$'"
_WIDE = "０１２３４５６７８９．－＋／：，"
_NARROW = "0123456789.-+/:,"

_YEAR = r"(19\d{2}|20\d{2})"
"""Years outside are slips of the pen (0024) or a spreadsheet's zero."""

_ISO_DATE = rf"'^{_YEAR}-\d\d-\d\d$'"
_COMPACT_DATE = rf"'^{_YEAR}(\d{{2}})(\d{{2}})(?:\s*\d{{1,2}}:?\d{{2}}(?::?\d{{2}})?)?$'"
_SPELT_DATE = (
    rf"'^{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?"
    r"(?:[T\s]*\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?(?:Z|[+-]\d{2}:?\d{2})?)?$'"
)
_WITH_THOUSANDS = r"'^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$'"
_WHOLE = r"'^[+-]?\d+(\.0+)?$'"
_DECIMAL = r"'^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$'"


def cleaned(column: str) -> str:
    """The text without blanks around it; nothing left is NULL."""
    return f"nullif(CASE WHEN {column} ~ {_BLANK_AT_AN_END} THEN trim({column}, {_BLANKS}) ELSE {column} END, '')"


def typed(field: Field, text: str) -> str:
    """The value of a cleaned text, or NULL where the text is not of the field's type."""
    if field.type == "date":
        return _date(text)
    if field.type == "integer":
        return _number(text, "BIGINT", r"'^\d+$'", _WHOLE)
    if field.type == "decimal":
        return _number(text, "DOUBLE", r"'^\d+(\.\d+)?$'", _DECIMAL)
    if field.type == "grid_code":
        return _narrow(text)
    return text


def _narrow(text: str) -> str:
    """Full-width digits and signs as half-width ones; plain ASCII has as many bytes as characters."""
    return f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE translate({text}, '{_WIDE}', '{_NARROW}') END"


def _number(text: str, kind: str, usual: str, shape: str) -> str:
    """A number by its shape; thousands commas are taken out where they stand right."""
    narrow = f"({_narrow(text)})"
    joined = f"replace({narrow}, ',', '')"
    return (
        f"CASE WHEN {text} ~ {usual} THEN TRY_CAST({text} AS {kind}) "
        f"WHEN {narrow} ~ {_WITH_THOUSANDS} AND {joined} ~ {shape} THEN TRY_CAST({joined} AS {kind}) "
        f"WHEN {narrow} ~ {shape} THEN TRY_CAST({narrow} AS {kind}) END"
    )


def _date(text: str) -> str:
    """A day by its shape: a list of formats tried in turn costs four times as much."""
    narrow = f"({_narrow(text)})"
    return (
        f"CASE WHEN {text} ~ {_ISO_DATE} THEN TRY_CAST({text} AS DATE) "
        f"WHEN {narrow} ~ {_COMPACT_DATE} "
        f"THEN TRY_CAST(regexp_replace({narrow}, {_COMPACT_DATE}, '\\1-\\2-\\3') AS DATE) "
        f"WHEN {narrow} ~ {_SPELT_DATE} "
        f"THEN TRY_CAST(regexp_replace({narrow}, {_SPELT_DATE}, '\\1-\\2-\\3') AS DATE) END"
    )
