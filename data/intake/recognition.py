"""Which ledger a table belongs to, and what is asked where that, or a column, cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.intake.areas import Names
from data.intake.choices import choices_of_ledgers
from data.intake.header_text import normalise
from data.intake.headers import PERSON_HEADERS, Match, Said, match_columns, named_ledger
from data.intake.likeness import FITS, Fit, like_fields
from data.intake.preview_model import Column
from data.intake.report import QuestionError
from data.intake.suggestions import missing_choices, twice_choices
from data.ledgers import LEDGERS, Field, Ledger

_NAME_BONUS = 3
_SURE = {"exact": 1.0, "told": 1.0, "remembered": 0.95, "alias": 0.9}


@dataclass(frozen=True, slots=True)
class Clues:
    """What helps to understand a table beside its headers.

    Attributes:
        said: what was said about its columns.
        fit: how well its cells fit a field; None where they are not to be looked at.
        grids: the grids known so far.
    """

    said: Said = field(default_factory=Said)
    fit: Fit | None = None
    grids: Names = field(default_factory=dict)


def recognise(
    headers: Sequence[str],
    names: Iterable[str],
    where: str,
    ledger: str | None = None,
    ledgers: Mapping[str, Ledger] = LEDGERS,
    clues: Clues | None = None,
) -> Match:
    """Find the ledger of a table.

    Args:
        headers: the table's headers.
        names: names of the file and the sheet.
        where: file and sheet, for the question.
        ledger: the ledger named by the person who imports, or remembered; then nothing is guessed.
        ledgers: the ledgers in the district's own words.
        clues: what helps beside the headers.

    Raises:
        QuestionError: no ledger or several fit, a required column is missing, or a column comes twice.
    """
    clues = clues or Clues()
    others = _ranked(headers, [normalise(name) for name in names], ledgers, clues.said)
    if ledger is not None:
        match = match_columns(headers, named_ledger(ledger, ledgers), clues.said)
    else:
        match = _best(headers, others, where)
    _refuse_persons(headers, match.ledger, where)
    if match.missing:
        rest = [one for score, one in others if one.ledger is not match.ledger and not one.missing and score > 0]
        raise _column_missing(headers, match, where, clues, rest)
    if match.twice:
        raise _column_twice(headers, match, where)
    return replace(match, similar=_similar(headers, match, clues.fit))


def columns_of(headers: Sequence[str], match: Match) -> tuple[Column, ...]:
    """How each column of a table was understood, in the order of the table.

    A column with the way "similar" was not taken: it waits for somebody to confirm it.
    """
    return tuple(_column(header, place, match) for place, header in enumerate(headers))


def ledger_confidence(match: Match) -> float:
    """From 0 to 1, how sure it is that a table belongs to its ledger."""
    return round(match.confidence, 2)


def _column(header: str, place: int, match: Match) -> Column:
    taken = match.columns.get(place)
    if taken is not None:
        way = match.ways.get(place, "exact")
        return Column(header, taken.name, taken.label, way, _SURE[way])
    if place in match.similar:
        like, score = match.similar[place]
        return Column(header, like.name, like.label, "similar", round(score, 2))
    if place in match.areas.places:
        grid = match.ledger.field(match.ledger.grid_field)
        return Column(header, grid.name, grid.label, "alias", _SURE["alias"])
    return Column(header, "", "", "none", 0.0)


def _column_missing(
    headers: Sequence[str], match: Match, where: str, clues: Clues, others: Sequence[Match]
) -> QuestionError:
    labels = "、".join(f"“{one.label}”" for one in match.missing)
    choices = [
        *missing_choices(headers, match, clues.fit, clues.grids),
        *choices_of_ledgers(one.ledger for one in others),
    ]
    return QuestionError(
        f"{where}：按“{match.ledger.label}”导入，缺少必填列 {labels}；文件里的列是 {listed(headers)}。"
        "请选哪一列是它，或改好列名再导入。命令行：在答案文件里写 headers，或用 --ledger 指定别的台账。",
        "column_missing",
        choices,
    )


def _column_twice(headers: Sequence[str], match: Match, where: str) -> QuestionError:
    name, places = next(iter(match.twice.items()))
    found = listed([headers[place] for place in places])
    return QuestionError(
        f"{where}：有 {len(places)} 列都可作“{match.ledger.field(name).label}”（{found}）。"
        "请选用哪一列，其余的不导入；也可在原文件里删去或改名。命令行：在答案文件里写 headers。",
        "column_twice",
        twice_choices(headers, match.ledger.field(name), places),
    )


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
            f"{where}：{ledger.label}只记队伍和群体，不记个人；文件里有 {listed(named)} 列。"
            f"请先按“{label}”汇总，删去个人的列，再导入。",
            "names_persons",
        )


def _similar(headers: Sequence[str], match: Match, fit: Fit | None) -> dict[int, tuple[Field, float]]:
    """Columns left over whose header is like that of a field without a column, and whose cells fit it."""
    if fit is None:
        return {}
    taken = {one.name for one in match.columns.values()}
    free = [one for one in match.ledger.fields if one.name not in taken and not one.personal]
    found: dict[int, tuple[Field, float]] = {}
    for place in match.unused:
        if normalise(headers[place]) in PERSON_HEADERS or place in match.ways:
            continue
        for score, like in like_fields(headers[place], free)[:1]:
            if like.name not in {known.name for known, _ in found.values()} and fit(place, like) >= FITS:
                found[place] = (like, score)
    return found


def _ranked(
    headers: Sequence[str], names: Sequence[str], ledgers: Mapping[str, Ledger], said: Said
) -> list[tuple[float, Match]]:
    """Every ledger with how well the table fits it, the best first."""
    scored = (
        (_score(match, names), match) for match in (match_columns(headers, one, said) for one in ledgers.values())
    )
    return sorted(scored, key=lambda pair: -pair[0])


def _best(headers: Sequence[str], ranked: Sequence[tuple[float, Match]], where: str) -> Match:
    """The ledger whose columns fit best; the file's or sheet's name decides between near equals."""
    (first, match), (second, other) = ranked[0], ranked[1]
    if first <= 0:
        likeliest = sorted((one for _, one in ranked), key=lambda one: len(one.missing) - len(one.columns))
        raise QuestionError(
            f"{where}：认不出是哪个台账，看到的列是 {listed(headers)}。请选它是哪个台账，或按模板改列名再导入"
            f"（可选台账：{'、'.join(one.ledger.label for _, one in ranked)}）。命令行：用 --ledger 指定。",
            "ledger_unknown",
            choices_of_ledgers(one.ledger for one in likeliest),
        )
    if first == second and not match.missing:
        equal = [one.ledger for score, one in ranked if score == first]
        raise QuestionError(
            f"{where}：看来既可能是“{match.ledger.label}”，也可能是“{other.ledger.label}”，"
            f"看到的列是 {listed(headers)}。请选它是哪个台账。命令行：用 --ledger 指定。",
            "ledger_ambiguous",
            choices_of_ledgers(equal),
        )
    return replace(match, confidence=first / (first + max(second, 0)))


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


def listed(headers: Iterable[str], limit: int = 15) -> str:
    """The headers as told to people."""
    names = [header.strip() for header in headers if header.strip()]
    tail = f"等 {len(names)} 列" if len(names) > limit else ""
    return "、".join(names[:limit]) + tail
