"""Going from the wall to any grid and back: which letter goes where, and the slide of a grid.

From the list of places G and a letter go to a grid of the first level; on a grid's slide a letter goes to one of its
children. The letters are ``KEYS``: the alphabet without those that the player has taken (B blank, P pause, G go, O
order) and without I, which is read as 1; where these are used up, the digits 1 to 9 follow, so that thirty children
have keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

from components.slides.model import Place
from data.measures.net import net_of
from data.store.reader import Reader

KEYS = "ACDEFHJKLMNQRSTUVWXYZ123456789"
"""In the order they are given out."""
_PLAIN = re.compile(r"[0-9a-z]")


@lru_cache(maxsize=4)
def places_of(reader: Reader) -> tuple[Place, ...]:
    """Every grid there is at the as-of day, parents first, children in the order of their codes; none without a net."""
    grids = net_of(reader).listed(on=reader.as_of).sort_values(["level", "grid_code"], kind="stable")
    codes = set(grids["grid_code"].astype(str))
    names = [str(name or code) for name, code in zip(grids["grid_name"], grids["grid_code"], strict=True)]
    sounds = _initials(names)
    given: dict[str, int] = {}
    places = []
    for code, name, above in zip(grids["grid_code"].astype(str), names, grids["parent_code"].fillna(""), strict=True):
        parent = str(above) if str(above) in codes else ""
        number = given[parent] = given.get(parent, -1) + 1
        places.append(Place(code, name, parent, KEYS[number] if number < len(KEYS) else "", sounds[name]))
    return tuple(places)


def _initials(names: list[str]) -> dict[str, str]:
    """Name → the first letters of its sounds: 北下街街道 → bxjjd, 第3网格 → d3wg."""
    # Its table of words with several sounds takes a third of a second and 55 MB: only walls and meetings need it.
    from pypinyin import Style, lazy_pinyin

    return {
        name: "".join(_PLAIN.findall("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower())) for name in names
    }
