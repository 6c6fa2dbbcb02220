"""The player's parts as one module, which pages and the hand-over file load as text."""

from __future__ import annotations

import re

from components.slides.player import player_script


def test_the_parts_are_one_module_without_imports() -> None:
    script = player_script()
    assert len(re.findall(r"^export ", script, re.M)) == 1
    assert "export default function" in script
    assert not re.search(r"^import ", script, re.M)
    names = re.findall(r"^(?:const|class|function|async function) (\w+)", script, re.M)
    assert len(names) == len(set(names)), "two parts use one name"


def test_the_style_travels_inside() -> None:
    assert player_script().startswith("const PLAYER_CSS = ")
    assert ".slide.near" in player_script().splitlines()[0]
