"""app.py and pages/ use components/, components/ use data/, data/ draws nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from data.settings import PROJECT_ROOT
from tests.contract.source import Module, constants, modules

DRAWING = {"streamlit", "streamlit_folium", "plotly", "folium", "branca"}
SCREEN = {"streamlit", "streamlit_folium"}
FORBIDDEN: dict[str, set[str]] = {
    "data": DRAWING | {"components", "pages", "app"},
    "components": {"pages.", "app"},
    "components/views": SCREEN | {"components.screen", "components.exports"},
    "components/exports": SCREEN | {"components.screen"},
    "components/slides": SCREEN | {"components.screen"},
}
PAGE_IMPORTS = {"streamlit", "components", "__future__"}
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE)\b.*\b(FROM|INTO|SET)\b", re.I | re.S)
APP_LINES = 60
PAGE_LINES = 60


def pages_of(section: str) -> tuple[Module, ...]:
    return tuple(module for module in modules(section) if module.path.name != "__init__.py")


def is_below(name: str, package: str) -> bool:
    return name == package.rstrip(".") or name.startswith(package.rstrip(".") + ".")


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_stay_in_their_layer(folder: str) -> None:
    found = modules(folder)
    assert found, f"{folder} has no modules"
    wrong = [
        f"{module.place} imports {name}"
        for module in found
        for name in sorted(module.imports())
        for package in FORBIDDEN[folder]
        if is_below(name, package) and name != "pages.PAGES" and name != "pages.PageSpec"
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "absent"), [("data", DRAWING), ("components.views", SCREEN)])
def test_importing_a_layer_loads_nothing_above_it(package: str, absent: set[str]) -> None:
    script = (
        "import importlib, pkgutil, sys\n"
        f"root = importlib.import_module({package!r})\n"
        "for found in pkgutil.walk_packages(root.__path__, root.__name__ + '.'):\n"
        "    if not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)\n"
        f"print(sorted(set({sorted(absent)!r}) & set(sys.modules)))\n"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == "[]"


def test_a_page_is_a_table_of_contents() -> None:
    wrong: list[str] = []
    for module in pages_of("pages"):
        for node in ast.walk(module.tree):
            line = getattr(node, "lineno", 0)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
                wrong.append(f"{module.place}:{line} defines something")
            if isinstance(node, ast.BinOp | ast.AugAssign):
                wrong.append(f"{module.place}:{line} does arithmetic")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "Path"}:
                wrong.append(f"{module.place}:{line} opens a file")
        wrong += [f"{module.place} holds SQL" for text in constants(module.tree, str) if SQL.search(str(text.value))]
        wrong += [
            f"{module.place} imports {name}"
            for name in sorted(module.imports())
            if name.split(".")[0] not in PAGE_IMPORTS
        ]
        if module.text.count("\n") > PAGE_LINES:
            wrong.append(f"{module.place} is longer than {PAGE_LINES} lines")
    assert wrong == []


def test_app_is_small() -> None:
    (app,) = modules("app.py")
    assert app.text.count("\n") <= APP_LINES
    assert not [node for node in app.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_one_cursor_per_call_and_nobody_else_connects() -> None:
    wrong = [
        f"{module.place}:{node.lineno}"
        for module in modules("app.py", "pages", "components")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "connect" and getattr(node.value, "id", "") == "duckdb"
    ]
    assert wrong == [], "only data/ speaks to DuckDB"
