"""Every grid can be gone to, and its slide tells its own numbers."""

from __future__ import annotations

import time
from collections import Counter, defaultdict

import pandas as pd
import pytest

from components.slides import places
from components.slides.layout import THEME, body_size
from components.slides.model import SHAPES
from components.slides.places import KEYS, place_slide, places_of
from data.store.reader import open_store
from data.store.writer import begin
from tests.components.slides.conftest import SCOPE, after, texts
from tests.components.slides.legible import faults
from tests.data.store.rows import event, publish

CPU_SECONDS = 1.0
"""A visit is answered at once; on a quiet machine it takes about 0.15."""


@pytest.fixture(scope="module")
def reader(demo_home):
    return open_store(demo_home)


@pytest.fixture(scope="module")
def net(reader):
    """Code → name, level, parent of the grids there are."""
    return (
        reader.query(
            "SELECT grid_code, grid_name, level, parent_code FROM grids WHERE closed_on IS NULL OR closed_on > ?",
            [reader.as_of],
        )
        .set_index("grid_code")
        .fillna({"parent_code": ""})
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A subdistrict of 34 communities."""
    home = tmp_path_factory.mktemp("many")
    codes = ["01", *(f"01{n:02d}" for n in range(1, 35))]
    grids = pd.DataFrame(
        {
            "grid_code": codes,
            "grid_name": ["长江路街道", *(f"第{n}社区" for n in range(1, 35))],
            "level": [1, *[2] * 34],
            "parent_code": [None, *["01"] * 34],
        }
    )
    with begin(home, "net") as txn:
        txn.put_grids(grids)
        txn.publish()
    publish(home, volunteer_events=[event(f"e{n}", "2025-05-06", 3, f"01{n:02d}") for n in range(1, 35)])
    return open_store(home)


def test_every_grid_has_its_place(reader, net):
    found = places_of(reader)
    assert {place.code for place in found} == set(net.index)
    assert Counter(net.loc[place.code, "level"] for place in found) == {1: 13, 2: 138, 3: 564}
    known = set()
    for place in found:
        assert place.parent == net.loc[place.code, "parent_code"] and (not place.parent or place.parent in known)
        assert place.name == net.loc[place.code, "grid_name"]
        known.add(place.code)


def test_two_keys_lead_to_one_grid_only_and_never_do_something_else(reader, many):
    for found in (places_of(reader), places_of(many)):
        keys = defaultdict(list)
        for place in found:
            keys[place.parent].append(place.key)
        for given in keys.values():
            assert given == [*KEYS][: len(given)] + [""] * (len(given) - len(KEYS))
    assert len(set(KEYS)) == len(KEYS) == 30 and not set("BPGOI") & set(KEYS)
    assert sum(not place.key for place in places_of(many)) == 4


def test_initials_are_those_of_the_sounds(many):
    assert places_of(many)[0].initials == "cjljd"
    said = places._initials(["北下街街道", "重庆里社区", "银行村", "第03网格", "A区·东"])
    assert said == {
        "北下街街道": "bxjjd",
        "重庆里社区": "cqlsq",
        "银行村": "yhc",
        "第03网格": "d03wg",
        "A区·东": "aqd",
    }


def test_typing_finds_every_grid(reader):
    """By its name, its code or its initials, as the player looks for it."""
    found = places_of(reader)
    for place in found:
        for word in (place.name, place.code, place.initials):
            assert word and word == word.strip()
    assert max(Counter(place.code for place in found).values()) == 1


def test_a_slide_tells_the_numbers_of_the_rows(reader, net):
    events = reader.query("SELECT e.held_on, t.* FROM volunteer_events e JOIN grid_tree t USING (grid_code)")
    days = pd.to_datetime(events["held_on"])
    events = events[(days >= "2025-04-01") & (days <= "2025-06-30")]
    for code in net.index[net["level"] == 1]:
        slide = place_slide(reader, SCOPE, code, SHAPES["16:9"])
        told = texts(slide)
        mine = events[events["g1"] == code]
        assert after(slide, "志愿服务活动") == str(len(mine))
        assert slide.heading == net.loc[code, "grid_name"] and any(text.startswith(slide.heading) for text in told)
        below = {place.code: place for place in places_of(reader) if place.parent == code}
        for child, place in below.items():
            assert told[told.index(place.name) - 1] == place.key
            count = int((mine["g2"] == child).sum())
            assert told[told.index(place.name) + 1] == (f"{count} 场" if count else "为零")
            assert told.count(place.key) == 2, "once on the map, once in the list"


def test_a_last_grid_is_named_among_its_neighbours(reader, net):
    code = net.index[net["level"] == 3][7]
    slide = place_slide(reader, SCOPE, code, SHAPES["4:3"])
    assert texts(slide).count(net.loc[code, "grid_name"]) == 2
    assert THEME.accent in slide.svg


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.name)
def test_slides_are_legible(reader, many, net, shape, monkeypatch):
    """However many grids are below, in every shape."""
    drawn = []
    whole = places.slide_svg

    def spied(**parts):
        width, height = body_size(parts["shape"], parts["heading"], parts["foot"])
        drawn.append(faults(parts["body"](width, height), width, height, THEME.paper))
        return whole(**parts)

    monkeypatch.setattr(places, "slide_svg", spied)
    places._drawn.cache_clear()
    place_slide(many, SCOPE, "01", shape)
    for level in (1, 2, 3):
        for code in net.index[net["level"] == level][:3]:
            place_slide(reader, SCOPE, code, shape)
    places._drawn.cache_clear()
    assert len(drawn) == 10 and drawn == [[]] * 10


def test_a_grid_that_is_not_there_is_said(reader):
    slide = place_slide(reader, SCOPE, "'; DROP TABLE grids", SHAPES["21:9"])
    assert slide.is_failed and any("没有这个网格" in text for text in texts(slide))


def test_a_visit_is_answered_at_once(reader, net, record_property):
    codes = [*net.index[net["level"] == 1]][5:9]
    place_slide(reader, SCOPE, codes.pop(), SHAPES["16:9"])
    places._drawn.cache_clear()
    spent = []
    for code in codes:
        begun = time.process_time()
        place_slide(reader, SCOPE, code, SHAPES["16:9"])
        spent.append(time.process_time() - begun)
    record_property("place slide, warm CPU seconds", round(sorted(spent)[1], 3))
    assert sorted(spent)[1] < CPU_SECONDS
