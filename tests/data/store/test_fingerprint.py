"""What makes a store's marts be built anew after an update of the program, and what does not."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.ledgers import LEDGERS, Field, Ledger
from data.settings import PROJECT_ROOT
from data.store import fingerprint

DEMANDS = LEDGERS["issue_reports"]
DECLARED_APART = {"data.ledgers.model", "data.ledgers.rules"}
"""Declarations: their values are in the fingerprint."""
CALENDAR = {"data.measures.scope"}
"""Months and their last days, for the ends of months: no way of counting."""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the modules marts are written in, in place of the program's own."""
    for name in fingerprint.EXPRESSIONS:
        copy = tmp_path / f"{name.replace('.', '/')}.py"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((PROJECT_ROOT / copy.relative_to(tmp_path)).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(fingerprint, "PROJECT_ROOT", tmp_path)
    _forget()
    yield tmp_path / "data/store/mart_shapes.py"
    _forget()


def _forget() -> None:
    fingerprint.fingerprint.cache_clear()
    fingerprint._expressions.cache_clear()


def test_words_change_nothing() -> None:
    first, *stages = DEMANDS.stages
    fields = tuple(replace(field, label="别的名", aliases=("旧名",), description="说明") for field in DEMANDS.fields)
    worded = replace(
        DEMANDS, label="诉求", unit="个", fields=fields, stages=(replace(first, label="收到", verb="收到"), *stages)
    )
    assert fingerprint.fingerprint(worded) == fingerprint.fingerprint(DEMANDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda ledger: replace(ledger, dimensions=ledger.dimensions[1:]),
        lambda ledger: replace(ledger, fields=(*ledger.fields, Field("channel_note", "渠道说明", "text"))),
        lambda ledger: replace(ledger, stages=(replace(ledger.stages[0], limit_days=99), *ledger.stages[1:])),
        lambda ledger: replace(ledger, flags=ledger.flags[:-1]),
        lambda ledger: replace(ledger, fields=(replace(ledger.fields[-1], personal=True), *ledger.fields[:-1])),
    ],
    ids=["dimension", "field", "limit", "flag", "personal"],
)
def test_structure_changes_it(change: Callable[[Ledger], Ledger]) -> None:
    assert fingerprint.fingerprint(change(DEMANDS)) != fingerprint.fingerprint(DEMANDS)


def test_code_changes_it_and_comments_do_not(sources: Path) -> None:
    before, text = fingerprint.fingerprint(DEMANDS), sources.read_text(encoding="utf-8")
    sources.write_text(text.replace('"""One mart.', '"""A mart.') + "\n# a word more\n", encoding="utf-8")
    _forget()
    assert fingerprint.fingerprint(DEMANDS) == before
    sources.write_text(text.replace("WAITING_ROWS = 50", "WAITING_ROWS = 60"), encoding="utf-8")
    _forget()
    assert fingerprint.fingerprint(DEMANDS) != before


def test_every_module_marts_are_written_in_is_part_of_it() -> None:
    """What those modules import of the program is either among them or says nothing about counting."""
    for name in fingerprint.EXPRESSIONS:
        tree = ast.parse(Path(str(importlib.import_module(name).__file__)).read_text(encoding="utf-8"))
        named = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        own = {module for module in named if module.startswith("data.")}
        assert own <= {*fingerprint.EXPRESSIONS, *DECLARED_APART, *CALENDAR}, name
