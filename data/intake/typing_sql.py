"""From the text of a cell to a typed value, as DuckDB expressions.

Every function takes and returns SQL. The text is cleaned first (:func:`cleaned`); a value that cannot be
read is NULL while its text is not, and that difference is what the checks look for.
"""

from __future__ import annotations

from data.ledgers import Field

_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288) || chr(65279) || chr(8203)"
_WIDE = "０１２３４５６７８９．－＋／："
_NARROW = "0123456789.-+/:"

EARLIEST_DAY, LATEST_DAY = "1900-01-01", "2100-12-31"
"""Days outside are slips of the pen (year 0024) or a spreadsheet's zero."""

_DATE_SHAPE = (
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
_COMPACT_SHAPE = r"^(\d{4})(\d{2})(\d{2})(?:\s*\d{1,2}:?\d{2}(?::?\d{2})?)?$"


def cleaned(column: str) -> str:
    """The text without blanks around it; nothing left is NULL."""
    return f"nullif(trim({column}, {_BLANKS}), '')"


def typed(field: Field, text: str) -> str:
    """The value of a cleaned text, or NULL where the text is not of the field's type."""
    if field.type == "date":
        return _date(text)
    if field.type == "integer":
        return (
            f"CASE WHEN {_number_text(text)} ~ '^[+-]?\\d+(\\.0+)?$' THEN TRY_CAST({_number_text(text)} AS BIGINT) END"
        )
    if field.type == "decimal":
        number = _number_text(text)
        return f"CASE WHEN {number} ~ '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$' THEN TRY_CAST({number} AS DOUBLE) END"
    if field.type == "grid_code":
        return _narrow(text)
    return text


def _narrow(text: str) -> str:
    """Full-width digits and signs as half-width ones."""
    return f"translate({text}, '{_WIDE}', '{_NARROW}')"


def _number_text(text: str) -> str:
    """Digits with thousands commas where the commas stand right, else as it is."""
    narrow = f"replace({_narrow(text)}, '，', ',')"
    return (
        f"CASE WHEN contains({narrow}, ',') AND {narrow} ~ '^[+-]?\\d{{1,3}}(,\\d{{3}})+(\\.\\d+)?$' "
        f"THEN replace({narrow}, ',', '') ELSE {narrow} END"
    )


def _date(text: str) -> str:
    """Chosen by shape, the usual ISO form first: a list of formats tried in turn costs four times as much."""
    day = (
        f"coalesce(CASE WHEN length({text}) = 10 AND {text} LIKE '____-__-__' THEN TRY_CAST({text} AS DATE) END, "
        f"CASE WHEN {_narrow(text)} ~ '{_COMPACT_SHAPE}' "
        f"THEN TRY_CAST(regexp_replace({_narrow(text)}, '{_COMPACT_SHAPE}', '\\1-\\2-\\3') AS DATE) "
        f"WHEN {_narrow(text)} ~ '{_DATE_SHAPE}' "
        f"THEN TRY_CAST(regexp_replace({_narrow(text)}, '{_DATE_SHAPE}', '\\1-\\2-\\3') AS DATE) END)"
    )
    return f"CASE WHEN ({day}) BETWEEN DATE '{EARLIEST_DAY}' AND DATE '{LATEST_DAY}' THEN ({day}) END"
