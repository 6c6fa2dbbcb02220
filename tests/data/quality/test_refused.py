"""Refused rows of a real import: by reason, by file, and each row with what was written in it, masked."""

from __future__ import annotations

import pandas as pd
import pytest

from data.intake.run import import_files
from data.quality.behind import REASON_SIGN, Pick
from data.store.reader import Reader, open_store
from tests.data.quality.planted import ask

GRIDS = "网格编码,网格名称,网格层级,上级网格编码\n01,甲街道,1,\n0101,甲一社区,2,01\n010101,第01网格,3,0101\n"
HEAD = "活动编号,活动名称,网格编码,活动类型,活动日期,参与人次,服务时长"
ROWS = (
    "A1,好的,010101,政策宣传,2025-01-05,10,20",
    "A2,日期不对,010101,政策宣传,2025-13-05,10,20",
    "A3,日期也不对,010101,政策宣传,没有日期,10,20",
    "A4,类型不对 电话13812345678,010101,吃饭,2025-01-05,10,20",
    "A5,日期和类型都不对,010101,唱歌,昨天,10,20",
    "A6,人次是负的,010101,政策宣传,2025-01-06,-3,20",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Reader:
    folder = tmp_path_factory.mktemp("refused")
    (folder / "网格台账.csv").write_text(GRIDS, encoding="utf-8")
    (folder / "志愿服务台账.csv").write_text("\n".join([HEAD, *ROWS]), encoding="utf-8")
    report = import_files([folder / "网格台账.csv", folder / "志愿服务台账.csv"], folder / "home")
    assert report.version is not None
    return open_store(folder / "home")


def test_reasons_are_counted_without_their_values(store: Reader) -> None:
    rows = ask(store).quality.refused()
    found = {(row.field_label, row.kind): row.n for row in rows.itertuples()}
    assert found[("活动日期", "不是日期")] == 3
    assert found[("活动类型", "不在可填的值里")] == 2
    assert found[("参与人次", "…小于最小值 …")] == 1
    assert set(rows["ledger_label"]) == {"志愿服务台账"} and set(rows["file"]) == {"志愿服务台账.csv"}


def test_the_share_is_of_all_rows(store: Reader) -> None:
    figure = ask(store).figure("quarantined_share_pct")
    quarantine = pd.read_parquet(store.files("quarantine"))
    stored = sum(len(pd.read_parquet(store.files(name))) for name in store.manifest.ledgers)
    assert (figure.numerator, figure.denominator) == (len(quarantine), len(quarantine) + stored) == (5, 9)


def test_each_reason_opens_to_its_rows_masked(store: Reader) -> None:
    page = ask(store).quality.rows(Pick("refused", f"活动日期{REASON_SIGN}不是日期"), 10)
    assert (page.total, list(page.rows["source_row"])) == (3, [3, 4, 6])
    everything = ask(store).quality.rows(Pick("refused"), 2)
    assert (everything.total, len(everything.rows)) == (5, 2)
    said = "".join(ask(store).quality.rows(Pick("refused"), 10).rows["said"])
    assert "吃饭" in said and "13812345678" not in said


def test_a_reason_that_names_no_column_is_found_again(tmp_path) -> None:
    (tmp_path / "网格台账.csv").write_text(GRIDS, encoding="utf-8")
    slipped = "\n".join([HEAD, ROWS[0], ROWS[0].replace("A1", "A9") + ",多出来,的格子"])
    (tmp_path / "志愿服务台账.csv").write_text(slipped, encoding="utf-8")
    import_files([tmp_path / "网格台账.csv", tmp_path / "志愿服务台账.csv"], tmp_path / "home")
    desk = ask(open_store(tmp_path / "home")).quality
    kinds = desk.refused()
    assert len(kinds) and (kinds["field_label"] == "").all()
    page = desk.rows(Pick("refused", kinds["kind"].iloc[0]), 10)
    assert page.total == kinds["n"].iloc[0] == 1


def test_a_store_without_refused_rows_has_none(demo_home) -> None:
    desk = ask(open_store(demo_home), "2025-01..2025-06").quality
    assert desk.refused().empty and desk.refused_total == 0
    assert desk.rows(Pick("refused"), 10).total == 0
