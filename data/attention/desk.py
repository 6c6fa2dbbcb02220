"""All signals of a version within a scope, ranked: what a page asks for."""

from __future__ import annotations

from data.attention.changes import changes
from data.attention.contradictions import contradictions
from data.attention.due import due
from data.attention.model import Signal
from data.attention.rank import ranked
from data.attention.residents import Residents
from data.attention.silent import silent_areas, silent_units
from data.attention.targets import targets
from data.measures.compute import parts
from data.measures.query import Context
from data.measures.work_desk import WorkDesk


def attention(context: Context) -> list[Signal]:
    """What changed and what needs somebody, the gravest first; only what has its evidence on a page the district opened.

    Computed from bounded marts and from tables computed once a version; what a page shows of it is kept with the page.
    """
    residents = Residents(context)
    found = [*changes(context, residents), *contradictions(context, residents), *silent_areas(context, residents)]
    work = WorkDesk(context, parts)
    tasks = work.items() if context.has("work_items") else None
    found += due(context, residents, tasks)
    if tasks is not None:
        found += targets(context, residents, tasks)
    if context.has("expected_reports"):
        found += silent_units(context, residents, work.cadence())
    return ranked([signal for signal in found if context.store.district.profile.shows(signal.evidence.page)])
