"""What is shipped with the app: fonts that hold the words used, a theme that fetches nothing, one stylesheet."""

from __future__ import annotations

import re
import tomllib

import pytest
from fontTools.ttLib import TTFont

from components.screen.look import ROOT_FONT_PX
from components.screen.style import css
from components.screen.translate import PATTERNS, WORDS, script
from components.views.tokens import THEMES
from data.settings import PROJECT_ROOT

CONFIG = tomllib.loads((PROJECT_ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
FACES = CONFIG["theme"]["fontFaces"]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face["weight"])
def test_the_font_is_there_small_and_has_the_words(face: dict[str, str]) -> None:
    path = PROJECT_ROOT / face["url"].removeprefix("app/")
    assert path.stat().st_size < 2_000_000
    font = TTFont(path)
    has = font.getBestCmap()
    written = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("components", "pages", "data")
        for file in (PROJECT_ROOT / folder).rglob("*.py")
    )
    used = {char for char in written if "\u4e00" <= char <= "\u9fff"} | set("0123456789%，。、（）—·渌")
    assert not [char for char in sorted(used) if ord(char) not in has]
    assert len({font["hmtx"][has[ord(digit)]][0] for digit in "0123456789"}) == 1, "digits must align in columns"


def test_the_font_comes_with_its_licence() -> None:
    text = (PROJECT_ROOT / "static" / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_the_theme_fetches_nothing() -> None:
    assert "://" not in str(CONFIG["theme"])
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["browser"]["serverAddress"]


def test_root_font_is_the_one_of_the_config() -> None:
    assert CONFIG["theme"]["baseFontSize"] == ROOT_FONT_PX


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_stylesheet_touches_only_what_we_have_named(theme: object, scale: float) -> None:
    sheet = re.sub(r"</?style>|@media[^{]*\{", "", css(theme, scale))  # type: ignore[arg-type]
    selectors = [rule.split("{")[0].strip() for rule in sheet.split("}") if "{" in rule]
    assert selectors
    assert all("st-key-" in part for part in selectors), selectors


def test_translations_are_chinese_and_the_script_is_whole() -> None:
    assert all(re.search(r"[\u4e00-\u9fff]|CSV", chinese) for chinese in WORDS.values())
    assert all(re.compile(pattern) for pattern, _ in PATTERNS)
    assert script().count("export default function") == 1
