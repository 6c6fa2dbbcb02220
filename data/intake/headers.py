"""Which column is which, and which ledger a table belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.intake.report import QuestionError
from data.ledgers import LEDGERS, Field, Ledger

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_UNIT_SUFFIX = re.compile(r"\(([^()]*)\)$")
_NAME_BONUS = 3
_AREA_NAMES = ("网格名称", "所属网格", "所在网格", "三级网格", "网格", "所属社区", "所在社区", "社区名称", "社区")
"""Headers of columns that name a grid, the smallest area first."""
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
        twice: field label → the headers that all name it equally well.
    """

    ledger: Ledger
    columns: dict[int, Field]
    unused: tuple[int, ...]
    twice: dict[str, tuple[str, ...]]

    @property
    def missing(self) -> list[Field]:
        """Required fields without a column."""
        found = {field.name for field in self.columns.values()}
        needed = _needed(self.ledger)
        return [field for field in self.ledger.fields if field.name in needed and field.name not in found]


def normalise(header: str) -> str:
    """A header as it is compared: half-width, no blanks, no required mark, lower case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", header))
    return re.sub(r"\s+", "", text).strip("*:").lower()


def is_pending(header: str) -> bool:
    """Whether a column holds the numbers of rows kept aside, which come back corrected."""
    return normalise(header) == PENDING_HEADER


def names_field(header: str, field: Field) -> bool:
    """Whether a header names the field by itself."""
    return normalise(header) in {normalise(name) for name in field.headers}


def match_columns(headers: Sequence[str], ledger: Ledger) -> Match:
    """Assign headers to the fields of a ledger; a field's preferred header wins over its aliases."""
    fields = {field.name for field in ledger.fields}
    wanted = {normalise(name): (field, rank) for field in ledger.fields for rank, name in _ranked(field)}
    best: dict[str, tuple[int, list[int]]] = {}
    for position, header in enumerate(headers):
        hit = wanted.get(normalise(header)) or wanted.get(_without_unit(header, wanted))
        if hit is None:
            continue
        field, rank = hit
        known = best.get(field.name)
        if known is None or rank < known[0]:
            best[field.name] = (rank, [position])
        elif rank == known[0]:
            known[1].append(position)
    columns = {places[0]: ledger.field(name) for name, (_, places) in best.items()}
    twice = {
        ledger.field(name).label: tuple(headers[place] for place in places)
        for name, (_, places) in best.items()
        if len(places) > 1
    }
    needs_area = ledger.name != "grids" and ledger.grid_field in fields and ledger.grid_field not in best
    if needs_area and (place := _area_name(headers, set(columns))):
        columns[place - 1] = ledger.field(ledger.grid_field)
    own = (PENDING_HEADER, REASONS_HEADER) if any(map(is_pending, headers)) else ()
    unused = tuple(
        i for i, header in enumerate(headers) if i not in columns and header.strip() and normalise(header) not in own
    )
    return Match(ledger, dict(sorted(columns.items())), unused, twice)


def _area_name(headers: Sequence[str], taken: set[int]) -> int:
    """Place, from 1, of the column that names the grid where none gives its code; 0 where there is none."""
    names = {normalise(header): place for place, header in enumerate(headers, start=1) if place - 1 not in taken}
    return next((names[name] for name in _AREA_NAMES if name in names), 0)


