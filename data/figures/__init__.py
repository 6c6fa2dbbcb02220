"""Published figures as records, counted again from the ledgers and set beside what was published."""
