"""What changed and what needs somebody: signals found in the figures, ranked, and what was done about each."""
