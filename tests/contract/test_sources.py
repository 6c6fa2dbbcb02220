"""What holds for every source file: sizes, no outside address, no place on one machine."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from data.settings import PROJECT_ROOT
from tests.contract.source import ALL_ROOTS, APP_ROOTS, constants, modules, tracked_files

FUNCTION_LINES = 60
FILE_LINES = 300
ADDRESS = re.compile(r"(?:https?:|wss?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}[^\s\"'`)>]*", re.I)
HARMLESS_ADDRESSES = re.compile(
    r"https?://(?:www\.w3\.org|schemas\.openxmlformats\.org|schemas\.microsoft\.com/office|purl\.org/dc)/"  # names of XML vocabularies, never fetched
    r"|https://leafletjs\.com"  # the link of Leaflet's attribution, which is set to empty
    r"|https?://(?:localhost|127\.0\.0\.1)"
)
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.S)
SERVED = (".js", ".mjs", ".css", ".html", ".svg", ".toml", ".json")
MACHINE_PLACES = re.compile(
    r"(?<![\w./])/(?:work|root|tmp|home/[a-z]+|Users/[A-Za-z]+)/[\w.-]|[A-Z]:\\\\?Users"
    r"|" + "pypi" + r"\.org|python" + r"hosted|npm" + r"js\.(?:org|com)|deb\." + r"debian"
)
TEXT_SUFFIXES = {
    *(".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".svg", ".sh", ".json", ".yml", ".yaml", ".cfg", ".ini"),
    "",
}


def served_files() -> list[Path]:
    roots = [PROJECT_ROOT / name for name in ("static", ".streamlit", "components", "pages")]
    return [
        path
        for path in tracked_files()
        if path.suffix in SERVED and any(path.is_relative_to(root) for root in roots) and "LICENSE" not in path.name
    ]


def outside_addresses(text: str) -> list[str]:
    return [found for found in ADDRESS.findall(COMMENT.sub("", text)) if not HARMLESS_ADDRESSES.match(found)]


def test_nothing_that_is_served_names_an_outside_address() -> None:
    served = served_files()
    assert served
    found = {
        path.relative_to(PROJECT_ROOT).as_posix(): addresses
        for path in served
        if (addresses := outside_addresses(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_search_for_addresses_finds_them() -> None:
    assert outside_addresses('<script src="https://cdn.example.com/x.js">') == ["https://cdn.example.com/x.js"]
    assert outside_addresses('@import "//fonts.example.com/css"') == ["//fonts.example.com/css"]
    assert outside_addresses("/* https://example.com */ a{}") == []


def test_no_python_of_the_app_holds_an_outside_address() -> None:
    found = [
        f"{module.place}:{literal.lineno} {address}"
        for module in modules(*APP_ROOTS)
        for literal in constants(module.tree, str)
        for address in outside_addresses(str(literal.value))
    ]
    assert found == []


def test_functions_and_files_are_short() -> None:
    long_files = [
        f"{m.place}: {m.text.count(chr(10))} lines" for m in modules(*ALL_ROOTS) if m.text.count("\n") > FILE_LINES
    ]
    long_functions = [
        f"{module.place}:{function.lineno} {function.name}: {lines} lines"
        for module in modules(*ALL_ROOTS)
        for function in module.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert long_files + long_functions == []


def test_no_file_names_a_place_on_one_machine_or_a_registry() -> None:
    found: list[str] = []
    for path in tracked_files():
        if path.suffix not in TEXT_SUFFIXES or path == Path(__file__).resolve() or "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if match := MACHINE_PLACES.search(line):
                found.append(f"{path.relative_to(PROJECT_ROOT).as_posix()}:{number} {match[0]}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly(name: str) -> None:
    lines = (PROJECT_ROOT / name).read_text(encoding="utf-8").splitlines()
    pinned = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\d[\w.]*")
    loose = [line for line in lines if line and not line.startswith(("#", "-r ")) and not pinned.fullmatch(line)]
    assert loose == []


def test_every_library_that_is_imported_is_required() -> None:
    """A library that comes only through another one disappears with it."""
    own = {"app", "pages", "components", "data", "tests"}
    names = {"streamlit_folium": "streamlit-folium", "python_calamine": "python-calamine", "xlsxwriter": "XlsxWriter"}
    names |= {"chinese_calendar": "chinesecalendar", "tomli_w": "tomli-w", "charset_normalizer": "charset-normalizer"}
    names |= {"pptx": "python-pptx", "docx": "python-docx", "resvg_py": "resvg-py"}
    through_others = {"branca", "playwright"}
    required = {
        re.split(r"[=\[]", line)[0].lower()
        for line in (PROJECT_ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    }
    used = {name.split(".")[0] for module in modules(*APP_ROOTS) for name in module.imports()}
    missing = {
        name
        for name in used - own - through_others - set(sys.stdlib_module_names)
        if names.get(name, name).lower() not in required
    }
    assert missing == set()
