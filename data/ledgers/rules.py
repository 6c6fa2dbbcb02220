"""Rules a ledger may declare over its own columns: when an item is due, and yes-or-no facts to be counted."""

from __future__ import annotations

from dataclasses import dataclass

_CALENDAR_DAYS_A_WEEK, _WORKDAYS_A_WEEK, _LONGEST_HOLIDAY = 7, 5, 8


@dataclass(frozen=True, slots=True)
class DueRule:
    """How the day an item is due follows from its other columns, counted in working days.

    The clock starts on the first of the start dates that is filled in; that day itself does not count. It
    stands still while the item is suspended (缓办). A due date that the file gives is kept.

    Attributes:
        start: date fields, the preferred one first.
        limits: category → working days allowed.
        otherwise: working days for any other category.
        limit_field: integer field with the item's own limit, which wins over its category's.
        extension_field: integer field of working days granted on top (延期).
        suspended_from: date field from which the clock stands still.
        suspended_to: date field on which it goes on; empty while the item is suspended.
    """

    start: tuple[str, ...]
    limits: tuple[tuple[str, int], ...]
    otherwise: int
    limit_field: str = ""
    extension_field: str = ""
    suspended_from: str = ""
    suspended_to: str = ""

    @property
    def longest_days(self) -> int:
        """Calendar days after which any item without an extension has had its time."""
        most = max([self.otherwise, *(days for _, days in self.limits)])
        return -(-most * _CALENDAR_DAYS_A_WEEK // _WORKDAYS_A_WEEK) + _LONGEST_HOLIDAY


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no fact about an item, summed as 1 or 0.

    Attributes:
        name: name of the sum in code.
        field: the field it is read from.
        values: what makes it true; empty = the field is filled in (a number: above zero).
        is_number: whether the field is a number.
    """

    name: str
    field: str
    values: tuple[str, ...] = ()
    is_number: bool = False

    @property
    def sql(self) -> str:
        """The flag over the ledger's own rows."""
        if self.values:
            listed = ", ".join("'" + value.replace("'", "''") + "'" for value in self.values)
            return f"CASE WHEN {self.field} IN ({listed}) THEN 1 ELSE 0 END"
        test = f"{self.field} > 0" if self.is_number else f"{self.field} IS NOT NULL"
        return f"CASE WHEN {test} THEN 1 ELSE 0 END"
