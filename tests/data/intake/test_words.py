"""Columns whose words are read once each give what reading cell by cell gives."""

from __future__ import annotations

from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
import pytest

from data.intake import stage
from data.intake.report import FileReport
from tests.data.intake.conftest import Store, feature, square

GRIDS = [
    feature(square(113.0 + 0.01 * n, 34.0, 0.01), 网格编码=f"41010400{n}", 网格名称=f"{name}街道", 网格层级=1)
    for n, name in enumerate(("北下街", "南关", "东大街"), start=1)
]
HEADERS = ["活动编号", "活动名称", "网格编码", "活动类型", "活动日期", "参与人次", "服务时长", "活动地点"]
WORDS = {
    "活动名称": ["清扫楼道", " 清扫楼道　", "联系张大爷13812345678", "'=1+1", "", "12号楼3单元502室打扫"],
    "网格编码": ["410104001", "410104002.0", "４１０１０４００３", "北下街", "南关街道", "999999999", "", "4.1E+08"],
    "活动类型": ["环境整治", "便民服务", "", "政策宣传"],
    "活动日期": ["2025-06-01", "2025年6月2日", "25.6.3", "13/06/2025", "2019", "", "2099-01-01", "1899-01-01"],
    "参与人次": ["12", "１２", '"1,200"', "100余", "近百", "-3", "15—20", "三人", ""],
    "服务时长": ["1.5", "2", "约3", "", "一上午"],
    "活动地点": ["社区广场", "", "业主李某家", "合计"],
}


def _file(store: Store) -> Path:
    columns = {"活动编号": [f"HD{n}" if n % 11 else "" for n in range(240)]}
    columns |= {name: list(islice(cycle(words), 240)) for name, words in WORDS.items()}
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    rows[7][HEADERS.index("活动类型")] = "打牌"
    return store.csv("志愿服务.csv", [*rows, [], rows[5], ["合计", *[""] * 7]], HEADERS)


def _outcome(folder: Path, *, once: bool) -> tuple[FileReport, pd.DataFrame, pd.DataFrame]:
    (folder / "files").mkdir(parents=True)
    store = Store(folder / "store", folder / "files")
    store.bring(store.geojson("街道.geojson", GRIDS), crs="EPSG:4490")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "_MANY_ROWS", 1 if once else 10**9)
        report = store.bring_one(_file(store))
    kept = store.rows("volunteer_events").drop(columns="import_id").sort_values("event_code", ignore_index=True)
    aside = store.rows("quarantine").drop(columns=["import_id"]).sort_values("row_number", ignore_index=True)
    return report, kept, aside


def test_words_read_once_say_the_same_as_cells_read_one_by_one(tmp_path: Path) -> None:
    once, kept, aside = _outcome(tmp_path / "once", once=True)
    each, kept_each, aside_each = _outcome(tmp_path / "each", once=False)
    assert len(kept) > 10
    assert len(aside) > 100
    pd.testing.assert_frame_equal(kept, kept_each)
    pd.testing.assert_frame_equal(aside, aside_each)
    assert asdict(once) == asdict(each)
    assert once.masked
    assert once.area_match["by_name"]