def recognise(
    headers: Sequence[str],
    names: Iterable[str],
    where: str,
    ledger: str | None = None,
    ledgers: Mapping[str, Ledger] = LEDGERS,
) -> Match:
    """Find the ledger of a table.

    Args:
        headers: the table's headers.
        names: names of the file and the sheet.
        where: file and sheet, for the question.
        ledger: the ledger named by the person who imports; then nothing is guessed.
        ledgers: the ledgers in the district's own words.

    Raises:
        QuestionError: no ledger or several fit, a required column is missing, or a column comes twice.
    """
    if ledger is not None:
        match = match_columns(headers, named_ledger(ledger, ledgers))
    else:
        match = _best(headers, [normalise(name) for name in names], where, ledgers)
    _refuse_persons(headers, match.ledger, where)
    if match.missing:
        labels = "、".join(f"“{field.label}”" for field in match.missing)
        raise QuestionError(
            f"{where}：按“{match.ledger.label}”导入，缺少必填列 {labels}；文件里的列是 {_listed(headers)}。"
            "请改好列名，或用 --ledger 指定别的台账。",
            "column_missing",
        )
    if match.twice:
        label, found = next(iter(match.twice.items()))
        raise QuestionError(
            f"{where}：有 {len(found)} 列都可作“{label}”（{_listed(found)}），请删去或改名，只留一列。", "column_twice"
        )
    return match


def _refuse_persons(headers: Sequence[str], ledger: Ledger, where: str) -> None:
    """A ledger of groups takes no file with a column about persons, not even one it would not read.

    Raises:
        QuestionError: there is such a column.
    """
    if not ledger.groups_only:
        return
    named = [header for header in headers if normalise(header) in PERSON_HEADERS]
    if named:
        label = ledger.field(ledger.groups_only).label
        raise QuestionError(
            f"{where}：{ledger.label}只记队伍和群体，不记个人；文件里有 {_listed(named)} 列。"
            f"请先按“{label}”汇总，删去个人的列，再导入。",
            "names_persons",
        )


def named_ledger(name: str, ledgers: Mapping[str, Ledger] = LEDGERS) -> Ledger:
    """The ledger called so in code or on screen.

    Raises:
        QuestionError: there is no such ledger.
    """
    wanted = normalise(name)
    for ledger in ledgers.values():
        if wanted in {normalise(known) for known in (ledger.name, ledger.label, *ledger.aliases)}:
            return ledger
    choices = "、".join(f"{ledger.name}（{ledger.label}）" for ledger in ledgers.values())
    raise QuestionError(f"没有名为“{name}”的台账，可选：{choices}。", "ledger_unknown")


def _best(headers: Sequence[str], names: Sequence[str], where: str, ledgers: Mapping[str, Ledger]) -> Match:
    """The ledger whose columns fit best; the file's or sheet's name decides between near equals."""
    scored = sorted(
        ((_score(match, names), match) for match in (match_columns(headers, one) for one in ledgers.values())),
        key=lambda pair: -pair[0],
    )
    (first, match), (second, other) = scored[0], scored[1]
    if first <= 0:
        raise QuestionError(
            f"{where}：认不出是哪个台账，看到的列是 {_listed(headers)}。请用 --ledger 指定，"
            f"或按模板改列名（可选台账：{'、'.join(ledger.label for ledger in ledgers.values())}）。",
            "ledger_unknown",
        )
    if first == second and not match.missing:
        raise QuestionError(
            f"{where}：看来既可能是“{match.ledger.label}”，也可能是“{other.ledger.label}”，"
            f"看到的列是 {_listed(headers)}。请用 --ledger 指定。",
            "ledger_ambiguous",
        )
    return match


def _score(match: Match, names: Sequence[str]) -> float:
    """Fields found, with a bonus for the name; a table without the required columns needs the name to count."""
    is_named = any(normalise(alias) in name for alias in (*match.ledger.aliases, match.ledger.label) for name in names)
    found = len(match.columns)
    if match.missing and not (is_named and found >= 2):
        return 0
    share = found / (found + len(match.unused)) if found else 0
    if match.ledger.name == "grids" and (share < 0.5 or found < (2 if is_named else 3)):
        # A grid code alone says nothing: every ledger has one, and many add the grid's name.
        return 0
    return found + share + (_NAME_BONUS if is_named else 0) - (len(match.missing) * _NAME_BONUS)


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


def _listed(headers: Iterable[str], limit: int = 15) -> str:
    names = [header.strip() for header in headers if header.strip()]
    tail = f"等 {len(names)} 列" if len(names) > limit else ""
    return "、".join(names[:limit]) + tail
