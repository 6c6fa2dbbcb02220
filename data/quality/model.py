"""What a rule about contradictions is, and the words for how grave a finding is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from data.store.reader import Reader

Severity = Literal["wrong", "doubtful"]
SEVERITY_LABELS: dict[Severity, str] = {"wrong": "须改正", "doubtful": "须核实"}

HIT_COLUMNS = ("ledger", "key", "grid_code", "said", "source_file", "source_sheet", "source_row")
"""What the rows behind a rule say: whose row, its number, its grid, what is wrong with it, and where it was read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which stored figures can contradict one another.

    Attributes:
        code: name in code, in the address and on the command line.
        label: short name on screen.
        sentence: what is compared and what to do, one sentence.
        severity: wrong = it cannot be so; doubtful = it may be so, somebody has to look.
        unit: measure word of one hit.
        query: the version → a SELECT with ``HIT_COLUMNS`` over it, or "" where it holds nothing to compare.
    """

    code: str
    label: str
    sentence: str
    severity: Severity
    query: Callable[[Reader], str]
    unit: str = "条"
