"""How each measure was defined, and since when: the record beside the registry that no change may pass by.

The registry says how a figure is counted now; ``definitions.toml`` keeps every wording and rule there ever was, whole
enough to count by it again, so that an old report can be understood and old and new can stand side by side.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import tomli_w

from data.measures.model import Measure
from data.measures.registry import MEASURES, measure

RECORD = Path(__file__).with_name("definitions.toml")
FIRST = "首次定义"
_NAMES_ONLY = ("label", "breakdowns", "item_unit", "since")
"""What may change without anything being counted differently."""
_ABOUT = ("why", "ended")
"""What the record says about a definition and no measure holds."""


class DefinitionError(Exception):
    """A definition was changed without saying since when and why; plain Chinese."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of how a measure is counted.

    Attributes:
        number: from 1 up.
        since: the month from which it holds.
        why: why it was changed.
        measure: the measure under this definition.
    """

    number: int
    since: str
    why: str
    measure: Measure


@cache
def definitions(code: str) -> tuple[Definition, ...]:
    """Every version of a measure's definition, the present one last.

    Raises:
        UnknownMeasureError: no measure has the code.
    """
    present = measure(code)
    former = tuple(
        Definition(number, body["since"], body["why"], _measure(code, body))
        for number, body in enumerate(_recorded().get(code, [])[:-1], 1)
    )
    why = _recorded()[code][-1]["why"] if code in _recorded() else FIRST
    return (*former, Definition(len(former) + 1, present.since, why, present))


def unrecorded() -> dict[str, str]:
    """Measures whose definition is not what the record says last → what is to be done, in words."""
    found: dict[str, str] = {}
    for code, present in MEASURES.items():
        known = _recorded().get(code)
        if not known:
            found[code] = "还没有记录"
        elif _counted(present) != _counted(_measure(code, known[-1])):
            later = present.since > known[-1]["since"]
            found[code] = "口径改了，还没有记录" if later else "口径改了，请把 since 写成新口径开始的月份"
        elif present.since != known[-1]["since"]:
            found[code] = "口径没有改，since 应与记录一致"
    gone = (code for code, known in _recorded().items() if code not in MEASURES and "ended" not in known[-1])
    found.update(dict.fromkeys(gone, "指标已停用，还没有记录"))
    return found


def record(why: str) -> list[str]:
    """Add to the record the definitions that are new or were changed.

    Args:
        why: why they were changed; new measures need none.

    Returns:
        Codes of the measures recorded.

    Raises:
        DefinitionError: a change has no reason or no month of its own.
    """
    body = {code: list(known) for code, known in _recorded().items()}
    open_points = unrecorded()
    for code, what in open_points.items():
        if "since" in what:
            raise DefinitionError(f"{code}：{what}。")
        if code in body and not why:
            raise DefinitionError(f"{code}：{what}，请用 --why 写明原因。")
        if code not in MEASURES:
            body[code][-1] = {**body[code][-1], "ended": why}
            continue
        said = why if code in body else FIRST
        body.setdefault(code, []).append({"since": MEASURES[code].since, "why": said, **_written(MEASURES[code])})
    RECORD.write_text(tomli_w.dumps(dict(sorted(body.items())), multiline_strings=False), encoding="utf-8")
    _recorded.cache_clear()
    definitions.cache_clear()
    return list(open_points)


@cache
def _recorded() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}


def _counted(declared: Measure) -> dict[str, Any]:
    return {field.name: getattr(declared, field.name) for field in fields(Measure) if field.name not in _NAMES_ONLY}


def _written(declared: Measure) -> dict[str, Any]:
    """What differs from the defaults, as TOML knows it."""
    values = {field.name: (getattr(declared, field.name), field.default) for field in fields(Measure)}
    kept = {name: value for name, (value, default) in values.items() if default is MISSING or value != default}
    return {name: _plain(value) for name, value in kept.items() if name not in ("code", "since", "breakdowns")}


def _plain(value: Any) -> Any:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _measure(code: str, body: Mapping[str, Any]) -> Measure:
    return Measure(code=code, **{name: _frozen(value) for name, value in body.items() if name not in _ABOUT})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
