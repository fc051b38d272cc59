"""Statements of reasons: what is told to whoever a restriction is on (DSA, Article 17)."""
