"""Personal data at the door: columns about persons are left out, free text is masked before it is stored."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
from duckdb.sqltypes import VARCHAR

from data.access.masking import HINT, mask
from data.intake.header_text import normalise
from data.intake.headers import PERSON_HEADERS, Match
from data.intake.report import Masked
from data.ledgers import Field, Ledger

MASK = "mask_text"
_NOT_FREE = ("_code", "_name", "_unit", "_status")
_LEFT_OUT = frozenset(
    [
        "上报人",
        "填报人",
        "登记人",
        "申请人",
        "经办人",
        "统计人",
        "负责人",
        "住址",
        "家庭住址",
        "详细地址",
        "门牌号",
        "车牌号",
        "银行卡号",
        "微信号",
        "邮箱",
    ]
)


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the masking of texts known to a connection, once."""
    known = connection.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = ?", [MASK]).fetchone()
    if known is None:
        connection.create_function(MASK, mask, [VARCHAR], VARCHAR)


def is_free_text(field: Field, ledger: Ledger) -> bool:
    """Whether people may write anything into the field, names and numbers of residents too."""
    fixed = (ledger.id_field, ledger.actor_field, *(ledger.loop_fields or ()))
    return field.type == "text" and field.name not in fixed and not field.name.endswith(_NOT_FREE)


def masked(text: str) -> str:
    """The text masked, as SQL; the costly part runs only where a hint of personal data stands."""
    return f"CASE WHEN {text} ~ {HINT} THEN {MASK}({text}) ELSE {text} END"


def columns_left_out(headers: tuple[str, ...], match: Match) -> Mapping[str, Masked]:
    """Columns about persons that were not imported, for the report."""
    found = (headers[place] for place in match.unused)
    return {header: {"done": "没有导入", "rows": 0} for header in found if is_personal(header)}


def is_personal(header: str) -> bool:
    """Whether a header says that its column is about persons."""
    known = normalise(header)
    return known in PERSON_HEADERS or known in _LEFT_OUT
