"""What could be meant where a required column is missing or comes twice."""

from __future__ import annotations

from collections.abc import Sequence

from data.intake.areas import Names
from data.intake.header_text import normalise
from data.intake.headers import PERSON_HEADERS, Match, header_keys
from data.intake.likeness import ALIKE, FITS, Fit, likeness, nearness
from data.intake.report import Choice
from data.ledgers import Field

_MOST_COLUMNS = 6
_MOST_VALUES = 12
_MOST_AREAS = 12
_STRANGE = 0.3
_UNFIT = 0.2
"""A column whose cells fit less is not offered at all."""


def missing_choices(headers: Sequence[str], match: Match, fit: Fit | None, grids: Names) -> list[Choice]:
    """What a missing required column could be: another column, the same value in every row, or nothing.

    Args:
        headers: the table's headers.
        match: what was understood.
        fit: how well the cells of a column fit a field.
        grids: the grids known so far.
    """
    field = match.missing[0]
    ranked = {one.name: _candidates(headers, match, one, fit) for one in match.missing}
    return [
        *_all_at_once(headers, match, ranked),
        *(_as_column(headers, place, field) for _, place in ranked[field.name][:_MOST_COLUMNS]),
        *_same_everywhere(field, match, grids),
    ]


def twice_choices(headers: Sequence[str], field: Field, places: Sequence[int]) -> list[Choice]:
    """Which of several columns is the field."""
    return [_as_column(headers, place, field) for place in places]


def _as_column(headers: Sequence[str], place: int, field: Field) -> Choice:
    key = header_keys(headers)[place]
    return Choice(f"“{key}”列就是“{field.label}”", {"headers": {key: field.name}})


def _candidates(headers: Sequence[str], match: Match, field: Field, fit: Fit | None) -> list[tuple[float, int]]:
    """Columns that fill no field, the likeliest first; those whose cells are of another kind are left out."""
    found = []
    for place in (*match.unused, *match.areas.names):
        if normalise(headers[place]) in PERSON_HEADERS or place in match.ways:
            continue
        fits = fit(place, field) if fit else 0.0
        near = nearness(headers[place], field)
        # Anything can be a text, so that only the heading speaks for it.
        is_text = field.type == "text" or fit is None
        if near >= (_STRANGE if is_text else ALIKE) or (not is_text and fits >= _UNFIT):
            found.append((near if is_text else near + fits, place))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _all_at_once(headers: Sequence[str], match: Match, ranked: dict[str, list[tuple[float, int]]]) -> list[Choice]:
    """All missing columns in one answer, where each has a likely one of its own."""
    if len(match.missing) < 2:
        return []
    chosen: dict[str, int] = {}
    for field in match.missing:
        free = [(score, place) for score, place in ranked[field.name] if place not in chosen.values()]
        if not free or likeness(headers[free[0][1]], field) < FITS:
            return []
        chosen[field.name] = free[0][1]
    keys = header_keys(headers)
    words = "，".join(f"“{keys[chosen[field.name]]}”列是“{field.label}”" for field in match.missing)
    return [Choice(words, {"headers": {keys[place]: name for name, place in chosen.items()}})]


def _same_everywhere(field: Field, match: Match, grids: Names) -> list[Choice]:
    """One value for all rows: of a short list, an area as a whole, or a number made of each row's contents."""
    if field.type == "code":
        return [_constant(field, code, f"整份文件的“{field.label}”都是“{code}”") for code in field.codes[:_MOST_VALUES]]
    if field.type == "grid_code":
        tops = [(code, name) for code, (name, parent) in grids.items() if parent not in grids]
        below = [(code, name) for code, (name, parent) in grids.items() if parent in {top for top, _ in tops}]
        return [
            _constant(field, code, f"整份文件都属于“{name}”（{code}）") for code, name in [*tops, *below][:_MOST_AREAS]
        ]
    if field.name == match.ledger.id_field and match.ledger.stages:
        return [_constant(field, "", f"文件里没有{field.label}：按每行的内容编临时编号")]
    return []


def _constant(field: Field, value: str, words: str) -> Choice:
    return Choice(words, {"constants": {field.name: value}})
