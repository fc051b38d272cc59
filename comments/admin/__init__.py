"""The conversation in the newsroom's admin, by subject."""

from comments.admin import comments, decisions, desk, discussions, letters, rules

__all__ = ["comments", "decisions", "desk", "discussions", "letters", "rules"]
