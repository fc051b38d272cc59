"""Statements of reasons: what is told of a restriction, and until when somebody may object."""
