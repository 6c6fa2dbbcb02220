"""The small menu that takes a card's picture away: PNG, SVG, the clipboard, and the finding as text.

Nothing is drawn before somebody asks. On a click the server draws the view as the exports do (``exports/pictures``),
a map from its outlines as well as a chart; the browser saves or copies it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from components.exports.document import Document, Item
from components.exports.fonts import FAMILY
from components.exports.pictures import picture_scene, picture_svg, safe_name
from components.exports.prepare import masked, outlines_of
from components.screen import cache, kept
from components.screen.codes import code_of_card, log_card
from components.views.formats import plain
from components.views.model import View
from components.views.tokens import Theme
from data.access.masking import mask
from data.measures.answers import Answers
from data.store.reader import Reader

MAP_PX = (920, 580)
_HERE = Path(__file__).parent
_HTML = (
    '<div class="export"><button class="open" type="button" title="导出图片" aria-label="导出图片" '
    'aria-haspopup="menu" aria-expanded="false"></button>'
    '<div class="menu" role="menu" aria-label="导出图片" popover="manual" hidden></div></div>'
)
_menu = st.components.v2.component(
    "wanglan_picture",
    html=_HTML,
    css=(_HERE / "picture.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture.js").read_text(encoding="utf-8"),
)


@st.fragment
def export_menu(view: View, theme: Theme, *, key: str) -> None:
    """The menu as a fragment of its own: drawing a picture does not run the page again. See :func:`draw_menu`."""
    with st.container(key=f"tool_{key}", width="content"):
        draw_menu(view, theme, key=key, size_px=MAP_PX)


def draw_menu(view: View, theme: Theme, *, key: str, size_px: tuple[int, int]) -> None:
    """The button and its menu. Belongs into a fragment: a click runs it again, with the picture in its answer.

    Args:
        view: what the card shows.
        theme: colours of the menu; pictures are light, they are meant for paper.
        key: unique on the page.
        size_px: the drawing's own size.
    """
    wanted = f"{key}_wanted"

    def note() -> None:
        st.session_state[wanted] = st.session_state[key].wanted

    data = dict(kept.once(view, ("menu", theme), lambda: _menu_data(view, theme)))
    if token := st.session_state.pop(wanted, None):
        data["picture"] = {"token": token, **picture(view, cache.current()[1], size_px)}
    _menu(key=key, data=data, on_wanted_change=note, width="content", height="content")


def _menu_data(view: View, theme: Theme) -> dict[str, Any]:
    """What the menu copies as text, calls its files, and looks like."""
    return {
        "finding": finding_text(view),
        "file": file_name(view, area_of(view, cache.current()[1])),
        "look": {name: getattr(theme, name) for name in ("mute", "accent", "card", "line", "ink", "control")},
    }


def picture(view: View, reader: Reader, size_px: tuple[int, int]) -> dict[str, Any]:
    """The view as a complete SVG, its size, and the family its words are set in."""
    code, area = code_of_card(view), area_of(view, reader)
    item = replace(item_of(masked(view), reader, size_px), code=code)
    document = replace(document_of(view, reader), code=code)
    scene = picture_scene(item, document)
    svg = picture_svg(item, document)
    if code:
        log_card(view, code, area, f"{file_name(view, area)}.svg", svg.encode())
    return {"svg": svg, "width": scene.width, "height": scene.height, "family": FAMILY}


def finding_text(view: View) -> str:
    """What the card says in words: its finding, or its sentences."""
    if view.kind == "text":
        return mask("\n".join(plain(str(sentence)) for sentence in view.frame.get("sentence", ())))
    return mask(plain(view.finding))


def area_of(view: View, reader: Reader) -> str:
    """Name of the area the view is about."""
    return cache.areas_of(reader).names.get(view.scope.grid_code, reader.district.name)


def file_name(view: View, area: str) -> str:
    """标题_区域_期间, without ending."""
    return safe_name("_".join(part for part in (view.title, area, view.scope.period.label) if part))


def document_of(view: View, reader: Reader) -> Document:
    """The words around one view that leaves the page by itself."""
    return Document(
        title=view.title,
        district=reader.district.name,
        area=area_of(view, reader),
        period=view.scope.period.label,
        items=(),
        as_of=reader.as_of,
        version=reader.version,
        code="",
        is_demo=reader.district.is_demo,
    )


def item_of(view: View, reader: Reader, size_px: tuple[int, int]) -> Item:
    """The view with what is needed to draw it."""
    if view.kind != "map":
        return Item(view, page_title="", code="", size_px=size_px)
    return Item(view, "", "", outlines=outlines_of(Answers(reader, view.scope), view), size_px=MAP_PX)
