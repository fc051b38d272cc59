"""The conversation's records, by subject."""

from comments.models.appeals import Appeal, AppealMessage, AppealOutcome
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
from comments.models.holds import Escalation, LegalHold
from comments.models.notices import Letter, Notice
from comments.models.policy import PolicyVersion
from comments.models.public_figures import FiguresOfMonth
from comments.models.public_log import LogEntry
from comments.models.reports import Case, Report
from comments.models.revisions import CommentRevision
from comments.models.rules import Category, Ground, Keyword, Rule, RuleText
from comments.models.sanctions import Sanction, SanctionKind
from comments.models.screenings import CommentScore, ScoreModel, Screening, WordList
from comments.models.statements import Measure, StatementExport, StatementOfReasons
from comments.models.taking_part import Ignored, Recommendation
from comments.models.terms import DiscussionTerms, Mode
from comments.models.translations import Translation

__all__ = [
    "Appeal",
    "AppealMessage",
    "AppealOutcome",
    "BulkAct",
    "BulkItem",
    "Case",
    "Category",
    "Comment",
    "CommentRevision",
    "CommentScore",
    "DayCount",
    "Decision",
    "DeskKeys",
    "Discussion",
    "DiscussionTerms",
    "Escalation",
    "FiguresOfMonth",
    "Ground",
    "GuestLink",
    "HandOut",
    "How",
    "Ignored",
    "Keyword",
    "LegalHold",
    "Letter",
    "LinkRequest",
    "LogEntry",
    "MailSettings",
    "Measure",
    "Mode",
    "ModeratorNote",
    "ModeratorScope",
    "Move",
    "Notice",
    "PolicyVersion",
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
    "StatementExport",
    "StatementOfReasons",
    "Status",
    "Subscription",
    "Suppression",
    "Translation",
    "WordList",
]
