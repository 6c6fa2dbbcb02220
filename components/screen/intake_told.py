"""What the visitor has answered about the files to import, and the answers file it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.intake.answers import joined_answers
from data.intake.report import Question

_DECIDE_REST = ("ledger", "sheets", "layers", "encoding")
"""Once one of these changes, what was asked afterwards was asked about another table."""


@dataclass(frozen=True, slots=True)
class Said:
    """One question and its answer.

    Attributes:
        file: name of the file it is about.
        question: as it was asked.
        parts: parts of an answers file, joined in this order.
        words: the answer in words.
    """

    file: str
    question: Question
    parts: tuple[Mapping[str, Any], ...]
    words: str

    def body(self) -> dict[str, Any]:
        """File → what was said about it: a part names its files itself, or is about the file that was asked about."""
        bare = joined_answers([{key: value for key, value in part.items() if key != "files"} for part in self.parts])
        return joined_answers([{self.file: bare}, *(part.get("files", {}) for part in self.parts)])


@dataclass(slots=True)
class Told:
    """Everything a visitor has said about the files.

    Attributes:
        said: questions with their answers, in the order they were asked.
        headers: file → header → field; "" leaves the column out.
        gone: file → what becomes of rows it no longer has.
    """

    said: list[Said] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)

    def answer(self, new: Said) -> None:
        """Take an answer; one given before to the same question makes way, and with it what followed from it."""
        place = next((n for n, old in enumerate(self.said) if is_same(old, new.file, new.question)), len(self.said))
        later = self.said[place + 1 :]
        old = self.said[place].body() if place < len(self.said) else {}
        if any(key in body for body in (old.get(new.file, {}), new.body()[new.file]) for key in _DECIDE_REST):
            later = [said for said in later if said.file != new.file]
            self.headers.pop(new.file, None)
        self.said = [*self.said[:place], new, *later]

    def about(self, file: str) -> list[Said]:
        """What was answered about a file."""
        return [said for said in self.said if said.file == file]

    def forget(self, file: str) -> None:
        """Forget everything about a file."""
        self.said = [said for said in self.said if said.file != file]
        self.headers.pop(file, None)
        self.gone.pop(file, None)

    def body(self) -> dict[str, Any]:
        """The body of an answers file; empty where nothing was said."""
        files = joined_answers(
            [
                *(said.body() for said in self.said),
                *({file: {"headers": headers}} for file, headers in self.headers.items()),
                *({file: {"gone": what}} for file, what in self.gone.items()),
            ]
        )
        return {"files": files} if files else {}


def is_same(said: Said, file: str, question: Question) -> bool:
    """Whether something is the answer to this very question."""
    asked = said.question
    return (said.file, asked.code, asked.where, asked.message) == (
        file,
        question.code,
        question.where,
        question.message,
    )


def assigned(fields: Mapping[str, str], header: str, name: str) -> dict[str, str]:
    """What to say so that a column fills another field: whoever filled it before is left out.

    Args:
        fields: header → field, as the table is understood now.
        header: the column.
        name: the field it shall fill; "" for none.
    """
    taken = {other: "" for other, filled in fields.items() if name and filled == name and other != header}
    return {**taken, header: name}
