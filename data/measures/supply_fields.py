"""What the measures of supply and pairing count that no mart holds; they are worked out from the lists themselves."""

from __future__ import annotations

IDLE, USE, GAP = "idle_resources", "used_resources/resources", "supply_gap/outstanding"
SUPPLY_FIELDS = frozenset((IDLE, USE, GAP))
ORGANS, COMMUNITIES = "paired_organs", "paired_communities"
PAIRING_FIELDS = frozenset((ORGANS, COMMUNITIES))
