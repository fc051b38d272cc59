"""Statements of reasons: what is told to whoever a restriction is on, and until when they object."""
