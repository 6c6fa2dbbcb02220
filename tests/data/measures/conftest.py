"""A random store and its second opinion, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import Reader
from tests.data.measures.oracle import Oracle
from tests.data.measures.stores import AS_OF, load, net, random_ledgers

Ask = Callable[..., Answers]


@pytest.fixture(scope="session")
def frames() -> dict[str, pd.DataFrame]:
    return random_ledgers()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, frames: dict[str, pd.DataFrame]) -> Reader:
    return load(tmp_path_factory.mktemp("random") / "home", frames, net(), AS_OF.isoformat())


@pytest.fixture(scope="session")
def oracle(frames: dict[str, pd.DataFrame]) -> Oracle:
    grids = net()
    grids["population_count"] = None
    return Oracle(frames, grids, AS_OF)


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def ask(store: Reader, period: str, grid: str = "", **categories: list[str]) -> Answers:
    """Answers for a period written as text."""
    pairs = tuple((ledger, name) for ledger, names in categories.items() for name in names)
    return Answers(store, Scope(Period.parse(period), grid, pairs))
