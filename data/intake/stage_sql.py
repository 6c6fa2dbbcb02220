"""The SQL of one table on its way: texts cleaned, values typed, personal data masked, rows judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.intake.areas import resolved, way
from data.intake.checks import LOST, Check, is_unknown
from data.intake.headers import Match, is_pending, names_field
from data.intake.homes import HOMES
from data.intake.privacy import is_free_text, masked
from data.intake.qualified import HINT, qualifiers_sql
from data.intake.tables import ROW, Table, quote
from data.intake.typing_sql import DayOrder, cleaned, short_year, typed, unguarded
from data.ledgers import Field

_TOTALS = ("合计", "总计", "小计", "总合计", "本页合计", "本月合计", "累计", "总数")
_NOTES = (
    "注：",
    "注:",
    "说明：",
    "说明:",
    "备注：",
    "备注:",
    "填表人",
    "制表",
    "审核",
    "单位负责人",
    "统计人",
    "联系电话",
)
WORDS = "words_"
"""Before the number of a column: the table of its words."""
_UNNUMBERED = "无编号-"
_NO_YEAR = r"'^\d{1,2}(月\d{1,2}日?|[./-]\d{2}|[/-]\d{1,2})$'"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with the cells of a table.

    Attributes:
        table: the table.
        match: its columns.
        checks: what its rows are checked for.
        orders: day orders of the date columns that need one.
        knows_areas: whether the grids are known, so that a cell may name one.
        has_homes: whether rows without a grid found one beside, see :mod:`data.intake.homes`.
    """

    table: Table
    match: Match
    checks: Sequence[Check]
    orders: Mapping[str, DayOrder]
    knows_areas: bool = False
    has_homes: bool = False

    def statement(self, read: Collection[int] = ()) -> str:
        """SELECT giving the row's number, values, reasons, raw words and marks of what was done to it.

        Args:
            read: columns whose words were read already, each into a table of its own (:meth:`words`).
        """
        others = [place for place in self.match.columns if place not in read]
        joins = " ".join(
            f"LEFT JOIN {WORDS}{place} ON c{place} IS NOT DISTINCT FROM {WORDS}{place}.word" for place in read
        )
        given = "".join(f", {WORDS}{place}.* EXCLUDE (word)" for place in read)
        source = f"SELECT raw.*, {self._furniture()} AS is_furniture{given} FROM ({self._source()}) AS raw {joins}"  # noqa: S608  (our own names)
        fields = list(self.match.columns.values())
        fails = " OR ".join(
            [
                *(f"bad_{field.name}" for field in fields),
                *(_fails(check) for check in self.checks if not self._own(check)),
            ]
        )
        return f"""WITH {self._read(source, others)}
            SELECT {ROW}, {", ".join(field.name for field in fields)}, {self._marks()}, ({fails}) AS is_refused,
                NOT ({self._says_anything()}) AS is_blank, NULL::VARCHAR[] AS reasons, NULL::VARCHAR AS raw FROM told"""  # noqa: S608  (our own names)

    def refusals(self, rows: str) -> str:
        """SELECT giving the reasons and the raw words of some rows: few are refused, and the sentences are costly.

        Args:
            rows: SELECT of their numbers.
        """
        source = f"SELECT raw.* FROM ({self._source()}) AS raw WHERE {ROW} IN ({rows})"  # noqa: S608  (our own names)
        reasons = ", ".join(f"CASE WHEN {check.fails} THEN {check.says} END" for check in self.checks)
        return f"""WITH {self._read(source, list(self.match.columns))}
            SELECT {ROW}, list_filter([{reasons}], lambda reason: reason IS NOT NULL) AS reasons, {self.raw()} AS raw
            FROM told"""  # noqa: S608  (our own names)

    def words(self, place: int) -> str:
        """SELECT giving every different word of a column once, read, checked and marked; see :attr:`lone_places`."""
        name = self.match.columns[place].name
        marks = [f"{mark}{name}" for mark in self._seen(name)]
        source = f"SELECT DISTINCT c{place} FROM ({self._source()})"  # noqa: S608  (our own names)
        return f"""WITH {self._read(source, [place])}
            SELECT c{place} AS word, {", ".join([f"t_{name}", name, *marks, f"bad_{name}"])} FROM told"""  # noqa: S608  (our own names)

    @property
    def lone_places(self) -> list[int]:
        """Columns of which a cell can be read without looking at the rest of its row."""
        return [place for place, field in self.match.columns.items() if not self._looks_aside(field)]

    def _looks_aside(self, field: Field) -> bool:
        if self.has_homes and field.name == self.match.ledger.grid_field:
            return True
        makes_number = self.can_number and field.name == self.match.ledger.id_field
        return makes_number or (self.match.year is not None and field.type == "date")

    def _read(self, source: str, places: Sequence[int]) -> str:
        """The steps from the cells of some columns to their texts, values, marks and faults; the last is ``told``."""
        fields = {place: self.match.columns[place] for place in places}
        texts = [f"{self._text(place, field.name)} AS t_{field.name}" for place, field in fields.items()]
        values = [f"{self._value(field.name)} AS {field.name}" for field in fields.values()]
        seen = [f"{sql} AS {mark}{one.name}" for one in fields.values() for mark, sql in self._seen(one.name).items()]
        bad = [f"{self._faults(field.name)} AS bad_{field.name}" for field in fields.values()]
        steps = [("texts", source, texts), ("typed", "texts", values), ("seen", "typed", seen), ("told", "seen", bad)]
        return ", ".join(
            f"{name} AS (SELECT {', '.join(['*', *columns])} FROM {f'({origin})' if origin == source else origin})"  # noqa: S608  (our own names)
            for name, origin, columns in steps
        )

    def _seen(self, name: str) -> dict[str, str]:
        """Marks of a field that its text and value tell by themselves: the mark's name before the field's → SQL."""
        field, text = self.match.ledger.field(name), f"t_{name}"
        if field.type == "date":
            return {"short_": f"coalesce({short_year(text)}, false)"}
        if field.type in ("integer", "decimal"):
            return {"about_": f"coalesce({text} ~ {HINT}, false)"}
        if field.type == "grid_code":
            marks = {"mended_": f"coalesce({name} <> {text}, false)", LOST: is_unknown(name)}
            return marks | ({"way_": way(text, name)} if self.knows_areas else {})
        return {"masked_": f"{name} IS DISTINCT FROM {text}"} if self._is_free(name) else {}

    def _own(self, check: Check) -> bool:
        """Whether a check looks at one field only, of those the table has."""
        return check.of in self.names

    def _faults(self, name: str) -> str:
        return " OR ".join(_fails(check) for check in self.checks if check.of == name) or "false"

    def _source(self) -> str:
        """The table; where rows found their grid beside, it stands in the grid's cell."""
        if not self.has_homes:
            return self.table.query
        grid = self.match.ledger.grid_field
        place = next(place for place, field in self.match.columns.items() if field.name == grid)
        return (
            f"SELECT cells.* REPLACE (coalesce(homes.code, c{place}) AS c{place}), homes.way AS home_way "  # noqa: S608  (our own names)
            f"FROM ({self.table.query}) AS cells LEFT JOIN {HOMES} AS homes ON homes.{ROW} = cells.{ROW}"
        )

    def raw(self) -> str:
        """The row's own words as JSON, header by header, free text masked; corrected, they can be read again.

        Columns that belong to no field stay out: nobody declared what they hold, and they may name people.
        """
        pairs = [
            f"{quote(self._heading(i, field))}, {masked(text) if self._is_free(field.name) else text}"
            for i, field in self.match.columns.items()
            if not field.personal
            for text in [f"coalesce({unguarded(f'c{i}', f'c{i}')}, '')"]
        ]
        return f"json_object({', '.join(pairs)})"

    def _heading(self, place: int, field: Field) -> str:
        """The header as written, or the field's own where the written one needs an answer to be understood."""
        header = self.table.headers[place].strip()
        return header if names_field(header, field) else field.label

    @property
    def names(self) -> set[str]:
        """Fields the table has columns for."""
        return {field.name for field in self.match.columns.values()}

    @property
    def free_fields(self) -> list[str]:
        """Fields of free text among the columns."""
        return [field.name for field in self.match.columns.values() if self._is_free(field.name)]

    @property
    def can_number(self) -> bool:
        """Whether rows without a number get one from their contents."""
        ledger = self.match.ledger
        return bool(ledger.stages) and any(field.name == ledger.id_field for field in self.match.columns.values())

    def _is_free(self, name: str) -> bool:
        return is_free_text(self.match.ledger.field(name), self.match.ledger)

    def _text(self, place: int, name: str) -> str:
        """The cleaned text; a missing number is made of the row's contents, so that the same row gets the same again."""
        text = self._dated(cleaned(f"c{place}"), name)
        if name != self.match.ledger.id_field or not self.can_number:
            return text
        others = ", ".join(f"coalesce({cleaned(f'c{i}')}, '')" for i in self.match.columns if i != place)
        made = f"{quote(_UNNUMBERED)} || left(md5(concat_ws(chr(31), {others})), 12)"
        # Not coalesce: the engine would make a number for every row and throw nearly all of them away.
        return f"CASE WHEN {text} IS NULL THEN {made} ELSE {text} END"

    def _dated(self, text: str, name: str) -> str:
        """A day without its year gets that of the column beside; 6.3 stays unread, it may have been 6.30."""
        if self.match.year is None or self.match.ledger.field(name).type != "date":
            return text
        year = cleaned(f"c{self.match.year}")
        is_open = rf"{text} ~ {_NO_YEAR} AND {year} ~ '^(19|20)\d\d年?$'"
        return f"CASE WHEN {is_open} THEN left({year}, 4) || '-' || {text} ELSE {text} END"

    def _value(self, name: str) -> str:
        field = self.match.ledger.field(name)
        value = typed(field, f"t_{name}", self.orders.get(name))
        if field.type == "grid_code" and self.knows_areas:
            return resolved(value)
        return masked(value) if self._is_free(name) else value

    def _says_anything(self) -> str:
        """Whether any cell holds a word; the cells that were cleaned already are asked first."""
        others = [i for i in range(len(self.table.headers)) if i not in self.match.columns]
        known = [f"t_{field.name}" for field in self.match.columns.values() if field.name != self.match.ledger.id_field]
        # A number made up from the row's contents says nothing by itself.
        others += [i for i, field in self.match.columns.items() if field.name == self.match.ledger.id_field]
        rest = " OR ".join(f"{cleaned(f'c{i}')} IS NOT NULL" for i in others) or "false"
        return f"CASE WHEN coalesce({', '.join([*known, 'NULL'])}) IS NOT NULL THEN true ELSE {rest} END"

    def _furniture(self) -> str:
        """Whether a row is a total or a note below the table and no record."""
        if self.table.row_word != "行" or self.match.ledger.name == "grids":
            return "false"
        width = len(self.table.headers)
        # A pattern, not IN: for a list of words the engine would join every row with it.
        totals = quote("|".join(_TOTALS))
        # Every word for a total has one of two signs; nearly no other cell among the first three has.
        firsts = (
            f"CASE WHEN c{i} LIKE '%计%' OR c{i} LIKE '%总%' THEN replace(replace(trim(c{i}), ' ', ''), '　', '') ~ {totals} END"
            for i in range(min(width, 3))
        )
        begins = " OR ".join(f"ltrim(c0) ^@ {quote(word)}" for word in _NOTES)
        # No plain ASCII begins like a note, and numbers of records mostly are.
        begins = f"strlen(c0) <> length(c0) AND ({begins})"
        alone = " AND ".join(["true", *(f"coalesce(trim(c{i}), '') = ''" for i in range(1, width))])
        return f"coalesce({' OR '.join(firsts)}, false) OR coalesce(CASE WHEN {begins} THEN {alone} END, false)"

    def _marks(self) -> str:
        """Flags that are counted once for the report."""
        names = {field.name: field for field in self.match.columns.values()}
        short = [f"short_{name}" for name, field in names.items() if field.type == "date"]
        key = self.match.ledger.id_field
        unnumbered = f"t_{key} ^@ {quote(_UNNUMBERED)}" if self.can_number else "false"
        codes = [name for name, field in names.items() if field.type == "grid_code"]
        grid = self.match.ledger.grid_field
        marks = [f"{' OR '.join(f'mended_{name}' for name in codes) or 'false'} AS has_mended_code"]
        marks += [f"{' OR '.join(short) or 'false'} AS has_short_year"]
        marks += [f"{unnumbered} AS is_unnumbered", "is_furniture"]
        pending = next(
            (f"trim(c{i})" for i, name in enumerate(self.table.headers) if is_pending(name)), "NULL::VARCHAR"
        )
        marks += [f"{pending} AS pending_id", f"{qualifiers_sql(list(names.values()))} AS qualifiers"]
        led = f"way_{grid}" if self.knows_areas and grid in names else "NULL"
        marks.append(f"{f'coalesce(home_way, {led})' if self.has_homes else led} AS area_way")
        return ", ".join([*marks, *(f"masked_{name}" for name in self.free_fields)])


def _fails(check: Check) -> str:
    return f"coalesce({check.fails}, false)"
