"""Going from the wall to any grid and back: which letter goes where, and the slide of a grid.

From the list of places G and a letter go to a grid of the first level; on a grid's slide a letter goes to one of its
children. The letters are ``KEYS``: the alphabet without those that the player has taken (B blank, P pause, G go, O
order) and without I, which is read as 1; where these are used up, the digits 1 to 9 follow, so that thirty children
have keys.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from components.exports.prepare import item_of
from components.slides.bodies import FAILED, sentence_body
from components.slides.body_place import Child, place_body
from components.slides.layout import slide_svg
from components.slides.model import Place, Shape, Slide
from components.views.formats import amount
from components.views.model import View
from components.views.pages import cards, grid_map, map_frame, parts
from components.views.words import NO_FIGURE
from components.views.words_hidden import HIDDEN
from data.measures.answers import Answers
from data.measures.model import Comparison
from data.measures.net import net_of
from data.measures.registry import MEASURES
from data.measures.scope import Scope
from data.store.errors import StoreError
from data.store.reader import Reader

logger = logging.getLogger(__name__)

KEYS = "ACDEFHJKLMNQRSTUVWXYZ123456789"
"""In the order they are given out."""
FIGURES = (
    "event_count",
    "wish_fulfilled_count",
    "demand_converted_count",
    "report_resolved_count",
    "demand_open_count",
    "report_open_count",
)
"""What a grid's slide leads with, as far as the district keeps it: counts, which need no denominator beside them."""
_MOST_FIGURES = 4
_PLAIN = re.compile(r"[0-9a-z]")


@lru_cache(maxsize=4)
def places_of(reader: Reader) -> tuple[Place, ...]:
    """Every grid there is at the as-of day, parents first, children in the order of their codes; none without a net."""
    grids = net_of(reader).listed(on=reader.as_of).sort_values(["level", "grid_code"], kind="stable")
    codes = [str(code) for code in grids["grid_code"]]
    names = [str(name or code) for name, code in zip(grids["grid_name"], codes, strict=True)]
    known, sounds = set(codes), _initials(names)
    given: dict[str, int] = {}
    places = []
    for code, name, above in zip(codes, names, grids["parent_code"].fillna(""), strict=True):
        parent = str(above) if str(above) in known else ""
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


def place_slide(reader: Reader, scope: Scope, grid_code: str, shape: Shape) -> Slide:
    """A grid on the wall: its main figures, and its map with the grids below it lettered by :attr:`Place.key`.

    Args:
        reader: the version.
        scope: period and comparison; its own area does not matter.
        grid_code: the grid.
        shape: of the projection.
    """
    try:
        return _drawn(reader, scope.with_grid(grid_code), shape)
    except StoreError as error:
        return _failed(str(error), shape)
    # The wall stays on whatever is asked of it.
    except Exception:
        logger.exception("网格 %s 没有画出来", grid_code)
        return _failed("这个网格的画面没有画出来，原因已写入运行日志。", shape)


def _failed(why: str, shape: Shape) -> Slide:
    body = sentence_body(why)
    svg = slide_svg(heading=FAILED, kicker="网格", right="", foot="", body=body, shape=shape, prefix="place-")
    return Slide("place-failed", FAILED, FAILED, svg, is_failed=True)


@lru_cache(maxsize=64)
def _drawn(reader: Reader, scope: Scope, shape: Shape) -> Slide:
    code = scope.grid_code
    here = next((place for place in places_of(reader) if place.code == code), None)
    if here is None:
        raise StoreError("这一版数据里没有这个网格，或它已撤销。")
    answers = Answers(reader, scope)
    view = _map(answers)
    item = item_of(answers, "grid_map", view, "")
    below = [place for place in places_of(reader) if place.parent == code]
    shown = dict(zip(item.view.frame["grid_code"].astype(str), item.view.frame["display"].astype(str), strict=True))
    children = [Child(place.code, place.key, place.name, shown.get(place.code, "")) for place in below]
    district = answers.district
    *above, _ = answers.area_path
    svg = slide_svg(
        heading=_heading(answers, here),
        kicker=" › ".join((district.name, *(name for _, name in above))),
        right=" · ".join((scope.period.label, *([] if scope.base is None else [scope.compare_label]))),
        foot=" · ".join(
            part for part in (grid_map.facts(answers), view.footnote, "示例数据" if district.is_demo else "") if part
        ),
        body=place_body(_figures(answers), item, children, "" if below else code),
        shape=shape,
        prefix="place-" + re.sub(r"[^0-9A-Za-z]", "-", code) + "-",
    )
    return Slide(f"place-{code}", here.name, here.name, svg, page="grid_map", view="map")


def _heading(answers: Answers, here: Place) -> str:
    """北下街街道（12 社区 · 52 网格）."""
    places, inside, counts = places_of(answers.store), {here.code}, []
    for level in range(answers.area_level + 1, len(answers.district.level_names) + 1):
        inside = {place.code for place in places if place.parent in inside}
        counts.append(f"{len(inside)} {parts.level_name(answers, level)}")
    return f"{here.name}（{' · '.join(counts)}）" if counts else here.name


def _map(answers: Answers) -> View:
    """The usual measure on the grids below, or the next one that the district keeps."""
    frame = map_frame.frame_for(answers)
    known = grid_map.offered(answers, frame.level)
    measure = grid_map.DEFAULT_MEASURE if grid_map.DEFAULT_MEASURE in known else next(iter(known), "household_count")
    return grid_map.build_map(answers, measure, frame)["map"]


def _figures(answers: Answers) -> list[dict[str, Any]]:
    """The cards of a grid, without the months behind them."""
    kept = [code for code in FIGURES if answers.has_ledger(MEASURES[code].ledger)][:_MOST_FIGURES]
    return [_figure(answers.compare(code)) for code in kept]


def _figure(comparison: Comparison) -> dict[str, Any]:
    figure = comparison.current
    number, unit = amount(figure.value, figure.measure.unit)
    if figure.value is None:
        number, unit = HIDDEN if figure.state == "hide" else NO_FIGURE, ""
    change, tone = cards.change_text(comparison)
    row = {"label": figure.measure.label, "display": number, "unit": unit, "change_text": change, "tone": tone}
    return {**row, "note": comparison.note, "spark": None}
