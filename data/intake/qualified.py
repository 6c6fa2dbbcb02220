"""Numbers with a word beside them: 100余, 近百, 约200, 15—20万, 98%以上, 60+, 不足10.

The value is stored as a number (the lower end of a range) and the word beside it in a column of its own, so that
a sum can be made and nobody takes "100余" for exactly 100.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import duckdb
from duckdb.sqltypes import VARCHAR

from data.figures.model import Qualifier
from data.intake.tables import quote
from data.ledgers import Field

HINT = r"'[余多来近约左右上下不足到超至逾全以十百千~～—–]|[0-9０-９万亿%]\s*[-－]\s*[0-9０-９]|[0-9０-９万亿%]\s*[+＋]'"
"""What a qualified number cannot be without, as a pattern of SQL: plain numbers never reach the function below."""

_VALUE = "qualified_value"
_ALL = "qualifiers_of"
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_POWERS = {"": 1, "万": 10_000, "亿": 100_000_000}
_ABOUT = ("大约", "将近", "接近", "约", "近")
_AT_LEAST = ("至少", "不少于", "不低于", "超过", "多达", "逾", "超", "上")
_AT_MOST = ("不足", "不到", "不超过", "至多", "最多")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+"
_ONE = re.compile(
    rf"(?P<before>{'|'.join((*_ABOUT, *_AT_LEAST, *_AT_MOST))})?(?P<number>{_NUMBER})(?P<more>[余多来])?"
    r"(?P<power>[万亿]?)(?P<later>[余多])?(?P<percent>%?)(?P<unit>{unit})(?P<after>以上|以下|以内|左右|上下|\+)?"
)
_RANGE = re.compile(
    rf"(?:约|近)?(?P<low>{_NUMBER})(?P<low_power>[万亿]?)%?(?:-|~|—+|–|至|到)(?P<high>{_NUMBER})(?P<power>[万亿]?)(?P<percent>%?)(?P<unit>{{unit}})"
)
_WHOLE = ("全部", "全覆盖", "全体")


@dataclass(frozen=True, slots=True)
class Qualified:
    """A number and the word beside it.

    Attributes:
        value: the number; the lower end of a range.
        qualifier: at least, about, a range, at most, or all of a base that is not stated.
        high: the upper end of a range.
        text: as written.
    """

    value: float
    qualifier: Qualifier | str
    text: str
    high: float | None = None


@lru_cache(maxsize=4096)
def qualified(text: str, unit: str = "") -> Qualified | None:
    """The qualified number a text is; None where it is none, or a plain number.

    Args:
        text: the cell, without blanks around it.
        unit: the field's unit, which may stand behind the number.
    """
    said = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("－", "-")
    behind = f"(?:{re.escape(unit)})?" if unit and unit != "%" else ""
    if unit == "%" and said in _WHOLE:
        return Qualified(100, "all", text)
    found = re.fullmatch(_RANGE.pattern.replace("{unit}", behind), said)
    if found is not None:
        return _range(found, text, unit)
    found = re.fullmatch(_ONE.pattern.replace("{unit}", behind), said)
    if found is None or (found["percent"] and unit != "%"):
        return None
    words = [found[name] for name in ("before", "more", "later", "after") if found[name]]
    signs = {_sign(word) for word in words}
    number = _number(found["number"])
    if number is None or len(signs) != 1:
        return None
    return Qualified(round(number * _POWERS[found["power"]], 6), signs.pop(), text)


def _range(found: re.Match[str], text: str, unit: str) -> Qualified | None:
    low, high = _number(found["low"]), _number(found["high"])
    if low is None or high is None or (found["percent"] and unit != "%"):
        return None
    # 15—20万 is 15万 to 20万.
    low *= _POWERS[found["low_power"] or found["power"]]
    high *= _POWERS[found["power"]]
    return Qualified(round(low, 6), "range", text, round(high, 6)) if low < high else None


def _sign(word: str) -> Qualifier | str:
    if word in (*_ABOUT, "左右", "上下", "来"):
        return "≈"
    return "≤" if word in (*_AT_MOST, "以下", "以内") else "≥"


def _is_chinese(number: str) -> bool:
    return not number[0].isdecimal()


def _number(text: str) -> float | None:
    """The value of digits or of a Chinese numeral below ten thousand; 百 alone is 100."""
    if not _is_chinese(text):
        return float(text.replace(",", ""))
    total, digit = 0, None
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        else:
            total, digit = total + (1 if digit is None else digit) * _TENS[sign], None
    return float(total + (digit or 0))


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the reading of qualified numbers known to a connection, once."""
    known = connection.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = ?", [_VALUE]).fetchone()
    if known is None:
        connection.create_function(_VALUE, _value, [VARCHAR, VARCHAR], VARCHAR)
        connection.create_function(_ALL, _qualifiers, [VARCHAR], VARCHAR)


def value_of(text: str, field: Field, kind: str) -> str:
    """The last branch of a number's CASE: value of a qualified number, as SQL."""
    return f"WHEN {text} ~ {HINT} THEN TRY_CAST({_VALUE}({text}, {quote(field.unit)}) AS {kind})"


def qualifiers_sql(fields: list[Field]) -> str:
    """What stands beside the numbers of a row as JSON, or NULL, as SQL over ``t_<field>`` and ``about_<field>``."""
    numbers = [field for field in fields if field.type in ("integer", "decimal")]
    if not numbers:
        return "NULL::VARCHAR"
    hinted = " OR ".join(f"about_{field.name}" for field in numbers)
    pairs = ", ".join(f"{quote(field.name)}, [t_{field.name}, {quote(field.unit)}]" for field in numbers)
    return f"CASE WHEN {hinted} THEN nullif({_ALL}(CAST(json_object({pairs}) AS VARCHAR)), '') END"


def _value(text: str, unit: str) -> str:
    """The value as text, empty for none: a function of the database may not return NULL."""
    found = qualified(text, unit)
    return "" if found is None else repr(int(found.value) if found.value.is_integer() else found.value)


def _qualifiers(cells: str) -> str:
    found = {
        name: number
        for name, (text, unit) in json.loads(cells).items()
        if text is not None and (number := qualified(text, unit)) is not None
    }
    body = {
        name: {"qualifier": one.qualifier, "value": one.value, "high": one.high, "text": one.text}
        for name, one in found.items()
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True) if body else ""
