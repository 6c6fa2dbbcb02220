"""Values of a list that a file writes in words of its own: asked about once where they come again and again, then known.

A single odd value is a slip and stays kept aside. The same odd value in many rows is how that office calls it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
from rapidfuzz import fuzz, process

from data.intake.answers import Answers
from data.intake.header_text import normalise
from data.intake.headers import Match
from data.intake.memory import is_plain
from data.intake.reading import Contents
from data.intake.report import Choice, QuestionError
from data.intake.stage import stage_table
from data.intake.staged import Context, Staged
from data.intake.tables import Table, quote
from data.ledgers import Field

LEAST_ROWS = 3
"""From here on a value is no slip."""
_MOST_ASKED = 20
"""More different values than this mean that the column is another one."""
_SHARE_ASKED = 0.2
_ALIKE = 50.0
_SHOWN = 8
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A value that is not in a field's list.

    Attributes:
        said: as written.
        rows: in how many rows.
        codes: the whole list, the likest first.
        is_like: whether the first of them is like it at all.
    """

    said: str
    rows: int
    codes: tuple[str, ...]
    is_like: bool


def stage_values(contents: Contents, table: Table, match: Match, context: Context) -> Staged:
    """Stage a table, and ask about values outside the lists of its fields.

    Args:
        contents: the file, with what was answered about it now and before.
        table: the table.
        match: its columns.
        context: see :func:`data.intake.stage.stage_table`.

    Raises:
        QuestionError: the values decide about many rows, or see :func:`data.intake.stage.stage_table`.
    """
    staged = stage_table(table, match, context)
    if staged.question is not None or staged.rows_quarantined < LEAST_ROWS or table.row_word != "行":
        return staged
    recalled = contents.recalled.get(table.source)
    told = contents.wishes.told.over(recalled.answers if recalled else Answers())
    for field in match.columns.values():
        asked = _unlisted(context.connection, field, told.values.get(field.name, {}))
        if not asked:
            continue
        question = _question(table, field, asked)
        if sum(one.rows for one in asked) > _SHARE_ASKED * staged.rows_read:
            raise question
        if context.places.asks:
            return replace(staged, question=question)
    return staged


def _unlisted(connection: duckdb.DuckDBPyConnection, field: Field, settled: Mapping[str, str]) -> list[Unlisted]:
    """The values of a field that are asked about, the commonest first: none personal, none answered before."""
    if not field.codes or field.is_open or _ANY in settled:
        return []
    listed = ", ".join(quote(code) for code in field.codes)
    rows = connection.execute(
        f"""SELECT {field.name}, count(*) AS n FROM staged
        WHERE reasons IS NOT NULL AND {field.name} NOT IN ({listed})
        GROUP BY 1 HAVING n >= {LEAST_ROWS} ORDER BY n DESC, 1 LIMIT {_MOST_ASKED + 1}"""  # noqa: S608  (our own names)
    ).fetchall()
    found = [_unlisted_value(said, count, field) for said, count in rows if said not in settled and is_plain(said)]
    return found if len(rows) <= _MOST_ASKED else []


def _unlisted_value(said: str, rows: int, field: Field) -> Unlisted:
    compared = [_bare(code) for code in field.codes]
    found = process.extract(_bare(said), compared, scorer=fuzz.ratio, limit=None)
    order = tuple(field.codes[place] for _, _, place in found)
    return Unlisted(said, rows, order, is_like=found[0][1] >= _ALIKE)


def _bare(value: str) -> str:
    """A value as it is compared: 文体类 is 文体, 文体活动类别 is 文体活动."""
    text = normalise(value)
    return text.removesuffix("别").removesuffix("类") or text


def _question(table: Table, field: Field, asked: Sequence[Unlisted]) -> QuestionError:
    listed = "；".join(
        f"“{one.said}”（{one.rows:,} 行）" + (f"像是“{one.codes[0]}”" if one.is_like else "") for one in asked[:_SHOWN]
    )
    example = f'{{"values": {{"{field.name}": {{"{asked[0].said}": "{asked[0].codes[0]}"}}}}}}'
    return QuestionError(
        f"{table.where}：“{field.label}”列有 {len(asked)} 个值不在可填的值里，共 {sum(one.rows for one in asked):,} 行：{listed}"
        f"{'等' if len(asked) > _SHOWN else ''}。请逐个选它算哪一项，选过的以后自动识别；也可都留待核对。"
        f"命令行：在答案文件里写 {example}，留待核对的写原来的值。",
        "values_unknown",
        _choices(field, asked),
        several=True,
    )


def _choices(field: Field, asked: Sequence[Unlisted]) -> list[Choice]:
    """Each value with the whole list, the likest first; left aside, a value stands for itself."""
    found = [
        Choice(f"“{one.said}” → “{code}”", {"values": {field.name: {one.said: code}}})
        for one in asked
        for code in one.codes
    ]
    return [*found, Choice("都留待核对", {"values": {field.name: {one.said: one.said for one in asked}}})]
