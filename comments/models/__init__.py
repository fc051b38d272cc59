"""The conversation's records, by subject."""

from comments.models.comments import Comment, Status
from comments.models.decisions import Decision, Move
from comments.models.discussions import Discussion
from comments.models.following import How, MailSettings, Subscription, Suppression
from comments.models.guest_links import GuestLink, LinkRequest
from comments.models.notices import Letter, Notice
from comments.models.revisions import CommentRevision
from comments.models.rules import Rule, RuleText
from comments.models.taking_part import Ignored, Recommendation

__all__ = [
    "Comment",
    "CommentRevision",
    "Decision",
    "Discussion",
    "GuestLink",
    "How",
    "Ignored",
    "Letter",
    "LinkRequest",
    "MailSettings",
    "Move",
    "Notice",
    "Recommendation",
    "Rule",
    "RuleText",
    "Status",
    "Subscription",
    "Suppression",
]
