"""Which column is which, and which ledger a table belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from data.intake.area_columns import AreaColumns, area_columns, area_name
from data.intake.choices import choices_of_ledgers
from data.intake.header_text import normalise
from data.intake.report import QuestionError
from data.ledgers import LEDGERS, Field, Ledger

_YEARS = ("年份", "年度", "年")
_UNIT_SUFFIX = re.compile(r"\(([^()]*)\)$")
PENDING_HEADER, REASONS_HEADER = "待核编号", "原因"
"""Headers of the columns that rows kept aside are handed out with."""
PERSON_HEADERS = frozenset(
    [
        "姓名",
        "志愿者姓名",
        "居民姓名",
        "党员姓名",
        "队员姓名",
        "成员姓名",
        "骑手姓名",
        "个人",
        "志愿者",
        "居民",
        "联系人",
        "身份证号",
        "身份证号码",
        "身份证",
        "手机号",
        "手机",
        "手机号码",
        "联系电话",
        "电话",
        "name",
        "person",
        "phone",
    ]
)
"""Headers, as they are compared, of columns that tell one person from another."""


@dataclass(frozen=True, slots=True)
class Match:
    """How the columns of a table fit a ledger.

    Attributes:
        ledger: the ledger.
        columns: position in the table → field.
        unused: positions whose header means nothing to the ledger.
        twice: name of a field → the positions whose headers all name it equally well.
        ways: position in the table → how its field was found, see :class:`data.intake.report.Column`; or who left it out.
        areas: columns that say where a row belongs, beside the grid's own.
        similar: position in the table → the field its header is like, and how much; not taken.
        confidence: from 0 to 1, how sure it is that this is the ledger.
        year: the column with the year of dates that are written without; None where there is none.
    """

    ledger: Ledger
    columns: dict[int, Field]
    unused: tuple[int, ...]
    twice: dict[str, tuple[int, ...]]
    ways: Mapping[int, str] = field(default_factory=dict)
    areas: AreaColumns = field(default_factory=AreaColumns)
    similar: Mapping[int, tuple[Field, float]] = field(default_factory=dict)
    confidence: float = 1.0
    year: int | None = None

    @property
    def missing(self) -> list[Field]:
        """Required fields without a column; a grid may be found by coordinates instead."""
        found = {field.name for field in self.columns.values()}
        needed = _needed(self.ledger)
        if self.areas.has_point:
            needed -= {self.ledger.grid_field}
        return [field for field in self.ledger.fields if field.name in needed and field.name not in found]


@dataclass(frozen=True, slots=True)
class Said:
    """What is known about the columns of a table beside their headers.

    Attributes:
        told: header key → field, as the person who imports has said; "" leaves the column out.
        remembered: the same, as it was said for an earlier file with these headers.
    """

    told: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)

    def of(self, keys: Sequence[str], ledger: Ledger) -> dict[int, tuple[str, str]]:
        """Position → field and way, as far as the ledger has the field."""
        names = {"", *(one.name for one in ledger.fields)}
        found: dict[int, tuple[str, str]] = {}
        for way, said in (("told", self.told), ("remembered", self.remembered)):
            known = {normalise(header): name for header, name in said.items()}
            taken = {name for name, _ in found.values() if name}
            for place, key in enumerate(keys):
                name = known.get(normalise(key))
                if name is not None and name in names and place not in found and name not in taken:
                    found[place] = (name, way)
        return found


def is_pending(header: str) -> bool:
    """Whether a column holds the numbers of rows kept aside, which come back corrected."""
    return normalise(header) == PENDING_HEADER


def names_field(header: str, field: Field) -> bool:
    """Whether a header names the field by itself."""
    return normalise(header) in {normalise(name) for name in field.headers}


def header_keys(headers: Sequence[str]) -> tuple[str, ...]:
    """How each column is named in answers: by its header, and by its place as well where the header comes twice."""
    times = Counter(map(normalise, headers))
    return tuple(
        f"{header.strip()}（第 {place} 列）" if times[normalise(header)] > 1 else header.strip()
        for place, header in enumerate(headers, start=1)
    )


def match_columns(headers: Sequence[str], ledger: Ledger, said: Said | None = None) -> Match:
    """Assign headers to the fields of a ledger; what was said wins, then a field's preferred header, then its aliases."""
    chosen = said.of(header_keys(headers), ledger) if said else {}
    columns = {place: ledger.field(name) for place, (name, _) in chosen.items() if name}
    ways = {place: way for place, (_, way) in chosen.items()}
    taken = {field.name for field in columns.values()}
    best = _best_known(headers, ledger, chosen, taken)
    for name, (rank, places) in best.items():
        columns[places[0]] = ledger.field(name)
        ways[places[0]] = "exact" if rank == 0 else "alias"
    grid = ledger.grid_field if ledger.name != "grids" and ledger.grid_field in _names(ledger) else ""
    free = {place: header for place, header in enumerate(headers) if place not in columns and place not in chosen}
    if grid and grid not in {*taken, *best} and (place := area_name(free)) is not None:
        columns[place] = ledger.field(grid)
        ways[place] = "alias"
        del free[place]
    areas = area_columns(free, has_own_point="longitude" in _names(ledger)) if grid else AreaColumns()
    year = next((place for place, header in free.items() if normalise(header) in _YEARS), None)
    used = {*columns, *areas.places, year}
    own = (PENDING_HEADER, REASONS_HEADER) if any(map(is_pending, headers)) else ()
    unused = tuple(
        i for i, header in enumerate(headers) if i not in used and header.strip() and normalise(header) not in own
    )
    twice = {name: tuple(places) for name, (_, places) in best.items() if len(places) > 1}
    return Match(ledger, dict(sorted(columns.items())), unused, twice, ways, areas, year=year)


