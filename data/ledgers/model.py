"""What a ledger is: the one declaration from which import, storage, marts and pages follow.

A ledger (台账) is declared once, as a frozen value. Header matching, validation, the Parquet schema,
the downloadable template, table headings and the demo generator read the declaration; none of them
knows a ledger by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.ledgers.rules import DueRule, Flag

FieldType = Literal["text", "code", "integer", "decimal", "date", "grid_code"]

SQL_TYPES: dict[FieldType, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "date": "DATE",
    "grid_code": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a ledger.

    Attributes:
        name: column name in code and in Parquet; carries its unit (``service_hours``).
        label: the heading people use, also the first accepted header.
        type: how the text of a cell is read.
        aliases: other accepted headers, Chinese or English.
        required: an empty cell refuses the row.
        required_when: another field, and the values of it with which an empty cell refuses the row.
        unit: unit of a number, as printed ("人次", "小时", "元").
        codes: accepted values of a ``code`` field, in display order; empty means any text.
        is_open: a value outside ``codes`` is kept as written and told, instead of refusing the row.
        minimum: smallest accepted number.
        maximum: largest accepted number.
        personal: holds something about a person; never stored unmasked, never shown.
        description: what the column means, for the data dictionary.
    """

    name: str
    label: str
    type: FieldType
    aliases: tuple[str, ...] = ()
    required: bool = False
    required_when: tuple[str, tuple[str, ...]] | None = None
    unit: str = ""
    codes: tuple[str, ...] = ()
    is_open: bool = False
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False
    description: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type the column is stored as."""
        return SQL_TYPES[self.type]

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names this column, the preferred one first."""
        return (self.label, self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step an item of the ledger goes through, in order.

    Attributes:
        code: stage name in code (``fulfilled``).
        label: stage name on screen (实现).
        field: the date field that says when the stage was reached; empty = not reached.
        verb: how the stage is told in a sentence ("实现 2,764 件").
        limit_days: whole days allowed from opening until this stage; None = no limit.
    """

    code: str
    label: str
    field: str
    verb: str
    limit_days: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A declared ledger.

    Attributes:
        name: ledger name in code, folder name in the store.
        label: 台账名 on screen.
        unit: measure word of one item (场, 件, 条, 个).
        fields: columns in template order.
        id_field: the item's own number; unique within the ledger.
        title_field: what the item is called in lists; free text, masked at the door.
        stages: ordered; the first stage opens the item, the last (or ``done_stage``) closes it well.
        grid_field: the grid the item belongs to.
        category_field: the code field that the shared category filter uses.
        dimensions: further code fields that charts break down by (low cardinality only).
        actor_field: the team or organisation (never a person) that did the work.
        sum_fields: number fields that are summed.
        paired_sums: pairs of sum fields that are also summed over the items where both are known,
            because their difference means nothing otherwise (quoted − final).
        status_field: a text field with the state as the file puts it, compared with the done stage's date.
        exit_field: code field naming how an item ended without its last stage (撤回, 直接答复).
        exit_date_field: when it ended that way.
        due_field: a date field with the item's own time limit, where the ledger has one.
        due_rule: how that date is worked out at import where the file does not give it.
        done_stage: code of the stage that closes an item, where later ones only follow up (回访); empty = the last.
        flags: yes-or-no facts that are counted as sums.
        suppress_below: counts of a single level-3 grid from 1 up to below this are hidden (数少隐去),
            because they could point to a household; 0 hides nothing.
        since_field: in a ledger without stages (名册), the date from which a row stands; empty = always.
        until_field: the date from which it stands no more.
        groups_only: the field that must name a team or group: a file that names persons is refused; empty = no rule.
        loop_fields: two fields that lead from one code to another; rows that lead back to where they came from are refused.
        aliases: names a file or sheet of this ledger goes by.
    """

    name: str
    label: str
    unit: str
    fields: tuple[Field, ...]
    id_field: str
    title_field: str = ""
    stages: tuple[Stage, ...] = ()
    grid_field: str = "grid_code"
    category_field: str = ""
    dimensions: tuple[str, ...] = ()
    actor_field: str = ""
    sum_fields: tuple[str, ...] = ()
    paired_sums: tuple[tuple[str, str], ...] = ()
    status_field: str = ""
    exit_field: str = ""
    exit_date_field: str = ""
    due_field: str = ""
    due_rule: DueRule | None = None
    done_stage: str = ""
    flags: tuple[Flag, ...] = ()
    suppress_below: int = 0
    since_field: str = ""
    until_field: str = ""
    groups_only: str = ""
    loop_fields: tuple[str, str] | None = None
    aliases: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """The declared field.

        Raises:
            KeyError: the ledger has no such field.
        """
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.name} has no field {name!r}")

    def stage(self, code: str) -> Stage:
        """The declared stage.

        Raises:
            KeyError: the ledger has no such stage.
        """
        for candidate in self.stages:
            if candidate.code == code:
                return candidate
        raise KeyError(f"{self.name} has no stage {code!r}")

    @property
    def opened_field(self) -> str:
        """The date that opens an item; it also names the month the row is stored under."""
        return self.stages[0].field if self.stages else ""

    @property
    def closed_field(self) -> str:
        """The date of the stage that closes an item."""
        return self.stages[self.done_index].field if self.stages else ""

    @property
    def done_index(self) -> int:
        """Position of the stage that closes an item."""
        codes = [stage.code for stage in self.stages]
        return codes.index(self.done_stage) if self.done_stage else len(codes) - 1

    @property
    def is_lifecycle(self) -> bool:
        """Whether items move through more than one stage."""
        return len(self.stages) > 1
