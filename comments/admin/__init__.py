"""The conversation in the newsroom's admin, by subject."""

from comments.admin import (
    appeals,
    bulk,
    comments,
    decisions,
    desk,
    discussions,
    holds,
    letters,
    limits,
    reports,
    rules,
    sanctions,
    score_models,
    terms,
    word_lists,
)

__all__ = [
    "appeals",
    "bulk",
    "comments",
    "decisions",
    "desk",
    "discussions",
    "holds",
    "letters",
    "limits",
    "reports",
    "rules",
    "sanctions",
    "score_models",
    "terms",
    "word_lists",
]
