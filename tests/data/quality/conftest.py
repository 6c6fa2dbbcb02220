"""The planted store, built once."""

from __future__ import annotations

import pytest

from data.store.reader import Reader
from tests.data.quality import planted


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A small store with one of every fault. Never write to it."""
    return planted.built(tmp_path_factory)
