"""Whether the figures can be relied on: what is missing, late, refused or contradicts itself, and where."""
