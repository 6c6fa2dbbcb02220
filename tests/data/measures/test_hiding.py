"""Small counts in a real store: what one grid hides, and what closed grids beside it must not give away."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load, net

PERIOD = "2025-01..2025-03"


def wishes(**counts: int) -> pd.DataFrame:
    rows = [(f"{code}-{n}", code[1:], "2025-02-03", "便民服务") for code, count in counts.items() for n in range(count)]
    return pd.DataFrame(rows, columns=["wish_code", "grid_code", "submitted_on", "wish_category"])


@pytest.fixture(scope="module")
def beside_closed(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A community whose other two grids were closed the year before, and one with nine wishes."""
    grids = net().assign(closed_on=None)
    grids.loc[grids["grid_code"].isin(["010102", "010103"]), "closed_on"] = "2024-06-30"
    home: Path = tmp_path_factory.mktemp("closed") / "home"
    return load(home, {"micro_wishes": wishes(g010101=2, g010201=9)}, grids, "2025-03-20")


@pytest.mark.parametrize("area", ["010101", "0101"])
def test_beside_closed_grids_a_community_is_its_one_open_grid(beside_closed: Reader, area: str) -> None:
    answers = ask(beside_closed, PERIOD, area)
    assert answers.figure("wish_submitted_count").state == "hide"
    assert answers.funnel("micro_wishes").empty
    assert answers.records("micro_wishes")[0].empty


def test_the_community_is_hidden_among_its_siblings_too(beside_closed: Reader) -> None:
    states = ask(beside_closed, PERIOD, "01").rows("wish_submitted_count", "grid").set_index("key")["state"]
    assert states["0101"] == "hide"


def test_a_zero_is_told_and_many_are(beside_closed: Reader) -> None:
    assert ask(beside_closed, PERIOD, "0301").figure("wish_submitted_count").state != "hide"
    assert ask(beside_closed, PERIOD).figure("wish_submitted_count").value == 11
