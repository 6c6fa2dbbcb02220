"""By which month a view counts: that in which it happened (期间口径), or that in which the items began (批次口径)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.ledgers import Ledger
from data.measures.model import Measure

COHORT, HAPPENED = "批次口径", "按发生月"
SAYS_COHORT = re.compile("批次")
SAYS_PERIOD = re.compile(r"按[^，。；· ]{0,6}月|按日|期间口径")
_OVER_TIME = ("count", "sum", "ratio", "distinct", "quantile", "share_of_grids", "due_count", "due_rate")


def is_period(measure: Measure) -> bool:
    """Whether what is counted counts in the month in which it happened; a stock or a register has no month."""
    return not measure.cohort and measure.kind in _OVER_TIME and measure.ledger != "grids" and bool(_stage(measure))


def counts_by(measure: Measure, ledger: Ledger) -> str:
    """批次口径, 按办结月, 按应结月, 按发生月; nothing for what stands at a day."""
    if measure.cohort:
        return COHORT
    if not is_period(measure):
        return ""
    if measure.kind in ("due_count", "due_rate"):
        return "按应结月"
    return f"按{ledger.stage(measure.stage).verb}月" if len(ledger.stages) > 1 else HAPPENED


def named(basis: str, measures: Iterable[tuple[Measure, Ledger]]) -> str:
    """The grey words of a view, with the month it counts by where they do not say so yet.

    Args:
        basis: what they say.
        measures: of the view, with their ledgers; a cohort's own opening count does not make it a period view.
    """
    known = [(measure, counts_by(measure, ledger)) for measure, ledger in measures]
    said = COHORT if any(point == COHORT for _, point in known) else next((point for _, point in known if point), "")
    is_said = SAYS_COHORT.search(basis) or (said != COHORT and SAYS_PERIOD.search(basis))
    return basis if not said or is_said else "，".join(part for part in (basis, said) if part)


def _stage(measure: Measure) -> str:
    """What the measure counts has a stage, or a due date."""
    return measure.stage or ("due" if measure.kind in ("due_count", "due_rate") else "")
