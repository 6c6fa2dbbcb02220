"""What an import has to say: per file a verdict, counts, columns, findings and questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypedDict

from data.intake.preview_model import Preview, preview_from

Verdict = Literal["accept", "accept-with-warning", "ask", "reject", "accept-empty"]
Weight = Literal["info", "warn"]
Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done, in words."""

EXIT_ACCEPTED, EXIT_REFUSED, EXIT_QUESTION = 0, 2, 3


class IntakeError(Exception):
    """A file cannot be imported as it is; the message is plain Chinese and says what to do."""

    code = "refused"

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code


class RefusedError(IntakeError):
    """The file is damaged, empty or of a kind that is not read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given to a question.

    Attributes:
        label: the answer in words.
        answers: the part of an answers file that says it, see :mod:`data.intake.answers`.
    """

    label: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be answered before a file can be imported.

    Attributes:
        code: short name for programs.
        message: the question in words.
        where: file, sheet, row and column.
        choices: the answers there are, the likeliest first; empty where only the file itself can be mended.
        several: whether several choices may be taken together; their answers are joined.
    """

    code: str
    message: str
    where: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False


class QuestionError(IntakeError):
    """The file could be imported if somebody answered a question."""

    code = "question"

    def __init__(self, message: str, code: str = "", choices: Sequence[Choice] = (), *, several: bool = False) -> None:
        super().__init__(message, code)
        self.choices = tuple(choices)
        self.several = several


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


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map that a finding about boundaries is about.

    Attributes:
        code: the finding's.
        message: one Chinese sentence about this place.
        grid_codes: the grids it is about.
        shape: GeoJSON geometry in degrees.
    """

    code: str
    message: str
    grid_codes: tuple[str, ...]
    shape: Mapping[str, Any]


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
        marks: places on the map the findings are about.
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
    questions: list[Question] = field(default_factory=list)
    area_match: dict[str, int] = field(default_factory=dict)
    masked: dict[str, Masked] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

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
            self.ask(error)
        else:
            self.verdict = "reject"
            self.note(error.code, str(error))

    def ask(self, error: QuestionError) -> None:
        """Put a question; what is chosen holds for this file alone, but for names of areas, which mean the same anywhere."""
        choices = tuple(
            choice
            if set(choice.answers) <= {"areas", "files"}
            else replace(choice, answers={"files": {self.file: choice.answers}})
            for choice in error.choices
        )
        self.questions.append(Question(error.code, str(error), self.file, choices, error.several))

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
        previews: one a table, where they were asked for.
    """

    files: list[FileReport] = field(default_factory=list)
    version: int | None = None
    import_id: str = ""
    previews: list[Preview] = field(default_factory=list)

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

    def conclude(self) -> None:
        """Set the verdict of every file."""
        for file in self.files:
            file.conclude()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what is said about a lone file stands at the top as well."""
        alone = asdict(self.files[0]) if len(self.files) == 1 else {}
        return alone | asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ImportReport:
        """The report that :meth:`to_dict` gave the values of."""
        return cls(
            [_file_report(file) for file in values["files"]],
            values["version"],
            values["import_id"],
            [preview_from(preview) for preview in values["previews"]],
        )

    def to_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        path.write_text(self.to_json() + "\n", encoding="utf-8")


def _file_report(values: Mapping[str, Any]) -> FileReport:
    findings = [Finding(**finding) for finding in values["findings"]]
    marks = [Mark(**mark | {"grid_codes": tuple(mark["grid_codes"])}) for mark in values["marks"]]
    questions = [
        Question(**question | {"choices": tuple(Choice(**choice) for choice in question["choices"])})
        for question in values["questions"]
    ]
    return FileReport(**{**values, "findings": findings, "marks": marks, "questions": questions})
