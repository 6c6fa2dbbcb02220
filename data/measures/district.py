"""What a version knows about the district it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.ledgers import Ledger
from data.ledgers.profile import PLAIN, Profile


@dataclass(frozen=True, slots=True)
class District:
    """What a version knows about itself.

    Attributes:
        name: the district's short name, shown as the root of the breadcrumb (示范区).
        level_names: names of levels 1, 2, 3 (街道, 社区, 网格).
        is_demo: the screens then say 示例数据.
        as_of: 截至; the last day the ledgers speak of.
        version: number of the version.
        first_month: first month with any record.
        last_month: last month with any record.
        imported_at: when the version was published, ISO 8601.
        profile: the district's own words, pages and modes.
    """

    name: str
    level_names: tuple[str, str, str]
    is_demo: bool
    as_of: date
    version: int
    first_month: str
    last_month: str
    imported_at: str
    profile: Profile = PLAIN

    def ledger(self, name: str) -> Ledger:
        """The ledger with the district's own words."""
        return self.profile.ledger(name)
