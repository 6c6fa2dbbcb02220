"""What is made of a view and stays the same on every rerun: made once, kept as long as the view itself.

Views, and pages of rows, come from a cache and never change, so a page that runs again without a new version or scope
meets the same ones; their figures, columns and places need not be made anew.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
_made: dict[int, dict[Hashable, Any]] = {}


def once(source: object, what: Hashable, make: Callable[[], Made]) -> Made:
    """What was made of it before, else what is made of it now. Never change it: every visitor gets the same.

    Args:
        source: a view or a frame, told apart by being this very object: to compare the cells would cost more.
        what: tells the things made of one source apart; all they depend on besides the source.
        make: makes it.
    """
    own = _made.get(id(source))
    if own is None:
        own = _made[id(source)] = {}
        # ends with the source, before its place in memory can be another's
        weakref.finalize(source, _made.pop, id(source), None).atexit = False
    if what not in own:
        own[what] = make()
    found: Made = own[what]
    return found
