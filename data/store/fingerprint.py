"""What the marts of a ledger are built by, as one short text: a store whose marts say another was written by another program.

It follows from the ledger's structure and from the expressions themselves, so nobody has to remember to raise a
number. Names on screen, headers, comments and docstrings are left out: they change no mart.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache

from data.ledgers import ACTIVITY_LEDGERS, Ledger
from data.ledgers.profile import Profile
from data.settings import PROJECT_ROOT
from data.store.manifest import Manifest

EXPRESSIONS = (
    "data.measures.lifecycle",
    "data.measures.outcomes",
    "data.store.mart_due",
    "data.store.mart_material",
    "data.store.mart_rows",
    "data.store.mart_shapes",
)
"""The modules a mart is written in."""
NOT_BUILT_BY = frozenset(
    {
        *("label", "aliases", "unit", "verb", "description", "title_field", "suppress_below"),
        *("codes", "is_open", "required", "required_when", "minimum", "maximum"),
        *("status_field", "since_field", "until_field", "groups_only", "loop_fields"),
    }
)
"""What a declaration says for people and for the import, which is over when a mart is built."""


@lru_cache(maxsize=256)
def fingerprint(ledger: Ledger) -> str:
    """What the ledger's marts are built by."""
    return hashlib.sha256(f"{_structure(ledger)}\n{_expressions()}".encode()).hexdigest()[:16]


def fingerprints(profile: Profile) -> dict[str, str]:
    """Ledger → what its marts are built by now, with the time limits of a district."""
    return {name: fingerprint(profile.ledger(name)) for name in ACTIVITY_LEDGERS}


def outdated(manifest: Manifest) -> frozenset[str]:
    """The ledgers with rows whose marts in a version were built otherwise than they are now, or nobody knows how."""
    now = fingerprints(manifest.district.profile)
    return frozenset(
        name
        for name, built_by in now.items()
        if manifest.marts.get(name) != built_by and any(file.rows for file in manifest.files(name))
    )


def _structure(value: object) -> object:
    """A declaration as plain values, without what no mart is built by."""
    if isinstance(value, tuple):
        return tuple(_structure(part) for part in value)
    if not is_dataclass(value):
        return value
    kept = (field.name for field in fields(value) if field.name not in NOT_BUILT_BY)
    return tuple((name, _structure(getattr(value, name))) for name in kept)


@cache
def _expressions() -> str:
    sources = ((PROJECT_ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8") for name in EXPRESSIONS)
    return "\n".join(_bare(source) for source in sources)


def _bare(source: str) -> str:
    """A module's code without its comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = list(_without_texts(node.body)) or [ast.Pass()]
    return ast.unparse(tree)


def _without_texts(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not is_text:
            yield statement
