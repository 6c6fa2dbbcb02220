"""A visitor's files on a real store: taken in, checked, imported, and gone from the disk afterwards."""

from __future__ import annotations

import gc
import io
from pathlib import Path

import pytest

from components.screen.intake_basket import Basket, safe_name
from components.screen.intake_waiting import edited
from data.intake.quarantine import corrected_file, pending_rows
from data.ledgers import LEDGERS
from data.store.pointer import current_version
from data.store.reader import open_store
from tests.cli import linked_copy

PATIENCE_SECONDS = 120


class Given(io.BytesIO):
    """A file as the browser hands it over."""

    def __init__(self, name, text):
        super().__init__(text.encode())
        self.name = name


@pytest.fixture
def home(demo_home, tmp_path, monkeypatch):
    own = tmp_path / "store"
    linked_copy(demo_home, own)
    monkeypatch.setenv("WANGLAN_HOME", str(own))
    return own


@pytest.fixture(scope="module")
def grid(demo_home):
    return open_store(demo_home).query("SELECT min(grid_code) AS code FROM grids WHERE level = 3")["code"][0]


def events(grid, *codes, day="2025-06-02"):
    rows = "".join(f"{code},清洁家园,{grid},政策宣传,{day},{number + 5}\n" for number, code in enumerate(codes))
    return "活动编号,活动名称,网格编码,活动类型,活动日期,参与人次\n" + rows


def ended(basket):
    while basket.work is not None:
        basket.work.wait(PATIENCE_SECONDS)
        basket.settle()
    return basket


def test_a_check_stores_nothing_and_the_import_keeps_no_original(home, grid):
    basket = Basket()
    basket.put([Given("志愿服务6月.csv", events(grid, "BB-1", "BB-2", day="2099-01-01"))])
    assert basket.is_working
    ended(basket)
    assert (basket.error, basket.checked_against, current_version(home)) == ("", 1, 1)
    file = basket.file("志愿服务6月.csv")
    assert (file.verdict, file.rows_quarantined) == ("accept-with-warning", 2)

    basket.put([Given("志愿服务6月.csv", events(grid, "BB-1", "BB-2"))])
    ended(basket)
    assert basket.names == ["志愿服务6月.csv"]
    assert basket.file("志愿服务6月.csv").rows_accepted == 2
    folder = Path(basket.folder.name)
    assert [path.name for path in folder.iterdir()] == ["志愿服务6月.csv"]

    basket.confirm("党建办", "补报")
    ended(basket)
    assert basket.outcome.version == current_version(home) == 2
    manifest = open_store(home).manifest
    assert (manifest.sources[-1].imported_by, manifest.note) == ("党建办", "补报")
    assert list(folder.iterdir()) == []
    assert basket.file("志愿服务6月.csv").rows_accepted == 2


def test_a_bad_file_stands_in_the_way_until_it_is_taken_out(home, grid):
    basket = Basket()
    basket.put([Given("坏.csv", "%PDF-1.4 x"), Given("志愿服务.csv", events(grid, "BB-3"))])
    ended(basket)
    assert not basket.report.is_accepted
    assert basket.file("坏.csv").verdict == "reject"
    assert basket.file("志愿服务.csv").rows_accepted == 1, "the others are looked at all the same"
    basket.remove("坏.csv")
    ended(basket)
    assert basket.report.is_accepted and basket.names == ["志愿服务.csv"]


def test_rows_mended_on_the_page_are_checked_like_a_file(home, grid, tmp_path):
    basket = Basket()
    basket.put([Given("志愿服务.csv", events(grid, "BB-11", "BB-12", day="2099-01-01"))])
    ended(basket)
    basket.confirm("", "")
    ended(basket)
    waits = pending_rows(open_store(home))["volunteer_events"]
    day = next(name for name in waits.columns if "日期" in name)
    changed = edited(waits, {1: {day: "2025-06-03"}})
    mended = Basket()
    mended.put_path(corrected_file(changed, LEDGERS["volunteer_events"], tmp_path / "志愿服务台账_改正.xlsx"))
    ended(mended)
    file = mended.file("志愿服务台账_改正.xlsx")
    assert (file.ledger, file.rows_read, file.rows_accepted) == ("volunteer_events", 1, 1)


def test_what_another_visitor_stores_meanwhile_is_noticed(home, grid):
    mine, other = Basket(), Basket()
    mine.put([Given("甲.csv", events(grid, "BB-4"))])
    other.put([Given("乙.csv", events(grid, "BB-5"))])
    ended(mine)
    ended(other)
    assert (mine.names, other.names) == (["甲.csv"], ["乙.csv"])
    other.confirm("", "")
    ended(other)
    assert mine.is_outdated() and not other.is_outdated()
    mine.check()
    ended(mine)
    assert not mine.is_outdated()


def test_an_import_under_way_is_not_begun_anew_when_another_visitor_stores_something(home, grid):
    mine, other = Basket(), Basket()
    for basket, name in ((mine, "甲"), (other, "乙")):
        basket.put([Given(f"{name}.csv", events(grid, f"CC-{name}"))])
        ended(basket)
    other.confirm("", "")
    ended(other)
    mine.confirm("", "")
    assert mine.is_working and not mine.is_outdated()
    ended(mine)
    assert mine.outcome is not None and mine.outcome.version == current_version(home) == 3


def test_given_up_it_says_so_and_can_begin_again(home, grid):
    basket = Basket()
    basket.put([Given("甲.csv", events(grid, "BB-6"))])
    basket.cancel()
    basket.settle()
    assert (basket.is_working, basket.report) == (False, None)
    assert "已取消" in basket.error
    basket.check()
    ended(basket)
    assert basket.file("甲.csv").rows_accepted == 1


def test_the_files_go_with_the_session(home, grid):
    basket = Basket()
    basket.put([Given("甲.csv", events(grid, "BB-7"))])
    ended(basket)
    folder = Path(basket.folder.name)
    assert folder.is_dir()
    del basket
    gc.collect()
    assert not folder.exists()


def test_a_closed_window_does_not_break_an_import(home, grid):
    basket = Basket()
    basket.put([Given("甲.csv", events(grid, "BB-8"))])
    ended(basket)
    basket.confirm("", "")
    work = basket.work
    del basket
    gc.collect()
    work.wait(PATIENCE_SECONDS)
    assert (work.error, current_version(home)) == ("", 2)


def test_two_files_of_one_name_in_one_drop_are_both_kept(home, grid):
    basket = Basket()
    basket.put([Given("1月/台账.csv", events(grid, "BB-9")), Given("2月/台账.csv", events(grid, "BB-10"))])
    basket.stop()
    assert basket.names == ["台账.csv", "台账（2）.csv"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("D:\\资料\\六月.xlsx", "六月.xlsx"),
        ("a\nb\x00c.csv", "a_b_c.csv"),
        ("..", "文件"),
        ("", "文件"),
        ('<b>"x"|*?.csv', "_b_x_.csv"),
        ("长" * 200 + ".xlsx", "长" * 75 + ".xlsx"),
    ],
)
def test_names_are_made_safe_and_stay_recognisable(given, kept):
    assert safe_name(given) == kept
