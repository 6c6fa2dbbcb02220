"""A code means one thing for ever, and says so when it is mistyped."""

from __future__ import annotations

import dataclasses
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access.citations import (
    ALPHABET,
    LENGTH,
    Citation,
    UnknownCitationError,
    cite,
    cite_all,
    code_of,
    look_up,
)
from data.measures.scope import Period, Scope
from data.store.errors import VersionMissingError
from data.store.layout import Layout
from data.store.maintenance import list_versions, prune
from tests.data.store.rows import event, publish

SCOPE = Scope(Period("2025-01", "2025-06"), "zone:P1", (("micro_wishes", "困难帮扶"),), "year_ago", "usual")
CITED = Citation(1, (("micro_wishes", "funnel"), ("grid_map", "map")), SCOPE, "wish_open_count", 3)


@pytest.fixture
def home(tmp_path):
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    return tmp_path


def test_a_code_gives_back_everything_that_was_cited(home):
    code = cite(home, CITED)
    assert len(code) == LENGTH and set(code) <= set(ALPHABET) and not set("0O1IZ") & set(ALPHABET)
    assert look_up(home, code) == (code, CITED)
    assert look_up(home, f" {code[:4].lower()}-{code[4:].lower()} ")[0] == code
    assert cite(home, CITED) == code == code_of(CITED)
    assert Layout(home).citations.read_text(encoding="utf-8").count("\n") == 1


def test_whatever_differs_has_a_code_of_its_own(home):
    others = [
        dataclasses.replace(CITED, views=CITED.views[:1]),
        dataclasses.replace(CITED, level=2),
        dataclasses.replace(CITED, measure=""),
        dataclasses.replace(CITED, scope=dataclasses.replace(SCOPE, mode="")),
        dataclasses.replace(CITED, scope=SCOPE.with_grid("01")),
    ]
    codes = cite_all(home, [CITED, *others])
    assert len(set(codes)) == len(codes)
    assert [look_up(home, code)[1] for code in codes] == [CITED, *others]


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET), st.integers(1, 10_000))
def test_one_wrong_sign_is_always_noticed(tmp_path_factory, place, sign, version):
    code = code_of(dataclasses.replace(CITED, version=version))
    if sign != code[place]:
        wrong = code[:place] + sign + code[place + 1 :]
        with pytest.raises(UnknownCitationError, match="抄错"):
            look_up(tmp_path_factory.getbasetemp(), wrong)


@pytest.mark.parametrize("text", ["", "12", "你好", "ABCDEFGHIJKLMNOP", "' OR 1=1 --", "０１", "\x00\x01"])
def test_nonsense_is_answered_with_a_sentence(home, text):
    with pytest.raises(UnknownCitationError, match="不是引用码"):
        look_up(home, text)


def test_a_code_of_another_house_is_unknown_here(home):
    with pytest.raises(UnknownCitationError, match="这里没有引用码"):
        look_up(home, code_of(CITED))


def test_a_cited_version_is_never_pruned(home):
    code = cite(home, CITED)
    for number in range(4):
        publish(home, volunteer_events=[event("a", "2025-01-01", number)])
    assert prune(home, keep=1) == [2, 3]
    assert [line.manifest.version for line in list_versions(home) if line.is_cited] == [1]
    assert look_up(home, code)[1].version == 1


def test_a_version_that_is_gone_cannot_be_cited(home):
    with pytest.raises(VersionMissingError):
        cite(home, dataclasses.replace(CITED, version=7))


def test_a_line_cut_short_by_a_crash_hurts_no_other(home):
    first = cite(home, CITED)
    path = Layout(home).citations
    with path.open("ab") as file:
        file.write(path.read_bytes()[:40])
    second = cite(home, dataclasses.replace(CITED, level=1))
    assert [look_up(home, code)[1].level for code in (first, second)] == [3, 1]


def cite_many(arguments):
    home, start = arguments
    return [cite(home, dataclasses.replace(CITED, level=level)) for level in range(start, start + 10)]


def test_many_writers_lose_nothing(home):
    # A pool that raises when its processes die; multiprocessing's own would start new ones for ever.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = [code for codes in pool.map(cite_many, [(home, 0), (home, 5)]) for code in codes]
    assert {look_up(home, code)[1].level for code in found} == set(range(15))
    assert len(Layout(home).citations.read_text(encoding="utf-8").splitlines()) == 15