def _best_known(
    headers: Sequence[str], ledger: Ledger, chosen: Container[int], taken: Container[str]
) -> dict[str, tuple[int, list[int]]]:
    """Field → the rank of the best of its names among the headers, and where that stands."""
    wanted = {normalise(name): (field, rank) for field in ledger.fields for rank, name in _ranked(field)}
    best: dict[str, tuple[int, list[int]]] = {}
    for position, header in enumerate(headers):
        hit = wanted.get(normalise(header)) or wanted.get(_without_unit(header, wanted))
        if hit is None or position in chosen or hit[0].name in taken:
            continue
        field, rank = hit
        known = best.get(field.name)
        if known is None or rank < known[0]:
            best[field.name] = (rank, [position])
        elif rank == known[0]:
            known[1].append(position)
    return best


def _names(ledger: Ledger) -> set[str]:
    return {field.name for field in ledger.fields}


def named_ledger(name: str, ledgers: Mapping[str, Ledger] = LEDGERS) -> Ledger:
    """The ledger called so in code or on screen.

    Raises:
        QuestionError: there is no such ledger.
    """
    wanted = normalise(name)
    for ledger in ledgers.values():
        if wanted in {normalise(known) for known in (ledger.name, ledger.label, *ledger.aliases)}:
            return ledger
    listed = "、".join(f"{ledger.name}（{ledger.label}）" for ledger in ledgers.values())
    nearest = sorted(ledgers.values(), key=lambda ledger: -fuzz.ratio(wanted, normalise(ledger.label)))
    raise QuestionError(f"没有名为“{name}”的台账，可选：{listed}。", "ledger_unknown", choices_of_ledgers(nearest))


def _needed(ledger: Ledger) -> set[str]:
    """Fields a table must have. Attributes of known grids may come with nothing but their code."""
    if ledger.name == "grids":
        return {ledger.id_field}
    return {field.name for field in ledger.fields if field.required}


def _ranked(field: Field) -> list[tuple[int, str]]:
    return [(rank, name) for rank, name in reversed(list(enumerate(field.headers)))]


def _without_unit(header: str, wanted: dict[str, tuple[Field, int]]) -> str:
    """A header with the field's own unit in brackets, without it: 预算金额(元); 预算金额(万元) stays a stranger."""
    text = normalise(header)
    unit = _UNIT_SUFFIX.search(text)
    if unit is None:
        return ""
    base = text[: unit.start()]
    hit = wanted.get(base)
    return base if hit is not None and normalise(hit[0].unit) == unit[1] else ""
