"""What this package may not tell: the house's one rule about small counts, asked for its own tables.

The rule computes measures, and measures know this package: hence the imports inside the functions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.scope import Period


def holds_back(context: Context, ledger: str) -> bool:
    """Whether rows and counts of a ledger may not be told in the scope: too few, in too small an area."""
    from data.measures import hiding

    return hiding.holds_back(context, ledger)


def hidden_cells(
    context: Context, ledger: str, areas: Sequence[str], months: Sequence[str], counts: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which counts of a table of first-level grids × months may not be told."""
    from data.measures.hiding import is_hidden
    from data.measures.registry import MEASURES

    hidden = np.zeros(counts.shape, dtype=bool)
    opened = next((m for m in MEASURES.values() if m.ledger == ledger and m.kind == "count" and not m.where), None)
    if opened is None or not context.ledger(ledger).suppress_below:
        return hidden
    whole = context.scope.with_grid("")
    for at, month in enumerate(months):
        values = counts[:, at]
        local = context.narrowed(whole.with_period(Period(month, month)))
        numbers = Parts(areas, {"value": values, "base": values})
        hidden[:, at] = is_hidden(local, opened, numbers, "grid1")
    return hidden
