"""The project's own source files, read once, for the contract tests."""

from __future__ import annotations

import ast
import gc
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.settings import PROJECT_ROOT

APP_ROOTS = ("app.py", "pages", "components", "data")
ALL_ROOTS = (*APP_ROOTS, "tools", "tests")
SKIPPED_FOLDERS = {"__pycache__", "node_modules", "artefacts"}


@dataclass(frozen=True)
class Module:
    """A Python file and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Path below the project folder."""
        return self.path.relative_to(PROJECT_ROOT).as_posix()

    def imports(self) -> set[str]:
        """Dotted names of everything imported, wherever in the file it stands."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
        return names

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def modules(*roots: str) -> tuple[Module, ...]:
    """The Python files below some folders of the project."""
    found: list[Module] = []
    # Trees stay for the whole run: looking through them for garbage takes as long as reading them.
    gc.disable()
    for root in roots:
        place = PROJECT_ROOT / root
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            if SKIPPED_FOLDERS.isdisjoint(path.parts):
                text = path.read_text(encoding="utf-8")
                found.append(Module(path, text, ast.parse(text, str(path))))
    gc.freeze()
    gc.enable()
    return tuple(found)


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file under version control, or every file where this is not a clone."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    found = [PROJECT_ROOT / name for name in names] or [path for path in PROJECT_ROOT.rglob("*") if path.is_file()]
    return tuple(path for path in found if path.is_file())


def constants(tree: ast.AST, kind: type) -> list[ast.Constant]:
    """The literals of a type in a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, kind)]
