"""A streaming replica for reading: what may be read from it, when, and by whom."""
