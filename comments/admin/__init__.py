"""The conversation in the newsroom's admin, by subject."""

from comments.admin import (
    bulk,
    comments,
    decisions,
    desk,
    discussions,
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
    "bulk",
    "comments",
    "decisions",
    "desk",
    "discussions",
    "letters",
    "limits",
    "reports",
    "rules",
    "sanctions",
    "score_models",
    "terms",
    "word_lists",
]
