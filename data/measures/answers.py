"""Everything a page may ask of one version within one scope.

This is the only door through which `components/` gets numbers. Frames are small: at most one row a
grid, month or category, or one page of items.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.attention.desk import attention
from data.attention.model import Signal
from data.attention.residents import Residents
from data.ledgers import Ledger
from data.ledgers.profile import Mode
from data.measures import breakdown, compared, days, hiding, items, progress
from data.measures.compute import parts
from data.measures.district import District
from data.measures.fair import FairDesk
from data.measures.model import Comparison, Figure, Measure
from data.measures.organisation_desk import OrganisationDesk
from data.measures.pairing import pairing_matrix
from data.measures.progress import Which
from data.measures.query import Context
from data.measures.scope import Period, Scope
from data.measures.supply_desk import SupplyDesk
from data.measures.work_desk import WorkDesk
from data.passport.desk import PassportDesk
from data.quality.desk import QualityDesk
from data.store.reader import Reader


class Answers:
    """Answers for one version and one scope; cheap to make, safe to share between threads.

    Args:
        store: the open store version (``data.store.reader.Reader``).
        scope: what the figures are about.
    """

    def __init__(self, store: Reader, scope: Scope) -> None:
        self.store = store
        self.scope = scope
        self._context = Context(store, scope)
        self._figures: dict[str, Figure] = {}

    @property
    def district(self) -> District:
        """Name, level names, as-of and version."""
        info = self.store.district
        first, last = breakdown.months_of_record(self._context)
        return District(
            name=info.name,
            level_names=info.level_names,
            is_demo=info.is_demo,
            as_of=self.store.as_of,
            version=self.store.version,
            first_month=first,
            last_month=last,
            imported_at=self.store.manifest.created_at,
            profile=info.profile,
        )

    @property
    def area_name(self) -> str:
        """Name of the scope's area: the grid's name, or the district's."""
        return self._context.net.name(self.scope.grid_code) if self.scope.grid_code else self.store.district.name

    @property
    def area_level(self) -> int:
        """0 for the district, else the level of the scope's grid."""
        return self._context.area_level

    @property
    def area_path(self) -> list[tuple[str, str]]:
        """(code, name) from level 1 down to the scope's area; a zone, which lies in no single grid, by itself."""
        code = self.scope.grid_code
        return [(code, self.area_name)] if self.zone_grids else self.grid_path(code)

    @property
    def zone_grids(self) -> tuple[str, ...]:
        """The grids the scope's area is made of where that is a zone; else none."""
        net, code = self._context.net, self.scope.grid_code
        return net.members(code) if code in net.zones else ()

    def narrowed(self, scope: Scope) -> Answers:
        """The same version, another scope."""
        other = Answers(self.store, scope)
        other._context = self._context.narrowed(scope)
        return other

    def under(self, definition: Measure) -> Answers:
        """The same version and scope, one measure counted by another definition, such as a former one."""
        other = Answers(self.store, self.scope)
        other._context = replace(self._context, under={**self._context.under, definition.code: definition})
        return other

    def ledger(self, name: str) -> Ledger:
        """The ledger with the district's own words: labels, stages, limits and categories."""
        return self._context.ledger(name)

    def measure(self, code: str) -> Measure:
        """The registered measure with the district's own words.

        Raises:
            UnknownMeasureError: no measure has the code.
        """
        return self._context.measure(code)

    @property
    def mode(self) -> Mode | None:
        """The working mode of the scope; the usual one where none is named; None in a district without modes."""
        modes = self.store.district.profile.modes
        return next((mode for mode in modes if mode.code == self.scope.mode), modes[0] if modes else None)

    def has_ledger(self, ledger: str) -> bool:
        """Whether the version holds any row of the ledger (anywhere, any time)."""
        return self._context.has(ledger)

    def hides(self, ledger: str) -> bool:
        """Whether numbers of the ledger are held back here because the area is one lowest grid (数少隐去)."""
        return hiding.hides(self._context, ledger)

    def figure(self, code: str) -> Figure:
        """The measure over the scope."""
        if code not in self._figures:
            self._figures[code] = breakdown.figure(self._context, code)
        return self._figures[code]

    def compare(self, code: str) -> Comparison:
        """The measure beside the compared period."""
        return compared.compare(self._context, code)

    def rows(self, code: str, by: str) -> pd.DataFrame:
        """The measure broken down.

        Args:
            code: measure code.
            by: "month" (every month of the period, gaps filled: counts 0, rates None); "grid" (every
                child of the scope's area, including those without record); "grid1", "grid2", "grid3"
                (all grids of that level inside the area); "category"; "actor"; or a dimension of the ledger.

        Returns:
            Columns key, label, value, numerator, denominator, state (see ``MapState``), in the natural
            order of ``by`` (months, grid codes, declared code order; actors by value). For grids state
            tells no record (none: the ledger has no row for that grid in the period or ever), zero, wait
            (cohort rates whose items are not yet due) and hide.
        """
        return breakdown.rows(self._context, code, by)

    def series(self, code: str, months: int = 12) -> pd.DataFrame:
        """The measure for each of the last months up to the scope's end. Columns month, value, numerator, denominator."""
        return breakdown.series(self._context, code, months)

    def daily(self, code: str) -> pd.DataFrame:
        """A count or sum per day of the period (days without any are 0). Columns day (date), value."""
        return days.daily(self._context, code)

    def funnel(self, ledger: str, through: tuple[str, ...] = ()) -> pd.DataFrame:
        """Cohort view: items opened in the period and how far they had come by the as-of day.

        Args:
            ledger: a lifecycle ledger.
            through: stage codes to show; empty = all.

        Returns:
            One row a stage: stage, label, n, share_pct (of the stage before), of_first_pct, median_days,
            p90_days (whole days from the stage before, over items that reached both; None if none).
        """
        return hiding.without_small(self._context, ledger, progress.funnel(self._context, ledger, through), ["n"])

    def cohorts(self, ledger: str, stage: str) -> pd.DataFrame:
        """By month of opening: opened, reached (the stage by as-of), exited, waiting (open, past its limit), not_due
        (open, still within its limit), share_pct = reached / opened. Columns month, opened, reached, exited, waiting,
        not_due, share_pct.
        """
        counts = ["opened", "reached", "exited", "waiting", "not_due"]
        return hiding.without_small(self._context, ledger, progress.cohorts(self._context, ledger, stage), counts)

    def backlog(self, ledger: str) -> pd.DataFrame:
        """Items open at the end of the period (or as-of, if earlier) by age. Columns bucket, label, n, overdue_n."""
        rows = progress.backlog(self._context, ledger)
        return hiding.without_small(self._context, ledger, rows, ["n", "overdue_n"])

    def waiting(self, ledger: str, limit: int = 10, which: Which = "all") -> pd.DataFrame:
        """Items open as of today, inside the area and categories: those that have waited longest, or by ``Which``.

        Returns:
            Columns item_code, title, grid_code, grid_path (街道 · 社区), category, stage_label, waited_days,
            in_stage_days, limit_days, over_days (positive = overdue; none where there is no
            limit or the item is suspended), owner, opened_on, due_on.
        """
        rows = progress.waiting(self._context, ledger, limit, which)
        return rows.iloc[0:0] if hiding.holds_back(self._context, ledger) else rows

    def flows(self) -> pd.DataFrame:
        """Demands submitted in the period as flows between lists, for the Sankey. Columns source, target, n."""
        return progress.flows(self._context)

    def money(self) -> pd.DataFrame:
        """Projects filed in the period by category: category, n, budget_yuan, own_funds_yuan, quoted_yuan, final_yuan, saved_yuan."""
        return progress.money(self._context)

    def records(self, ledger: str, search: str = "", limit: int = 200, offset: int = 0) -> tuple[pd.DataFrame, int]:
        """Rows of the ledger inside the scope, newest first, and how many there are in all.

        Columns are the ledger's non-personal fields, grid_path and as_written (field → what was written, of numbers
        that are not exact, such as 100余); rows are those opened in the period.
        """
        if hiding.holds_back(self._context, ledger):
            return items.records(self._context, ledger, search, 0, 0)[0], 0
        return items.records(self._context, ledger, search, limit, offset)

    def register_rows(self, ledger: str) -> pd.DataFrame:
        """Rows of a ledger without stages that stand at the end of the period, inside the area and categories, by grid.

        Columns are those of :meth:`records`.
        """
        return items.register_rows(self._context, ledger)

    def item(self, ledger: str, code: str) -> dict[str, object] | None:
        """One row by its number, or None."""
        return items.item(self._context, ledger, code)

    def linked(self, demand_code: str = "", project_code: str = "") -> pd.DataFrame:
        """The projects of a demand, or the demands of a project: columns of that ledger's rows."""
        return items.linked(self._context, demand_code, project_code)

    @property
    def supply(self) -> SupplyDesk:
        """Gaps, suggested matches, idle resources and unmet demands."""
        return SupplyDesk(self._context)

    @property
    def work(self) -> WorkDesk:
        """Tasks with where they stand, target changes, owners by quarter, and the meetings' reports."""
        return WorkDesk(self._context, parts)

    @property
    def fair(self) -> FairDesk:
        """Counts by household, people, grid and staff, and areas among their peers."""
        return FairDesk(self._context)

    @property
    def passports(self) -> PassportDesk:
        """Where each figure comes from: its definition, the rows it counts, and whether to rely on it."""
        return PassportDesk(self._context)

    @property
    def quality(self) -> QualityDesk:
        """Whether the figures can be relied on."""
        return QualityDesk(self._context)

    def attention(self) -> list[Signal]:
        """What changed and what needs somebody, the gravest first; see ``data.attention``."""
        return attention(self._context)

    def residents(self) -> float:
        """Residents of the district, or its households or lowest grids where the grid ledger has none."""
        return Residents(self._context.narrowed(self.scope.with_grid(""))).of()

    def pairing_matrix(self) -> pd.DataFrame:
        """Organs × communities with their agreed and kept items, see ``data.measures.pairing.pairing_matrix``."""
        return pairing_matrix(self._context)

    @property
    def organisation(self) -> OrganisationDesk:
        """The organisation's tree beside the net's, and the holes in both."""
        return OrganisationDesk(self._context)

    def grids(self, level: int = 0, parent: str = "", *, with_closed: bool = False) -> pd.DataFrame:
        """Grids of a level (0 = all) below a parent (empty = the district) that exist at the end of the period.

        ``with_closed`` gives all there ever were. Columns grid_code, grid_name, level, parent_code, grid_kind, household_count, population_count,
        staff_count, longitude, latitude, area_km2, has_shape, child_count.
        """
        return self._context.net.listed(level, parent, None if with_closed else self._context.units_day)

    def grid_path(self, grid_code: str) -> list[tuple[str, str]]:
        """(code, name) from level 1 down to the grid itself; empty for the district."""
        return self._context.net.path(grid_code)

    def find_grids(self, text: str, limit: int = 20) -> pd.DataFrame:
        """Grids whose code or name contains the text. Columns grid_code, grid_name, level, path."""
        return self._context.net.find(text, limit)

    def silent_grids(self) -> pd.DataFrame:
        """Level-3 grids of the area without a volunteer event in the period: grid_code, grid_name, path, last_on, silent_days."""
        return days.silent_grids(self._context)

    def geometry_files(self) -> dict[int, str]:
        """Level → path of the gzipped, simplified GeoJSON in the store; levels without shapes are absent."""
        return {level: str(path) for level in (1, 2, 3) if (path := self.store.geometry_file(level)) is not None}

    def available_period(self) -> Period:
        """From the first to the last month with any record."""
        return Period(*breakdown.months_of_record(self._context))
