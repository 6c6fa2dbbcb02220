"""How much a heading is like those a ledger knows, and whether the cells below it fit the field.

A heading ends in what kind of thing the column holds (日期, 编号, 名称, 人数) and begins with which one. Two headings of
different kinds are not alike however many signs they share (包联对象, 包联对象类型), nor are two that differ by a word that
changes the meaning (应办结日期, 办结日期).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import duckdb
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from data.intake.checks import KNOWN_GRIDS
from data.intake.header_text import normalise
from data.intake.tables import Table, quote
from data.intake.typing_sql import cleaned, typed
from data.ledgers import Field

ALIKE = 0.85
"""From here on a heading is suggested: no alias of one field is so like another field of its ledger."""
FITS = 0.6
"""Share of the cells that must be of the field's type for a column to be suggested."""

Fit = Callable[[int, Field], float]
"""Place of a column, and a field → the share of its first cells that could be the field's values."""

_SAMPLE = 300
_LEAST_STEM = 2
_KINDS = (
    ("日期", ("日期", "日")),
    ("时间", ("时间",)),
    ("编号", ("编号", "编码", "代码", "号码", "序号", "号")),
    ("名称", ("名称", "名字", "标题", "名")),
    ("类型", ("类型", "类别", "种类", "分类")),
    ("人次", ("人次数", "人次")),
    ("人数", ("人数",)),
    ("数", ("数量", "次数", "个数", "数")),
    ("金额", ("金额", "经费", "费用", "资金", "元")),
    ("单位", ("单位", "部门", "机构")),
)
"""Kind → the endings that tell it, the longest first."""
_IDLE = re.compile(r"[的之()（）\[\]【】_\-—/、,.:：·]|实际|具体|所在|所属|情况")
_WEIGHTY = frozenset("应拟计划预约希望原新旧现未不非无前后起止始终首末上下级决自共双总分内外成儿童老男女队组再退")
"""Signs that change what a heading means: two that differ by one of them are two things."""


def likeness(header: str, field: Field) -> float:
    """From 0 to 1, how much a heading is like the nearest of those that name the field."""
    said = normalise(header)
    return max((_alike(said, normalise(name)) for name in field.headers), default=0.0)


@cache
def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one.isascii() or other.isascii():
        return _alike_in_latin(one, other)
    (stem, kind), (other_stem, other_kind) = _parted(one), _parted(other)
    if kind != other_kind or min(len(stem), len(other_stem)) < _LEAST_STEM:
        return 0.0
    left, right = Counter(stem), Counter(other_stem)
    if _WEIGHTY & {*(left - right), *(right - left)}:
        return 0.0
    return float(fuzz.ratio(stem + kind, other_stem + kind)) / 100


def _alike_in_latin(one: str, other: str) -> float:
    """Slips of the pen only: claimed_on and claimed_by are two things."""
    if min(len(one), len(other)) < 5 or Levenshtein.distance(one, other, score_cutoff=1) > 1:
        return 0.0
    return float(Levenshtein.normalized_similarity(one, other))


def _parted(header: str) -> tuple[str, str]:
    """What the heading is about, and of which kind."""
    text = _IDLE.sub("", header)
    for kind, endings in _KINDS:
        for ending in endings:
            if text.endswith(ending):
                return text[: -len(ending)], kind
    return text, ""


def nearness(header: str, field: Field) -> float:
    """From 0 to 1, a laxer likeness that only puts suggestions in order."""
    said = normalise(header)
    near = max((float(fuzz.ratio(said, normalise(name))) / 100 for name in field.headers), default=0.0)
    return max(near, likeness(header, field))


def fit_of(connection: duckdb.DuckDBPyConnection, table: Table) -> Fit:
    """Look at the first rows of a table; what was looked at once is remembered."""

    @cache
    def fit(place: int, field: Field) -> float:
        text = cleaned(f"c{place}")
        row = connection.execute(
            f"""SELECT count(t), count(*) FILTER (t IS NOT NULL AND {_could_be(field)})
            FROM (SELECT {text} AS t FROM ({table.query}) LIMIT {_SAMPLE})"""  # noqa: S608  (our own names)
        ).fetchone()
        filled, good = row or (0, 0)
        return good / filled if filled else 0.0

    return fit


def _could_be(field: Field) -> str:
    """Whether a text ``t`` could be a value of the field, as SQL."""
    if field.type == "grid_code":
        return rf"({_is_known_grid()} OR regexp_matches(t, '^[0-9]{{4,15}}$|(街道|镇|乡|社区|村|网格|办事处|居委会|片区)'))"
    if field.codes:
        listed = ", ".join(quote(code) for code in field.codes)
        return f"(t IN ({listed}) OR {'length(t) <= 20' if field.is_open else 'false'})"
    if field.type == "text":
        return f"({typed(Field('t', '', 'date'), 't', 'MDY')} IS NULL OR regexp_matches(t, '^[0-9]+$'))"
    if field.type in ("integer", "decimal"):
        # A date of eight digits is a number, too.
        return f"({typed(field, 't')} IS NOT NULL AND {typed(Field('t', '', 'date'), 't', 'MDY')} IS NULL)"
    return f"({typed(field, 't', 'MDY')} IS NOT NULL)"


def _is_known_grid() -> str:
    return f"t IN (SELECT grid_code FROM {KNOWN_GRIDS})"  # noqa: S608  (our own names)


def like_fields(header: str, fields: Sequence[Field]) -> list[tuple[float, Field]]:
    """The fields a heading is alike enough to, the likest first; none where two are equally like."""
    found = sorted(
        ((score, field) for field in fields if (score := likeness(header, field)) >= ALIKE),
        key=lambda pair: -pair[0],
    )
    return [] if len(found) > 1 and found[0][0] == found[1][0] else found
