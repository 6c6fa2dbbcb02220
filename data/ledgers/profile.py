"""A district's own words over the declared ledgers: names, units, stages, limits, categories, pages and modes.

A district says them in its ``district.toml``; they are frozen in each version, so an old version keeps the
words it was imported with. Structure (fields, dates, keys) is never changed by a profile: what is stored stays
comparable, and one program serves every district.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from data.ledgers import LEDGERS, Field, Ledger, Stage

PROFILE_KEYS = ("profile", "ledgers", "measures", "pages", "modes", "chain", "owners")
"""Keys of a district.toml that make the profile; the others say what the district is."""
ALWAYS_SHOWN = ("overview", "explore", "import_files", "data_quality", "definitions")
"""The way in, the free question, and what a district needs to bring its data and to rely on them, whatever pages it names."""
_LEDGER_KEYS = ("label", "unit", "stages", "limits", "codes", "kind_limits")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """What a district changes in one ledger; empty means as declared.

    Attributes:
        name: the ledger.
        label: 台账名.
        unit: measure word of one item.
        stages: stage code → its label, also used as its verb.
        limits: stage code → whole days allowed until it; 0 = no limit.
        codes: field → its accepted values, in display order.
        kind_limits: category → working days allowed, in a ledger that counts them.
    """

    name: str
    label: str = ""
    unit: str = ""
    stages: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kind_limits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mode:
    """A working mode (平时, 急时) and the figures the overview leads with in it.

    Attributes:
        code: name in code and in the address.
        label: name on screen.
        cards: measure codes, in order.
    """

    code: str
    label: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a district says differently.

    Attributes:
        name: short name in code (lukou); names its published figures.
        ledgers: ledgers with words of their own.
        measures: measure code → label.
        pages: addresses of the pages shown beside the overview and the office's own; empty = all.
        modes: working modes, the usual one first; empty = one mode, as declared.
        chain: the organisation's levels from the top down (县委, 乡镇党委, …).
        owners: ledger or measure code → the unit that answers for its figures.
    """

    name: str = ""
    ledgers: tuple[LedgerWords, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    chain: tuple[str, ...] = ()
    owners: tuple[tuple[str, str], ...] = ()

    def ledger(self, name: str) -> Ledger:
        """The declared ledger with the district's words.

        Raises:
            KeyError: no such ledger.
        """
        return ledgers_of(self)[name]

    def shows(self, page: str) -> bool:
        """Whether the page with this address stands in the menu; the overview, the free question and the office's own pages always do."""
        return not self.pages or page in (*ALWAYS_SHOWN, *self.pages)

    def owner(self, measure_code: str, ledger_name: str) -> str:
        """The unit that answers for a measure: its own, or its ledger's; empty where none is named."""
        named = dict(self.owners)
        return named.get(measure_code) or named.get(ledger_name, "")

    def to_dict(self) -> dict[str, Any]:
        """The keys of a district.toml; :func:`profile_from` reads them back."""
        ledgers = {words.name: _written(words) for words in self.ledgers}
        modes = [{"code": mode.code, "label": mode.label, "cards": list(mode.cards)} for mode in self.modes]
        body: dict[str, Any] = {
            "profile": self.name,
            "ledgers": ledgers,
            "measures": {code: {"label": label} for code, label in self.measures},
            "pages": list(self.pages),
            "modes": modes,
            "chain": list(self.chain),
            "owners": dict(self.owners),
        }
        return {key: value for key, value in body.items() if value}


PLAIN = Profile()
"""A district that speaks the declared words."""


def _written(words: LedgerWords) -> dict[str, Any]:
    body: dict[str, Any] = {
        "label": words.label,
        "unit": words.unit,
        "stages": dict(words.stages),
        "limits": dict(words.limits),
        "codes": {field: list(values) for field, values in words.codes},
        "kind_limits": dict(words.kind_limits),
    }
    return {key: value for key, value in body.items() if value}


@lru_cache(maxsize=32)
def ledgers_of(profile: Profile) -> Mapping[str, Ledger]:
    """All ledgers by name, with the district's words; equal profiles share them."""
    changed = {words.name: _spoken(LEDGERS[words.name], words) for words in profile.ledgers if words.name in LEDGERS}
    return {**LEDGERS, **changed}


def _spoken(ledger: Ledger, words: LedgerWords) -> Ledger:
    labels, limits, codes = dict(words.stages), dict(words.limits), dict(words.codes)

    def stage(declared: Stage) -> Stage:
        label = labels.get(declared.code)
        limit = limits.get(declared.code, declared.limit_days) or None
        if label is None:
            return replace(declared, limit_days=limit)
        return replace(declared, label=label, verb=label, limit_days=limit)

    def field(declared: Field) -> Field:
        return replace(declared, codes=codes[declared.name]) if declared.name in codes else declared

    rule = ledger.due_rule
    if rule and words.kind_limits:
        rule = replace(rule, limits=tuple({**dict(rule.limits), **dict(words.kind_limits)}.items()))
    return replace(
        ledger,
        due_rule=rule,
        label=words.label or ledger.label,
        unit=words.unit or ledger.unit,
        stages=tuple(stage(declared) for declared in ledger.stages),
        fields=tuple(field(declared) for declared in ledger.fields),
        # the declared name still names a file of this ledger
        aliases=(*ledger.aliases, ledger.label) if words.label else ledger.aliases,
    )


def profile_from(values: Mapping[str, Any]) -> Profile:
    """The profile from the keys of a district.toml or a manifest.

    Raises:
        ValueError: something is not what it should be; a plain Chinese sentence.
    """
    ledgers = _table(values.get("ledgers"), "ledgers")
    measures = _table(values.get("measures"), "measures")
    return Profile(
        name=_text(values.get("profile", ""), "profile"),
        ledgers=tuple(_ledger_words(name, _table(body, f"ledgers.{name}")) for name, body in ledgers.items()),
        measures=tuple((code, _measure_label(code, body)) for code, body in measures.items()),
        pages=_texts(values.get("pages", []), "pages"),
        modes=_modes(values.get("modes", [])),
        chain=_texts(values.get("chain", []), "chain"),
        owners=tuple(
            (code, _text(name, f"owners.{code}")) for code, name in _table(values.get("owners"), "owners").items()
        ),
    )


def _ledger_words(name: str, body: Mapping[str, Any]) -> LedgerWords:
    where = f"ledgers.{name}"
    if name not in LEDGERS:
        raise ValueError(f"[{where}] 没有这本台账，可用 {'、'.join(LEDGERS)}")
    unknown = [key for key in body if key not in _LEDGER_KEYS]
    if unknown:
        raise ValueError(f"[{where}] 不认识 {'、'.join(unknown)}，可写 {'、'.join(_LEDGER_KEYS)}")
    ledger = LEDGERS[name]
    known_stages = [stage.code for stage in ledger.stages]
    coded = [field.name for field in ledger.fields if field.type == "code"]
    codes = _pairs(body.get("codes"), f"{where}.codes", coded, _codes)
    declared = ledger.field(ledger.category_field).codes if ledger.category_field else ()
    kinds = dict(codes).get(ledger.category_field, declared) if ledger.due_rule else ()
    return LedgerWords(
        name,
        label=_text(body.get("label", ""), f"{where}.label"),
        unit=_text(body.get("unit", ""), f"{where}.unit"),
        stages=_pairs(body.get("stages"), f"{where}.stages", known_stages, _text),
        limits=_pairs(body.get("limits"), f"{where}.limits", known_stages[1:], _days),
        codes=codes,
        kind_limits=_pairs(body.get("kind_limits"), f"{where}.kind_limits", list(kinds), _workdays),
    )


def _measure_label(code: str, body: Any) -> str:
    label = _text(_table(body, f"measures.{code}").get("label", ""), f"measures.{code}.label")
    if not label:
        raise ValueError(f'[measures.{code}] 应写 label = "名称"')
    return label


def _modes(values: Any) -> tuple[Mode, ...]:
    if not isinstance(values, list):
        raise ValueError("modes 应写成 [[modes]] 的样子，每种状态一段")
    modes = tuple(
        Mode(
            _text(body.get("code", ""), "modes.code"),
            _text(body.get("label", ""), "modes.label"),
            _texts(body.get("cards", []), "modes.cards"),
        )
        for body in (_table(entry, "modes") for entry in values)
    )
    if any(not (mode.code and mode.label and mode.cards) for mode in modes):
        raise ValueError("[[modes]] 每段都要写 code、label 和 cards")
    if len({mode.code for mode in modes}) < len(modes):
        raise ValueError("[[modes]] 有两段的 code 相同")
    return modes


def _pairs(values: Any, where: str, known: list[str], read: Callable[[Any, str], _T]) -> tuple[tuple[str, _T], ...]:
    table = _table(values, where)
    for key in table:
        if key not in known:
            raise ValueError(f"{where} 没有 {key}，可用 {'、'.join(known) or '（无）'}")
    return tuple((key, read(value, f"{where}.{key}")) for key, value in table.items())


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"[{where}] 应是一段 名称 = 值")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{where} 应是带引号的文字，收到 {value}")
    return value.strip()


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise ValueError(f'{where} 应写成 ["甲", "乙"] 的样子')
    if len(set(value)) < len(value):
        raise ValueError(f"{where} 有重复的值")
    return tuple(entry.strip() for entry in value)


def _codes(value: Any, where: str) -> tuple[str, ...]:
    codes = _texts(value, where)
    if not codes:
        raise ValueError(f"{where} 至少要有一个值")
    return codes


def _workdays(value: Any, where: str) -> int:
    if not _days(value, where):
        raise ValueError(f"{where} 至少是 1 个工作日")
    return int(value)


def _days(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{where} 应是天数（0 表示不限），收到 {value}")
    return value
