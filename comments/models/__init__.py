"""The conversation's records, by subject."""

from comments.models.comments import Comment, Status
from comments.models.decisions import Decision, Move
from comments.models.discussions import Discussion
from comments.models.rules import Rule, RuleText

__all__ = ["Comment", "Decision", "Discussion", "Move", "Rule", "RuleText", "Status"]
