"""What is made of a view and stays the same on every rerun: made once, kept as long as the view itself.

Views come from a cache and never change, so a page that runs again without a new version or scope meets the same
ones; their figures, columns and places need not be made anew.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from components.views.model import View

Made = TypeVar("Made")
_made: dict[int, dict[Hashable, Any]] = {}


def once(view: View, what: Hashable, make: Callable[[], Made]) -> Made:
    """What was made of the view before, else what is made of it now. Never change it: every visitor gets the same.

    Args:
        view: what it is made of. It is told apart by being this very object, as frames cannot be compared cheaply.
        what: tells the things made of one view apart; all they depend on besides the view.
        make: makes it.
    """
    own = _made.get(id(view))
    if own is None:
        own = _made[id(view)] = {}
        # ends with the view, before its place in memory can be another's
        weakref.finalize(view, _made.pop, id(view), None).atexit = False
    if what not in own:
        own[what] = make()
    found: Made = own[what]
    return found
