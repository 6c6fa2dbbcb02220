"""What the measures of this package stand for, as a measure's ``field``."""

ROWS, REFUSED, SILENT, LATE, FILLED = "rows", "refused", "silent", "late", "filled"
CONTRADICTIONS, GEOMETRY, INEXACT = "contradictions", "geometry", "inexact"
