"""What the papers say exists: commands, options, settings, files, pictures, links, versions."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
import typer

from data.__main__ import app
from data.measures.registry import MEASURES
from data.settings import PROJECT_ROOT
from tests.contract.source import APP_ROOTS, modules
from tools.make_docs import PAGES as MADE_PAGES

README = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
PAPERS = [PROJECT_ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")]
PAPERS += sorted((PROJECT_ROOT / "docs").glob("*.md"))
TARGETS = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.M))
COMMANDS = typer.main.get_group(app).commands


def test_make_targets_named_in_the_readme_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"run", "test", "bench", "demo", "clean"} <= named
    assert named <= TARGETS


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    assert set(re.findall(r"python -m data ([a-z-]+)", README)) == set(COMMANDS)


@pytest.mark.parametrize("line", [line for line in README.splitlines() if "python -m data" in line])
def test_options_shown_with_a_command_are_its_own(line: str) -> None:
    for call in re.findall(r"python -m data ([a-z-]+[^`|]*)", line):
        name, *rest = call.split()
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known


def test_import_options_explained_in_the_readme_exist() -> None:
    known = {option for parameter in COMMANDS["import"].params for option in parameter.opts}
    assert {"--ledger", "--crs", "--report"} <= known


def test_measures_named_in_the_readme_exist() -> None:
    assert set(re.findall(r"python -m data measure (\w+)", README)) <= set(MEASURES)


ASKS_FOR_A_SETTING = {"os.environ", "os.environ.get", "os.getenv", "whole_number"}


def test_every_setting_is_explained() -> None:
    """Every environment variable the app reads has its line in the table of settings."""
    read: set[str] = set()
    for module in modules(*APP_ROOTS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args:
                asked, key = node.func, node.args[0]
            elif isinstance(node, ast.Subscript):
                asked, key = node.value, node.slice
            else:
                continue
            if isinstance(key, ast.Constant) and ast.unparse(asked) in ASKS_FOR_A_SETTING:
                read.add(str(key.value))
    assert read == set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [target for target in targets if "://" not in target and not (paper.parent / target).exists()]
    assert missing == []


def test_files_named_in_the_papers_exist() -> None:
    for paper in PAPERS[:2]:
        text = re.sub(r"```.*?```", "", paper.read_text(encoding="utf-8"), flags=re.S)
        named = re.findall(r"`((?:data|components|pages|tests|tools|static|docs|\.streamlit)/[^`<>…*\s]*)`", text)
        assert [name for name in named if not (PROJECT_ROOT / name).exists()] == [], paper.name


@pytest.mark.parametrize("name", MADE_PAGES)
def test_dictionaries_say_what_the_declarations_say(name: str) -> None:
    written = (PROJECT_ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == MADE_PAGES[name](), "run: python -m tools.make_docs"


def test_every_measure_is_in_the_dictionary() -> None:
    text = (PROJECT_ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert [code for code in MEASURES if f"`{code}`" not in text] == []


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changes = (PROJECT_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.M)[0] == version
