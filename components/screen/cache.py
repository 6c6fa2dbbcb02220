"""What is kept between reruns: the open version, its grids, and the views of a page. Owns every ``st.cache_*``."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd
import streamlit as st

from components.screen import pinned
from components.views.model import View
from components.views.pages.registry import Lens, views_of
from data.intake.quarantine import pending_rows
from data.ledgers.profile import PLAIN, Profile
from data.measures.answers import Answers
from data.measures.district import District
from data.measures.net import net_of
from data.measures.scope import Period, Scope
from data.settings import store_home
from data.store.errors import VersionMissingError
from data.store.pointer import current_version
from data.store.reader import Reader, open_store

logger = logging.getLogger(__name__)
Build = Callable[[Answers], Mapping[str, View]]


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas of a version as the area filter lists them: zones, then the grids in tree order.

    Attributes:
        labels: code → the grid's name and where it lies.
        names: code → the bare name.
        parents: code → code of the grid above; empty at the top.
    """

    labels: Mapping[str, str]
    names: Mapping[str, str]
    parents: Mapping[str, str]


def current() -> tuple[int, Reader]:
    """The version this visitor looks at and its reader; a file of a few bytes is read each time.

    That is the current one, unless the address or a citation names another that is still there.

    Raises:
        StoreError: there is no version yet, or it is damaged.
    """
    home, version = store_home(), pinned.asked()
    if version is not None:
        try:
            return version, open_store(home, version)
        except VersionMissingError:
            logger.info("version %s was asked for and is not there", version)
    reader = open_store(home)
    return reader.version, reader


def answers_of(scope: Scope) -> Answers:
    """Answers of the current version within a scope."""
    return Answers(current()[1], scope)


def district_of(reader: Reader) -> District:
    """What the version says about itself."""
    return _district(_identity(reader), reader)


def areas_of(reader: Reader) -> AreaList:
    """The grids the area filter offers."""
    return _areas(_identity(reader), reader)


def page_views(page_id: str, build: Build, scope: Scope) -> Mapping[str, View]:
    """The views of a page for the current version and a scope; built once, then shared. Never change them.

    Args:
        page_id: tells the pages apart.
        build: makes the views.
        scope: what the page is about.
    """
    reader = current()[1]
    return _views(_identity(reader), page_id, scope, build, reader)


def lens_views(page_id: str, lens: Lens, scope: Scope) -> Mapping[str, View]:
    """The views of a registered page as they are seen through a lens: the map's measure and level; see :func:`page_views`."""
    name = f"{page_id}:{lens.measure}:{lens.level}" if page_id == "grid_map" else page_id
    return page_views(name, lambda own: views_of(page_id, own, lens), scope)


def records(answers: Answers, ledger: str, search: str, limit: int, offset: int = 0) -> tuple[pd.DataFrame, int]:
    """One page of a ledger's rows, and how many there are in all; see ``Answers.records``. Never change the frame.

    Args:
        answers: the numbers of the page's scope.
        ledger: whose rows.
        search: words they hold.
        limit: rows of a page.
        offset: rows before it.
    """
    return _records(_identity(answers.store), answers.scope, ledger, search, limit, offset, answers)


def profile_now() -> Profile:
    """The district's words in the current version; the plain ones while the store is empty."""
    number = current_version(store_home())
    return open_store(store_home(), number).district.profile if number is not None else PLAIN


def quarantine_count() -> int:
    """How many rows of the current version wait to be looked at; 0 while the store is empty."""
    number = current_version(store_home())
    return sum(file.rows for file in open_store(store_home(), number).manifest.files("quarantine")) if number else 0


def quarantine() -> Mapping[str, pd.DataFrame]:
    """Ledger → rows of the current version that wait to be looked at. Never change the frames."""
    reader = open_store(store_home())
    return _quarantine(_identity(reader), reader)


@cache
def settle_memory() -> None:
    """Once, after the first page: take what is loaded out of the garbage collector's rounds.

    Streamlit collects after each run; with pandas and plotly loaded that costs 75–160 ms, frozen 3–5 ms.
    """
    gc.collect()
    gc.freeze()


def _identity(reader: Reader) -> str:
    """Names a version among all stores of the process, a store made anew in the same folder included."""
    return f"{reader.home}@{reader.version}@{reader.manifest.created_at}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _district(identity: str, _reader: Reader) -> District:
    month = _reader.as_of.strftime("%Y-%m")
    return Answers(_reader, Scope(Period(month, month))).district


@st.cache_resource(max_entries=8, show_spinner=False)
def _areas(identity: str, _reader: Reader) -> AreaList:
    month = _reader.as_of.strftime("%Y-%m")
    rows = Answers(_reader, Scope(Period(month, month))).grids(with_closed=True)
    names = dict(zip(rows["grid_code"], rows["grid_name"], strict=True))
    parents = {code: parent or "" for code, parent in zip(rows["grid_code"], rows["parent_code"], strict=True)}
    paths = {code: _path(code, names, parents) for code in names}
    ordered = sorted(names, key=lambda code: paths[code][1])
    labels: dict[str, str] = {}
    taken: set[str] = set()
    net = net_of(_reader)
    for code in ordered:
        label = paths[code][0] + net.ended(code, _reader.as_of)
        labels[code] = f"{label}（{code}）" if label in taken else label
        taken.add(label)
    zones = {code: zone.name for code, zone in net.zones.items()}
    zone_labels = {code: f"片区 · {name}" for code, name in zones.items()}
    return AreaList({**zone_labels, **labels}, {**names, **zones}, parents)


def _path(code: str, names: Mapping[str, str], parents: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """How a grid is listed (its own name first, then where it lies) and its place in the tree."""
    chain = [code]
    while (above := parents.get(chain[-1], "")) in names and above not in chain:
        chain.append(above)
    place = " ".join(names[step] for step in reversed(chain[1:]))
    return f"{names[code]} · {place}" if place else names[code], tuple(reversed(chain))


@st.cache_resource(max_entries=256, show_spinner=False)
def _views(identity: str, page_id: str, scope: Scope, _build: Build, _reader: Reader) -> Mapping[str, View]:
    return _build(Answers(_reader, scope))


@st.cache_resource(max_entries=64, show_spinner=False)
def _records(
    identity: str, scope: Scope, ledger: str, search: str, limit: int, offset: int, _answers: Answers
) -> tuple[pd.DataFrame, int]:
    return _answers.records(ledger, search, limit, offset)


@st.cache_resource(max_entries=2, show_spinner=False)
def _quarantine(identity: str, _reader: Reader) -> Mapping[str, pd.DataFrame]:
    return pending_rows(_reader)
