"""Single items: the rows behind the figures, one row, and what it is linked to."""

from __future__ import annotations

import pandas as pd

from data.ledgers import Ledger
from data.measures.query import Context, Where
from data.measures.registers import end_day, standing
from data.measures.spoken import AS_WRITTEN, with_words
from data.store.mart_shapes import RECENT_ROWS


def shown_fields(ledger: Ledger) -> list[str]:
    """The fields that may be shown: those that say nothing about a person."""
    return [field.name for field in ledger.fields if not field.personal]


def presented(context: Context, ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Dates as dates, the way to each row's grid, and the numbers that are not exact as they were written."""
    for field in ledger.fields:
        if field.type == "date" and field.name in frame:
            days = pd.to_datetime(frame[field.name])
            frame[field.name] = days.dt.date.astype("object").where(days.notna(), None)
    if ledger.grid_field:
        frame["grid_path"] = [context.net.path_text(code, with_self=True) for code in frame[ledger.grid_field]]
    return with_words(context.store, ledger, frame)


def records(context: Context, ledger_name: str, search: str, limit: int, offset: int) -> tuple[pd.DataFrame, int]:
    """See ``Answers.records``."""
    ledger = context.ledger(ledger_name)
    names = shown_fields(ledger)
    if not context.has(ledger_name):
        return pd.DataFrame(columns=[*names, "grid_path", AS_WRITTEN]), 0
    order = f"ORDER BY {ledger.opened_field} DESC, {ledger.id_field} DESC LIMIT {int(limit)} OFFSET {int(offset)}"
    if _is_first_screen(context, ledger_name, search, limit + offset):
        where = context.where(ledger_name).between("opened_month", context.scope.period)
        frame = context.select(", ".join(names), f"mart_recent_{ledger_name}", where, order)
        return presented(context, ledger, frame), _opened_count(context, ledger)
    where = raw_where(context, ledger, ledger.opened_field)
    if search.strip():
        add_search(where, ledger, search.strip())
    count = int(context.select("count(*) AS n", ledger_name, where)["n"].iloc[0])
    frame = context.select(", ".join(names), ledger_name, where, order)
    return presented(context, ledger, frame), count


def register_rows(context: Context, ledger_name: str) -> pd.DataFrame:
    """See ``Answers.register_rows``."""
    ledger = context.ledger(ledger_name)
    names = shown_fields(ledger)
    if not context.has(ledger_name):
        return pd.DataFrame(columns=[*names, "grid_path", AS_WRITTEN])
    where = standing(_inside(context, ledger), ledger, end_day(context, context.scope.period))
    frame = context.select(", ".join(names), ledger_name, where, f"ORDER BY {ledger.grid_field}, {ledger.id_field}")
    return presented(context, ledger, frame)


def _is_first_screen(context: Context, ledger: str, search: str, last: int) -> bool:
    """Whether the mart of newest rows holds the answer."""
    is_wide = context.area_detail <= 1 and not context.scope.categories_of(ledger)
    return is_wide and not search.strip() and last <= RECENT_ROWS


def _opened_count(context: Context, ledger: Ledger) -> int:
    where = context.where(ledger.name).between("month", context.scope.period)
    where.add("stage = ?", ledger.stages[0].code)
    total = context.select("sum(n)::BIGINT AS n", context.mart("stage_month", ledger.name), where)["n"].iloc[0]
    return 0 if pd.isna(total) else int(total)


def raw_where(context: Context, ledger: Ledger, field: str) -> Where:
    """The scope as conditions on the ledger's own rows, with the period on one of its dates."""
    period = context.scope.period
    return _inside(context, ledger).add(f"{field} BETWEEN ? AND ?", period.first_day, period.last_day)


def _inside(context: Context, ledger: Ledger) -> Where:
    """The scope's area and categories as conditions on the ledger's own rows."""
    scope, where = context.scope, Where()
    if scope.grid_code:
        area = context.area()
        where.add(f"{ledger.grid_field} IN (SELECT grid_code FROM grid_tree WHERE {area})", *area.values)  # noqa: S608
    chosen = scope.categories_of(ledger.name)
    if chosen:
        where.add(f"coalesce({ledger.category_field}, '') IN ({', '.join('?' * len(chosen))})", *chosen)
    return where


def add_search(where: Where, ledger: Ledger, text: str) -> None:
    """Only rows with the text in their number, title or unit."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    names = [name for name in (ledger.id_field, ledger.title_field, ledger.actor_field) if name]
    where.add("(" + " OR ".join(f"{name} ILIKE ? ESCAPE '\\'" for name in names) + ")", *[pattern] * len(names))


def item(context: Context, ledger_name: str, code: str) -> dict[str, object] | None:
    """See ``Answers.item``: the declared fields, grid_path, as_written, and the file, sheet and row it came from."""
    ledger = context.ledger(ledger_name)
    if not ledger.id_field or not context.has(ledger_name):
        return None
    names = ", ".join([*shown_fields(ledger), "source_file", "source_sheet", "source_row"])
    frame = context.select(names, ledger_name, Where().add(f"{ledger.id_field} = ?", code), "LIMIT 1")
    if frame.empty:
        return None
    row = presented(context, ledger, frame).to_dict("records")[0]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def linked(context: Context, demand_code: str, project_code: str) -> pd.DataFrame:
    """See ``Answers.linked``."""
    ledger = context.ledger("projects" if demand_code else "demands")
    known, code = ("demand_code", demand_code) if demand_code else ("project_code", project_code)
    names = shown_fields(ledger)
    if not context.has("demand_project_links") or not context.has(ledger.name):
        return pd.DataFrame(columns=[*names, "grid_path", AS_WRITTEN])
    links = f"SELECT {ledger.id_field} FROM demand_project_links WHERE {known} = ?"  # noqa: S608  (declared names)
    where = Where().add(f"{ledger.id_field} IN ({links})", code)
    frame = context.select(", ".join(names), ledger.name, where, f"ORDER BY {ledger.opened_field}, {ledger.id_field}")
    return presented(context, ledger, frame)
