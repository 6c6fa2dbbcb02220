"""The player in a page: the deck is sent once, what follows goes over a small wire of its own.

The deck of a meeting is about a megabyte. So the player stands in a fragment that only runs again when the window's
shape or the deck changes; beats, grids and the slide on the wall go through a second component of a few bytes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from components.slides.model import SHAPES, Deck, Shape, Slide
from components.slides.player import player_script
from data.store.errors import StoreError

logger = logging.getLogger(__name__)
PLAYER, WIRE = "wl_player", "wl_wire"
BEAT_SECONDS = 15
WALL, DESK, LIVE = "wall", "desk", "live"
"""In the address: ``?wall=<meeting>``, ``?desk=<meeting>``, ``?wall=live&agenda=<agenda>&dwell=20``."""

BuildDeck = Callable[[Shape], Deck]
BuildPlace = Callable[[str, Shape], Slide]
_FAILED = "画面没有生成，原因已写入运行日志"
_WANTED = "wl_wanted_place"
_BARE = """<style>
[data-testid="stHeader"], [data-testid="stStatusWidget"], [data-testid="stToolbar"], [role="dialog"]:has([data-testid="stDialog"]), [data-testid="stDialog"] { display: none !important; }
</style>"""
_HERE = Path(__file__).parent
_player = st.components.v2.component("wanglan_player", html="<i></i>", js=player_script(), isolate_styles=False)
_wire = st.components.v2.component("wanglan_wire", html="<i></i>", js=(_HERE / "wire.js").read_text(encoding="utf-8"))


def is_asked() -> bool:
    """Whether the address asks for a wall or a presenter's page."""
    return WALL in st.query_params or DESK in st.query_params


def bare() -> None:
    """Hide what the page's frame would show: a dialog over the slides also takes the keys."""
    st.html(_BARE)


@st.fragment
def play(
    role: Literal["wall", "desk"],
    channel: str,
    build: BuildDeck,
    *,
    auto_seconds: int = 0,
    wall_url: str = "",
) -> None:
    """Put the player on the page.

    Args:
        role: "wall" fills the window, "desk" is the presenter's.
        channel: windows of one name keep in step.
        build: makes the deck for a shape.
        auto_seconds: turns by itself after as many seconds, round and round; 0 where P does.
        wall_url: what the presenter's button opens.
    """
    data: dict[str, Any] = {
        "role": role,
        "channel": channel,
        "deck": None,
        "auto_seconds": auto_seconds,
        # A meeting on the wall needs no server any more, and is not disturbed by words about it.
        "beats": role == "desk" or auto_seconds > 0,
        "wall_url": wall_url,
        "trouble": "",
    }
    shape = shape_asked("16:9" if role == "desk" else "")
    if shape:
        try:
            data["deck"] = build(shape).to_dict()
        except StoreError as error:
            data["trouble"] = str(error)
        except Exception:
            logger.exception("deck of %s", channel)
            data["trouble"] = _FAILED
    _player(key=PLAYER, data=data, default={"shape": ""}, on_shape_change=lambda: None)


def shape_asked(otherwise: str = "") -> Shape | None:
    """The shape of the window as it says itself; None before it has spoken."""
    name = st.session_state.get(PLAYER, {}).get("shape") or otherwise
    return SHAPES.get(name) if isinstance(name, str) else None


@st.fragment(run_every=BEAT_SECONDS)
def wire(stamp: Callable[[], str], place: BuildPlace) -> None:
    """Tell the window regularly that the server lives, and send it the grids it asks for.

    Args:
        stamp: names what the deck is made of; when it changes, the page runs again and sends a new deck.
        place: makes the slide of a grid.
    """
    now = stamp()
    if st.session_state.setdefault("wl_stamp", now) != now:
        st.session_state["wl_stamp"] = now
        st.rerun(scope="app")
    data: dict[str, Any] = {"beat": time.time(), "place": None}
    if code := st.session_state.pop(_WANTED, ""):
        data["place"] = _place(code, place)
    _wire(key=WIRE, data=data, on_place_change=_want)


def _want() -> None:
    st.session_state[_WANTED] = str(st.session_state[WIRE].get("place") or "")


def _place(code: str, build: BuildPlace) -> dict[str, Any]:
    try:
        slide = build(code, shape_asked() or SHAPES["16:9"])
    except StoreError as error:
        return {"code": code, "trouble": str(error)}
    except Exception:
        logger.exception("slide of grid %s", code)
        return {"code": code, "trouble": _FAILED}
    return {"code": code, "slide": {"id": slide.id, "title": slide.title, "svg": slide.svg}}


def follow(key: str, *, slide: str, given: int) -> None:
    """Let the fragment it stands in run again when another slide is on the wall.

    Args:
        key: of the component.
        slide: the slide the server knows of.
        given: how many orders were written down; after each the keys turn pages again.
    """
    data = {"follows": True, "slide": slide, "given": given}
    _wire(key=key, data=data, default={"slide": ""}, on_slide_change=lambda: None)


def sorry(title: str, why: str, *, back: str = "projector") -> None:
    """A dark window with a sentence and the way back."""
    st.html(
        f'<div style="position:fixed;inset:0;z-index:1000000;background:#0E1116;color:#F2F4F7;display:flex;'
        f'flex-direction:column;align-items:center;justify-content:center;gap:3vh;padding:6vw;text-align:center">'
        f'<div style="font-size:min(5vh,3.4vw);font-weight:700">{escape(title)}</div>'
        f'<div style="font-size:min(3vh,2.2vw);line-height:1.6;color:#C3CAD4;max-width:44em">{escape(why)}</div>'
        f'<a href="{escape(back)}" target="_self" style="font-size:min(3vh,2.2vw);color:#8CC6EE;padding:.5em 1.2em;'
        f'border:2px solid #8CC6EE;border-radius:4px;text-decoration:none">回到会议投屏</a></div>'
    )
