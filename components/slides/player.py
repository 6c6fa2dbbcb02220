"""The player's script and style as one text each, for the page and for the file that is handed over."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_PARTS = ("player_stage.js", "player_sync.js", "player_keys.js", "player_places.js", "player_desk.js", "player.js")
"""In the order in which they use one another; the last one exports the function that starts a player."""


@cache
def player_script() -> str:
    """A JavaScript module that holds its style too: ``export default function ({data, parentElement, setStateValue})``."""
    style = json.dumps((_HERE / "player.css").read_text(encoding="utf-8"), ensure_ascii=False)
    parts = (_part(name) for name in _PARTS)
    return f"const PLAYER_CSS = {style};\n" + "\n".join(parts)


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
