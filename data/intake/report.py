"""What an import has to say: per file a verdict, counts, columns, findings and questions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypedDict

Verdict = Literal["accept", "accept-with-warning", "ask", "reject", "accept-empty"]
Weight = Literal["info", "warn"]

EXIT_ACCEPTED, EXIT_REFUSED, EXIT_QUESTION = 0, 2, 3


class IntakeError(Exception):
    """A file cannot be imported as it is; the message is plain Chinese and says what to do."""

    code = "refused"

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code


class RefusedError(IntakeError):
    """The file is damaged, empty or of a kind that is not read."""


class QuestionError(IntakeError):
    """The file could be imported if somebody answered a question."""

    code = "question"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing noticed, told once however many rows it hit.

    Attributes:
        code: short name for programs.
        message: one Chinese sentence.
        where: file, sheet, row and column of the first place.
        count: how many rows or units it hit.
        weight: "info" leaves the verdict at accept, "warn" does not.
    """

    code: str
    message: str
    where: str = ""
    count: int = 1
    weight: Weight = "warn"


class Masked(TypedDict):
    """What was done with a column: its words, and in how many rows (0 where the column was left out as a whole)."""

    done: str
    rows: int


@dataclass(slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        file: name without its folder.
        verdict: what became of it as a whole.
        ledger: ledgers the rows went to, joined by "、" where there are several; "grids" for boundaries.
        rows_read: rows found below the headers.
        rows_accepted: rows stored (or already stored word for word).
        rows_quarantined: rows kept aside with their reasons.
        rows_duplicate: rows identical to another row of the file or of the store.
        columns: header → field, for every sheet.
        findings: what was noticed.
        questions: what has to be answered before the file can be imported.
        area_match: way in which the grids of rows were found (by_code, by_name, unmatched) → how many rows.
        masked: columns with personal data → what was done with it, and in how many rows.
    """

    file: str
    verdict: Verdict = "accept"
    ledger: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    area_match: dict[str, int] = field(default_factory=dict)
    masked: dict[str, Masked] = field(default_factory=dict)

    def note(self, code: str, message: str, where: str = "", count: int = 1, weight: Weight = "warn") -> None:
        """Add a finding; the same thing said again only counts."""
        for i, known in enumerate(self.findings):
            if (known.code, known.message) == (code, message):
                self.findings[i] = replace(known, count=known.count + count)
                return
        self.findings.append(Finding(code, message, where or self.file, count, weight))

    def refuse(self, error: IntakeError) -> None:
        """Turn an error into the verdict."""
        if isinstance(error, QuestionError):
            self.verdict = "ask"
            self.questions.append(str(error))
        else:
            self.verdict = "reject"
            self.note(error.code, str(error))

    @property
    def is_open(self) -> bool:
        """Whether the file stands in the way of the import."""
        return self.verdict in ("ask", "reject")

    def conclude(self) -> None:
        """Set the verdict of a file that was read."""
        if self.is_open:
            return
        if not self.rows_read and self.ledger != "district":
            self.verdict = "accept-empty"
        elif self.rows_quarantined or any(finding.weight == "warn" for finding in self.findings):
            self.verdict = "accept-with-warning"


@dataclass(slots=True)
class ImportReport:
    """What became of one import.

    Attributes:
        files: one report a file, in the order given.
        version: the version published; None when nothing was stored.
        import_id: what the rows of this import carry.
    """

    files: list[FileReport] = field(default_factory=list)
    version: int | None = None
    import_id: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether no file stood in the way."""
        return not any(file.is_open for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 accepted, 2 refused, 3 a question is open."""
        verdicts = {file.verdict for file in self.files}
        if "reject" in verdicts:
            return EXIT_REFUSED
        return EXIT_QUESTION if "ask" in verdicts else EXIT_ACCEPTED

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what is said about a lone file stands at the top as well."""
        alone = asdict(self.files[0]) if len(self.files) == 1 else {}
        return alone | asdict(self)

    def to_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        path.write_text(self.to_json() + "\n", encoding="utf-8")
