"""The lists behind the figures of supply and demand: gaps, suggested matches, idle resources, unmet demands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.ledgers.resources import USUAL_UNITS
from data.measures.lifecycle import STAGE_DAY, day_of
from data.measures.matching import Side, Suggestion, suggest
from data.measures.query import Context
from data.measures.supply import end_day, inside, keys_of
from data.measures.supply_book import book_of
from data.measures.weekly_times import hours, weekdays
from data.store.reader import Reader

SUGGESTION_COLUMNS = (
    "demand_code",
    "demand_title",
    "place",
    "kind",
    "resource_code",
    "resource_title",
    "provider",
    "km",
    "left",
    "wanted",
    "covered",
    "unit",
    "when",
    "reason",
    "wanted_by",
)
UNMET_COLUMNS = (
    "service_demand_code",
    "service_demand_title",
    "kind",
    "raised_by",
    "place",
    "outstanding",
    "unit",
    "wanted_by",
    "waited_days",
    "has_suggestion",
)


class SupplyDesk:
    """The lists behind the figures, at the end of the scope's period.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.day = end_day(context, context.scope.period)
        self._book = book_of(context.store)
        self._state = self._book.at(self.day)

    def gaps(self) -> pd.DataFrame:
        """Every kind in every child of the area (the area itself on the last level).

        Columns kind, unit, key, label, left, wanted, gap, gap_pct (None without anything wanted), demand_n
        (demands with something outstanding), resource_n (resources with something left).
        """
        context, book, state = self._context, self._book, self._state
        is_last = context.area_level >= max(context.net.depth, 1) or not context.net.depth
        by = "" if is_last else "grid"
        net = context.net
        children = net.frame[net.active(context.scope.grid_code, self.day, context.area_level + 1)]
        areas = [("", "")] if is_last else list(zip(children["grid_code"], children["grid_name"], strict=True))
        sides = (
            ("demands", book.demands, state.outstanding, ("wanted", "demand_n")),
            ("resources", book.resources, state.left, ("left", "resource_n")),
        )
        found: dict[str, dict[Any, float]] = {}
        for _, rows, amounts, (total, count) in sides:
            known = np.nan_to_num(amounts)
            mine = inside(context, rows, "service_demands") & rows["is_usual"].to_numpy(dtype=bool) & (known > 0)
            keys = [keys_of(context, rows, by)[mine], rows["kind"].to_numpy()[mine]]
            groups = pd.Series(known[mine]).groupby(keys)
            found[total], found[count] = dict(groups.sum()), dict(groups.size())
        rows_out = [
            (kind, unit, code, label, *(found[name].get((code, kind), 0) for name in found))
            for kind, unit in self._kinds()
            for code, label in areas
        ]
        frame = pd.DataFrame(rows_out, columns=["kind", "unit", "key", "label", *found])
        frame["gap"] = (frame["wanted"] - frame["left"]).clip(lower=0)
        frame["gap_pct"] = frame["gap"] * 100 / frame["wanted"].where(frame["wanted"] > 0)
        return frame

    def _kinds(self) -> list[tuple[str, str]]:
        chosen = self._context.scope.categories_of("service_demands")
        declared = self._context.ledger("service_demands").field("service_demand_kind").codes
        return [(kind, USUAL_UNITS.get(kind, "")) for kind in declared if not chosen or kind in chosen]

    def unmeasured(self) -> tuple[int, int]:
        """Listed resources and open demands whose amount is not known or is in another unit than their kind's."""
        counts = []
        for rows, amounts, standing in (
            (self._book.resources, self._state.left, self._state.is_listed),
            (self._book.demands, self._state.outstanding, self._state.is_open),
        ):
            odd = np.isnan(amounts) | ~rows["is_usual"].to_numpy(dtype=bool)
            counts.append(int((inside(self._context, rows, "service_demands") & standing & odd).sum()))
        return counts[0], counts[1]

    def suggestions(self) -> pd.DataFrame:
        """Resources put to the open demands of the area; worked out for the whole district, so that they agree.

        Columns demand_code, demand_title, place, kind, resource_code, resource_title, provider, km, left, wanted,
        covered, unit, when, reason, wanted_by.
        """
        demands = self._book.demands.set_index("service_demand_code")
        resources = self._book.resources.set_index("resource_code")
        mine = set(
            self._book.demands["service_demand_code"][inside(self._context, self._book.demands, "service_demands")]
        )
        rows = []
        for one in _suggested(self._context.store, self.day):
            if one.demand not in mine:
                continue
            demand, resource = demands.loc[one.demand], resources.loc[one.resource]
            rows.append(
                {
                    "demand_code": one.demand,
                    "demand_title": _text(demand["service_demand_title"]) or one.demand,
                    "place": self._context.net.path_text(str(demand["grid_code"]), with_self=True),
                    "kind": demand["kind"],
                    "resource_code": one.resource,
                    "resource_title": _text(resource["resource_title"]) or one.resource,
                    "provider": _text(resource["provider"]),
                    "km": one.km,
                    "left": one.left,
                    "wanted": one.wanted,
                    "covered": one.covered,
                    "unit": one.unit,
                    "when": one.when,
                    "reason": one.reason,
                    "wanted_by": _day(demand["wanted_by"]),
                }
            )
        return pd.DataFrame(rows, columns=list(SUGGESTION_COLUMNS))

    def idle(self) -> pd.DataFrame:
        """Listed resources of which nothing is accepted, those listed longest first.

        Columns resource_code, resource_title, kind, provider, place, left, unit, listed_on, idle_days.
        """
        mine = inside(self._context, self._book.resources, "resources") & self._state.is_listed & ~self._state.is_used
        rows = self._book.resources.assign(left=self._state.left)[mine]
        rows = rows.assign(
            place=[self._context.net.path_text(code, with_self=True) for code in rows["grid_code"]],
            listed_on=_days(rows["listed_on"]),
            idle_days=(day_of(self.day) - rows[STAGE_DAY.format(0)]).astype("int64"),
        ).sort_values(["idle_days", "resource_code"], ascending=[False, True])
        names = [
            "resource_code",
            "resource_title",
            "kind",
            "provider",
            "place",
            "left",
            "unit",
            "listed_on",
            "idle_days",
        ]
        return rows.loc[:, names].reset_index(drop=True)

    def unmet(self) -> pd.DataFrame:
        """Open demands that no resource was found for, those that have waited longest first.

        Columns service_demand_code, service_demand_title, kind, raised_by, place, outstanding, unit, wanted_by,
        waited_days, has_suggestion.
        """
        matched = self._book.demands[[STAGE_DAY.format(k) for k in (1, 2)]].min(axis=1).to_numpy()
        mine = inside(self._context, self._book.demands, "service_demands") & self._state.is_open
        rows = self._book.demands.assign(outstanding=self._state.outstanding)[mine & (matched > day_of(self.day))]
        offered = {one.demand for one in _suggested(self._context.store, self.day)}
        rows = rows.assign(
            place=[self._context.net.path_text(code, with_self=True) for code in rows["grid_code"]],
            wanted_by=_days(rows["wanted_by"]),
            waited_days=(day_of(self.day) - rows[STAGE_DAY.format(0)]).astype("int64"),
            has_suggestion=rows["service_demand_code"].isin(offered),
        ).sort_values(["waited_days", "service_demand_code"], ascending=[False, True])
        return rows.loc[:, list(UNMET_COLUMNS)].reset_index(drop=True)


