"""The conversation's records, by subject."""

from comments.models.comments import Comment, Status
from comments.models.decisions import Decision, Move
from comments.models.desk import (
    BulkAct,
    BulkItem,
    DayCount,
    DeskKeys,
    HandOut,
    ModeratorNote,
    ModeratorScope,
    QueueCount,
    SavedReply,
)
from comments.models.discussions import Discussion
from comments.models.following import How, MailSettings, Subscription, Suppression
from comments.models.guest_links import GuestLink, LinkRequest
from comments.models.notices import Letter, Notice
from comments.models.reports import Case, Report
from comments.models.revisions import CommentRevision
from comments.models.rules import Rule, RuleText
from comments.models.sanctions import Sanction, SanctionKind
from comments.models.screenings import CommentScore, ScoreModel, Screening, WordList
from comments.models.taking_part import Ignored, Recommendation
from comments.models.terms import DiscussionTerms, Mode
from comments.models.translations import Translation

__all__ = [
    "BulkAct",
    "BulkItem",
    "Case",
    "Comment",
    "CommentRevision",
    "CommentScore",
    "DayCount",
    "Decision",
    "DeskKeys",
    "Discussion",
    "DiscussionTerms",
    "GuestLink",
    "HandOut",
    "How",
    "Ignored",
    "Letter",
    "LinkRequest",
    "MailSettings",
    "Mode",
    "ModeratorNote",
    "ModeratorScope",
    "Move",
    "Notice",
    "QueueCount",
    "Recommendation",
    "Report",
    "Rule",
    "RuleText",
    "Sanction",
    "SanctionKind",
    "SavedReply",
    "ScoreModel",
    "Screening",
    "Status",
    "Subscription",
    "Suppression",
    "Translation",
    "WordList",
]
