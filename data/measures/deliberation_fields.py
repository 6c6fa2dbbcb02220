"""What the measures of meetings count beyond the marts; worked out from the meetings and the demands themselves."""

from __future__ import annotations

DEMANDS_OF, PROJECTS_OF = "linked_demands/item_count", "linked_projects/item_count"
DELIBERATION_FIELDS = frozenset((DEMANDS_OF, PROJECTS_OF))