@lru_cache(maxsize=8)
def _suggested(store: Reader, day: date) -> tuple[Suggestion, ...]:
    """Of the whole district on one day; worked out once."""
    book = book_of(store)
    state = book.at(day)
    resources = [
        Side(
            str(row.resource_code),
            str(row.kind),
            str(row.unit),
            int(left),
            place,
            _day(row.available_from),
            _day(row.available_to),
            weekdays(_text(row.open_weekdays)),
            hours(_text(row.open_time)),
            _text(row.resource_title),
        )
        for row, left, place in zip(book.resources.itertuples(), state.left, book.resource_places, strict=True)
        if left >= 1
    ]
    demands = [
        Side(
            str(row.service_demand_code),
            str(row.kind),
            str(row.unit),
            int(amount),
            place,
            None,
            _day(row.wanted_by),
            weekdays(_text(row.wanted_weekdays)),
            hours(_text(row.wanted_time)),
            _text(row.service_demand_title),
        )
        for row, amount, place in zip(book.demands.itertuples(), state.outstanding, book.demand_places, strict=True)
        if amount >= 1
    ]
    return tuple(suggest(resources, demands, day))


def _day(value: object) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload, arg-type]


def _days(values: pd.Series) -> pd.Series:
    return pd.Series([_day(value) for value in values], index=values.index, dtype="object")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
