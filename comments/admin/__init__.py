"""The conversation in the newsroom's admin, by subject."""

from comments.admin import (
    comments,
    decisions,
    discussions,
    letters,
    rules,
    score_models,
    word_lists,
)

__all__ = ["comments", "decisions", "discussions", "letters", "rules", "score_models", "word_lists"]
