"""What a page may ask about where a figure comes from, within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.measures import breakdown, hiding, items
from data.measures.definitions import definitions
from data.measures.model import Figure, Measure
from data.measures.query import Context, Where
from data.measures.scope import Period
from data.passport.cuts import cut_down
from data.passport.grids import held_against, of_net
from data.passport.lists import LIST_FIELDS, listed
from data.passport.marks import quality_mark
from data.passport.model import AMOUNT, SOURCES, Cut, Lines, Passport, RowsPage, Selection, Side
from data.passport.own_figures import lines
from data.passport.registers import registered
from data.passport.staged import staged

Cuts = tuple[Cut, ...]


class PassportDesk:
    """The passports of the figures of one scope.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def passport(self, code: str, by: str = "", key: str = "", cuts: Cuts = ()) -> Passport:
        """The passport of a figure: of the whole scope, of one row of a breakdown, or of a part of either.

        Raises:
            UnknownMeasureError: no such measure, or it cannot be broken down that way.
            KeyError: the breakdown has no such row.
        """
        figure, label = self._figure(code, by, key)
        context, measure = self._context, figure.measure
        is_own = measure.kind == "quality"
        selections = [] if is_own and figure.state != "none" else self.selections(code, by, key, cuts)
        found = lines(context, measure) if is_own and figure.state != "none" else selections
        is_held_back = figure.state == "hide" or self._is_held_back(measure, by, key)
        if cuts and not is_held_back:
            part = sum((self.amount(one) or 0.0) for one in selections)
            figure = Figure(measure, part, None, None, "value" if part else "zero")
        return Passport(
            figure=figure,
            label=" · ".join(part for part in (label, *(cut.label for cut in cuts)) if part),
            by=by,
            key=key,
            cuts=cuts,
            scope=context.scope,
            area_name=context.net.name(context.scope.grid_code)
            if context.scope.grid_code
            else context.store.district.name,
            sides=tuple(one.side for one in found),
            is_held_back=is_held_back,
            definitions=definitions(code),
            mark=None if is_own else quality_mark(context, measure.ledger),
            as_of=context.as_of,
            version=context.store.version,
            imported_at=context.store.manifest.created_at,
        )

    def rows(
        self,
        code: str,
        side: Side,
        by: str = "",
        key: str = "",
        cuts: Cuts = (),
        *,
        search: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> RowsPage:
        """The rows behind one side of a figure, and the number they come to; none where they are held back."""
        selection = next(one for one in self.selections(code, by, key, cuts) if one.side == side)
        return self._page(selection, search, limit, offset)

    def amount(self, selection: Selection) -> float | None:
        """The number the rows of a side come to."""
        return self._told(selection.sql, selection, selection.values)[1]

    def lines(self, code: str) -> list[Lines]:
        """What a figure about the data themselves adds up from."""
        return lines(self._context, self._context.measure(code))

    def selections(self, code: str, by: str = "", key: str = "", cuts: Cuts = ()) -> list[Selection]:
        """How the rows behind each side of a figure are found; none where they may not be listed or there are none."""
        measure = self._context.measure(code)
        if self._is_held_back(measure, by, key) or self._figure(code, by, key)[0].state in ("hide", "none"):
            return []
        context = self._context
        if by == "month":
            context, by = context.narrowed(context.scope.with_period(Period(key, key))), ""
            key = ""
        found = cut_down(context, measure, _behind(context, measure, by, key), cuts)
        return [*found, *_rest(context, found)]

    def _figure(self, code: str, by: str, key: str) -> tuple[Figure, str]:
        if not by:
            return breakdown.figure(self._context, code), ""
        rows = breakdown.rows(self._context, code, by)
        found = rows[rows["key"] == key]
        if found.empty:
            raise KeyError(f"{code}: no row {key!r} by {by}")
        row = found.iloc[0]
        value, above, below = (
            None if pd.isna(row[name]) else float(row[name]) for name in ("value", "numerator", "denominator")
        )
        return Figure(self._context.measure(code), value, above, below, row["state"]), str(row["label"])

    def _is_held_back(self, measure: Measure, by: str, key: str) -> bool:
        """Whether the scope's area, or the grid a row stands for, is one whose rows may not be listed."""
        if measure.kind == "quality":
            return False
        context = self._context
        if hiding.holds_back(context, measure.ledger):
            return True
        if not by.startswith("grid"):
            return False
        return hiding.holds_back(context.narrowed(context.scope.with_grid(key)), measure.ledger)

    def _page(self, selection: Selection, search: str, limit: int, offset: int) -> RowsPage:
        context = self._context
        ledger = context.ledger(selection.ledger)
        where = Where()
        if search.strip():
            items.add_search(where, ledger, search.strip())
        values = [*selection.values, *where.values]
        table = f"SELECT * FROM ({selection.sql}) WHERE {where}"  # noqa: S608  (our own names)
        total, amount = self._told(table, selection, values)
        order = ledger.opened_field or ledger.grid_field or ledger.id_field
        names = [*items.shown_fields(ledger), AMOUNT, *SOURCES]
        rows = context.store.query(
            f"SELECT {', '.join(names)} FROM ({table}) ORDER BY {order} {'DESC' if ledger.opened_field else ''}, "  # noqa: S608  (our own names)
            f"{ledger.id_field or 'source_row'} LIMIT {int(limit)} OFFSET {int(offset)}",
            values,
        )
        return RowsPage(
            ledger=ledger.name,
            side=selection.side,
            adds=selection.adds,
            field=selection.field,
            rows=self._imported(items.presented(context, ledger, rows)),
            total=total,
            amount=amount,
        )

    def _told(self, table: str, selection: Selection, values: Sequence[Any]) -> tuple[int, float | None]:
        """How many rows there are, and the number they come to."""
        sql = f"SELECT count(*) AS n, {_number(selection)} AS amount FROM ({table})"  # noqa: S608  (our own names)
        told = self._context.store.arrays(sql, values)
        amount = np.ma.filled(told["amount"].astype("float64"), np.nan)[0]
        return int(told["n"][0]), None if np.isnan(amount) else float(amount)

    def _imported(self, rows: pd.DataFrame) -> pd.DataFrame:
        """With the day each row's import came, and who brought it."""
        came = {source.import_id: source for source in self._context.store.manifest.sources}
        known: list[Any] = [came.get(str(name)) for name in rows["import_id"]]
        days = [source.imported_at[:10] if source else "" for source in known]
        return rows.assign(imported_on=days, imported_by=[source.imported_by if source else "" for source in known])


def _behind(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    if measure.ledger == "grids":
        return of_net(context, measure, by, key)
    if not context.has(measure.ledger):
        return []
    if measure.field in LIST_FIELDS:
        return listed(context, measure, by, key)
    if measure.kind in ("share_of_grids", "register_grids"):
        return held_against(context, measure, by, key)
    if measure.kind.startswith("register_"):
        return registered(context, measure, by, key)
    return staged(context, measure, by, key)


def _rest(context: Context, found: list[Selection]) -> list[Selection]:
    """What is below the line of a rate of rows and not above it: the ones still to be done."""
    if len(found) != 2 or found[0].ledger != found[1].ledger or {one.adds for one in found} != {"rows"}:
        return []
    above, below = found
    code = context.ledger(above.ledger).id_field
    sql = f"SELECT d.* FROM ({below.sql}) d ANTI JOIN ({above.sql}) n ON d.{code} = n.{code}"  # noqa: S608  (our own names)
    return [Selection("rest", above.ledger, sql, (*below.values, *above.values))]


def _number(selection: Selection) -> str:
    """What the rows come to, as SQL."""
    if selection.adds == "rows":
        return "count(*)::DOUBLE"
    if selection.adds == "distinct":
        return f"count(DISTINCT {selection.field})::DOUBLE"
    if selection.adds == "quantile":
        return f"quantile_cont({AMOUNT}, {float(selection.quantile or 0.5)})"
    return f"coalesce(sum({AMOUNT}), 0)::DOUBLE"
