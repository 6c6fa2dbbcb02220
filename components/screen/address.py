"""What the address asks for: parameters as they stand in it, read into a frozen Scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from components.screen.cache import AreaList
from data.ledgers import LEDGERS, Ledger
from data.measures.district import District
from data.measures.periods import PRESETS, preset_period
from data.measures.scope import Compare, Per, Period, Scope

CUSTOM = "custom"
DEFAULTS = {"period": "this_year", "compare": "previous", "area": "", "from": "", "to": "", "mode": "", "v": ""}
DEFAULTS |= {"against": "", "per": ""}
COMPARES: dict[Compare, str] = {
    "previous": "环比上期",
    "year_ago": "同比去年同期",
    "cumulative": "累计同比",
    "custom": "任选一期",
    "none": "不对比",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in this version on this page.

    Attributes:
        district: gives the as-of day and the months there are.
        areas: grids by code.
        ledgers: ledgers whose categories are offered.
    """

    district: District
    areas: AreaList
    ledgers: tuple[str, ...]


def category_ledgers() -> tuple[str, ...]:
    """Ledgers with a category filter."""
    return tuple(name for name, ledger in LEDGERS.items() if ledger.stages and ledger.category_field)


def categories_of(declared: Ledger) -> tuple[str, ...]:
    """The categories of a ledger."""
    return declared.field(declared.category_field).codes if declared.category_field else ()


def read_scope(raw: dict[str, str], choices: Choices) -> tuple[Scope, list[str]]:
    """The scope the address asks for, and the names of what in it could not be used.

    Args:
        raw: values by parameter name, as they stand in the address.
        choices: what may be chosen.
    """
    wrong: list[str] = []
    period = _period(raw, choices.district)
    if period is None:
        wrong += ["period", "from", "to"]
        period = preset_period(DEFAULTS["period"], choices.district.as_of)
    compare, against = _comparison(raw, choices.district)
    if compare is None:
        wrong += ["compare"]
        compare = "previous"
    if compare == "cumulative":
        period = year_to_date(period)
    pers: dict[str, Per] = {known: known for known in get_args(Per)}
    if raw["per"] not in pers:
        wrong.append("per")
    area = raw["area"]
    if area and area not in choices.areas.names:
        wrong.append("area")
        area = ""
    pairs: list[tuple[str, str]] = []
    for ledger in category_ledgers():
        known = categories_of(choices.district.ledger(ledger))
        asked = [text for text in raw.get(f"cat_{ledger}", "").split(",") if text]
        if any(text not in known for text in asked):
            wrong.append(f"cat_{ledger}")
        elif ledger in choices.ledgers:
            pairs += [(ledger, category) for category in known if category in asked]
    mode = raw.get("mode", "")
    if mode and mode not in {known.code for known in choices.district.profile.modes}:
        wrong.append("mode")
        mode = ""
    return Scope(period, area, tuple(pairs), compare, mode, against, pers.get(raw["per"], "")), wrong


def year_to_date(period: Period) -> Period:
    """From January of the period's last year to its end."""
    return Period(f"{period.end[:4]}-01", period.end)


def _comparison(raw: dict[str, str], district: District) -> tuple[Compare | None, Period | None]:
    """What is compared with; None where the address makes no sense, such as a period of which there are no data."""
    compare = next((known for known in COMPARES if known == raw["compare"]), None)
    if compare != "custom":
        return compare, None
    try:
        against = Period.parse(raw["against"])
    except ValueError:
        return None, None
    is_there = district.first_month <= against.start and against.end <= district.last_month
    return ("custom", against) if is_there else (None, None)


def parameters_of(scope: Scope) -> dict[str, str]:
    """The parameters that make a page open at a scope: the inverse of :func:`read_scope`."""
    asked = {
        "period": CUSTOM,
        "from": scope.period.start,
        "to": scope.period.end,
        "area": scope.grid_code,
        "compare": scope.compare,
        "against": str(scope.against or ""),
        "per": scope.per,
        "mode": scope.mode,
        **{f"cat_{ledger}": ",".join(scope.categories_of(ledger)) for ledger, _ in scope.categories},
    }
    return {name: value for name, value in asked.items() if value}


def _period(raw: dict[str, str], district: District) -> Period | None:
    """The months asked for; None where the address makes no sense."""
    if raw["period"] in PRESETS:
        return preset_period(raw["period"], district.as_of)
    if raw["period"] != CUSTOM:
        return None
    try:
        return Period(raw["from"] or district.first_month, raw["to"] or district.last_month)
    except ValueError:
        return None
