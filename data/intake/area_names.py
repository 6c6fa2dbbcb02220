"""Names of areas that mean no grid, or several: told with what they are like, and asked about where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz, process

from data.intake.areas import Names, as_compared, bare
from data.intake.headers import Match
from data.intake.homes import Places
from data.intake.memory import is_plain
from data.intake.remarks import Remark
from data.intake.report import Choice, QuestionError
from data.intake.tables import Table, quote

_MOST_ASKED = 40
_MOST_LOOKED_UP = 500
_SHARE_ASKED = 0.2
_ALIKE = 55.0
_SUGGESTED = 3
_SHOWN = 8
_HINTS = "area_hints"
_HAN = r".*[\x{4e00}-\x{9fff}].*"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A name that means no grid, or several.

    Attributes:
        said: the name as written.
        rows: in how many rows.
        codes: the grids it is most like, the likest first.
    """

    said: str
    rows: int
    codes: tuple[str, ...]


def unplaced_names(connection: duckdb.DuckDBPyConnection, match: Match, grids: Names) -> list[Unplaced]:
    """The names in ``staged`` that found no grid, the commonest first, with suggestions.

    However many rows there are, only the names that differ are compared, and of those the commonest.
    """
    grid = match.ledger.grid_field
    rows = connection.execute(
        f"""SELECT {grid}, count(*) AS n FROM staged WHERE area_way = 'unmatched' AND NOT is_furniture
        AND {grid} ~ {quote(_HAN)} GROUP BY 1 ORDER BY n DESC, 1 LIMIT {_MOST_LOOKED_UP}"""  # noqa: S608  (our own names)
    ).fetchall()
    if not rows:
        return []
    spoken = _spoken(grids)
    return [Unplaced(said, count, _like(said, spoken)) for said, count in rows]


def add_hints(connection: duckdb.DuckDBPyConnection, match: Match, grids: Names, unplaced: Sequence[Unplaced]) -> None:
    """Put the suggestions into the sentences of the rows in ``staged`` that are kept aside."""
    hinted = [one for one in unplaced if one.codes]
    if not hinted:
        return
    grid = match.ledger.grid_field
    hints = pa.table(  # noqa: F841  (read by name)
        {"said": [one.said for one in hinted], "hint": [f"，最像的是{named(one.codes[:1], grids)}" for one in hinted]}
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_HINTS} AS SELECT * FROM hints")  # noqa: S608  (our own names)
    start = quote(f"“{match.ledger.field(grid).label}”列：没有")
    connection.execute(
        f"""UPDATE staged SET reasons = list_transform(reasons, lambda reason:
            CASE WHEN reason ^@ {start} THEN reason || hint ELSE reason END)
        FROM {_HINTS} WHERE {grid} = said AND area_way = 'unmatched' AND reasons IS NOT NULL"""  # noqa: S608  (our own names)
    )


def still_open(unplaced: Sequence[Unplaced], places: Places) -> list[Unplaced]:
    """The names a person could settle: not answered yet, nothing personal in them, and not too many to go through."""
    answered = {as_compared(said) for said in places.told}
    asked = [one for one in unplaced if one.said not in answered and is_plain(one.said)]
    return asked if len(asked) <= _MOST_ASKED else []


def is_pressing(asked: Sequence[Unplaced], rows_read: int) -> bool:
    """Whether the names decide about so many rows that the import waits for an answer."""
    return sum(one.rows for one in asked) > _SHARE_ASKED * rows_read


def question_about(table: Table, match: Match, asked: Sequence[Unplaced], grids: Names) -> QuestionError:
    """The question which grids some names mean."""
    label = match.ledger.field(match.ledger.grid_field).label
    listed = "；".join(
        f"“{one.said}”（{one.rows:,} 行）" + (f"像是{named(one.codes, grids)}" if one.codes else "")
        for one in asked[:_SHOWN]
    )
    return QuestionError(
        f"{table.where}：“{label}”列有 {len(asked)} 个名称对不上网格，共 {sum(one.rows for one in asked):,} 行：{listed}"
        f"{'等' if len(asked) > _SHOWN else ''}。请逐个选它是哪个网格，选过的以后自动识别；也可都留待核对。"
        '命令行：在答案文件里写 {"areas": {"名称": "网格编码"}}，留待核对的写空。',
        "areas_unknown",
        _choices(asked, grids),
        several=True,
    )


def stale_remarks(unplaced: Sequence[Unplaced], places: Places, grids: Names) -> list[Remark]:
    """Names that were answered with a grid there is not, or no more."""
    known = {as_compared(said): code for said, code in (*places.remembered.items(), *places.told.items())}
    gone = [(one, known[one.said]) for one in unplaced if known.get(one.said) and known[one.said] not in grids]
    return [
        Remark("memory_stale", f"“{one.said}”选定的网格 {code} 不在网格台账里，没有采用，请重新选。", one.rows)
        for one, code in gone
    ]


def _choices(asked: Sequence[Unplaced], grids: Names) -> list[Choice]:
    """Each name with its suggestions, and all left aside; what is not chosen is asked again."""
    found = [
        Choice(f"“{one.said}” → {named([code], grids)}", {"areas": {one.said: code}})
        for one in asked
        for code in one.codes
    ]
    aside = [Choice(f"“{one.said}”留待核对", {"areas": {one.said: ""}}) for one in asked if len(asked) > 1]
    return [*found, *aside, Choice("都留待核对", {"areas": {one.said: "" for one in asked}})]


def likest(said: str, grids: Names) -> tuple[str, ...]:
    """The grids a name is most like, the likest first; none where it is like none."""
    return _like(said, _spoken(grids))


def _spoken(grids: Names) -> list[tuple[str, str]]:
    """(name as it is compared, code), alone and behind the area above it."""
    own = [(bare(name), code) for code, (name, _) in grids.items() if name]
    placed = [(bare(grids[parent][0] + name), code) for code, (name, parent) in grids.items() if parent in grids]
    return [*own, *placed]


def _like(said: str, spoken: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found = process.extract(
        bare(said), [name for name, _ in spoken], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2 * _SUGGESTED
    )
    return tuple(dict.fromkeys(spoken[place][1] for _, _, place in found))[:_SUGGESTED]


def named(codes: Sequence[str], grids: Names) -> str:
    """Grids by name, with the area above and the code."""
    return "、".join(f"“{_full_name(code, grids)}”（{code}）" for code in codes)


def _full_name(code: str, grids: Names) -> str:
    name, parent = grids[code]
    above = grids[parent][0] if parent in grids else ""
    return f"{above}{name}" if above and not name.startswith(above) else name
