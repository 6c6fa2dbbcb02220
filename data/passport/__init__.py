"""The passport of a figure: what it means, which rows it counts, where those came from, and whether to rely on it."""
