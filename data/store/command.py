"""Opening the store for a command that gives figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from data.settings import store_home

if TYPE_CHECKING:
    from data.store.reader import Reader


def store_for_figures(version: int | None = None) -> Reader:
    """The store's version, the current one unless named; one that another program summed up is renewed first.

    Raises:
        StoreError: the store is empty, or the version is missing or damaged.
    """
    from data.store.reader import open_store
    from data.store.renewal import bring_up_to_date

    if version is None:
        # what it says may not stand among the figures, which may be JSON
        bring_up_to_date(store_home(), partial(typer.echo, err=True))
    return open_store(store_home(), version)
