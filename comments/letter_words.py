"""What a letter says: a sentence, an excerpt and a link for each notice that still holds.

Of a restriction it is the statement of reasons, with all of its parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments import report_words
from comments.appeals import words as appeal_words
from comments.entries import Addresses, in_sentence
from comments.guest_links import new_link
from comments.letters import how_told, is_moot
from comments.models import (
    Comment,
    Decision,
    How,
    Letter,
    MailSettings,
    Move,
    Notice,
    Sanction,
    StatementOfReasons,
    Status,
    Subscription,
)
from comments.reasons.words import Reasons, reasons_in_words, url_for_account
from comments.recipients import with_what_followed
from comments.sanction_words import explained, heading

Kind = Notice.Kind
SHOWN = 20  # comments of others in one letter; decisions are all told, each with its reason
EXCERPT = 500  # characters
IN_FULL = 10  # statements of reasons in one letter; the others are a sentence and a link each
# These lead to what is one's own.
OF_OWN = {
    Kind.APPEAL,
    Kind.APPEALED,
    Kind.SANCTION,
    Kind.DECISION,
    Kind.RECEIVED,
    *report_words.OF_REPORTS,
}
ORDER = [
    Kind.APPEAL,
    Kind.APPEALED,
    Kind.SANCTION,
    Kind.DECISION,
    Kind.OUTCOME,
    Kind.RECEIVED,
    Kind.REPORTED,
    Kind.ANSWER,
    Kind.ARTICLE,
    Kind.STORY,
]


@dataclass(frozen=True)
class Told:
    """One thing that a letter tells, in the language that is active."""

    sentence: str
    html: SafeString
    excerpt: str
    url: str
    is_own: bool
    explained: list[str] = field(
        default_factory=list
    )  # in the newsroom's words, below the sentence
    is_notice: bool = False  # it leads to the list of notices
    is_statement: bool = False  # it leads to the page of a statement of reasons
    reasons: Reasons | None = None  # that statement, with all of its parts
    is_appeal: bool = False  # it leads to the page of an appeal
    link: str = ""  # the words of the link, where they are of its own kind

    @property
    def quoted(self) -> str:
        """The excerpt as plain text quotes it: nobody's words can pass for the newspaper's."""
        return "\n".join(f"> {line}".rstrip() for line in self.excerpt.splitlines())


@dataclass
class Links:
    """Addresses in a letter; of a guest's comment there is one new link, however often named."""

    guests: dict[int, str] = field(default_factory=dict)
    articles: dict[int, Addresses] = field(default_factory=dict)

    def to(self, comment: Comment) -> str:
        """The permanent address of a comment, which lands on its page of a long thread."""
        found = self.articles.get(comment.article_id)
        if found is None:
            found = self.articles[comment.article_id] = Addresses.of(comment.article)
        return f"{settings.SITE_URL}{found.comment(comment.pk)}"

    def to_sanction(self, notice: Notice) -> str:
        """Where somebody reads of a sanction: among the account's notices, or by a guest's link."""
        if notice.own_comment:
            return self.to_own(notice.own_comment)
        return f"{settings.SITE_URL}{reverse('notices')}"

    def to_reasons(self, statement: StatementOfReasons, own_comment: Comment | None) -> str:
        """The page of a statement of reasons; a guest's is opened by the link to their comment."""
        if path := url_for_account(statement):
            return f"{settings.SITE_URL}{path}"
        if own_comment is None:  # it was on a guest, who has an account since
            return f"{settings.SITE_URL}{reverse('sanction_reasons', args=[statement.number])}"
        return f"{self.to_own(own_comment)}?{urlencode({'reasons': statement.number})}"

    def to_own(self, comment: Comment) -> str:
        """The page of a comment for its author: by account, or by the link of a guest."""
        if comment.author_id:
            return f"{settings.SITE_URL}{reverse('your_comment', kwargs={'pk': comment.pk})}"
        if comment.pk not in self.guests:
            self.guests[comment.pk] = new_link(comment)
        return self.guests[comment.pk]


def still_to_tell(letter: Letter) -> tuple[list[Notice], list[Notice]]:
    """Return a letter's notices as they hold now, the most urgent first, and those left out.

    A comment that is not published any more is left out, and so is what its reader has stopped
    meanwhile. A handful of queries, however many notices.
    """
    found = with_what_followed(letter.notices.all()).select_related(
        "comment__author", "comment__article__section", "own_comment__article__section",
        "decision__rule", "decision__statement__policy", "sanction__rule", "sanction__user",
        "sanction__comment__article", "sanction__statement__policy",
        *appeal_words.READ,
        "report__case", "report__rule", "report__comment__article__section",
    )  # fmt: skip
    texts = ("decision__rule__texts", "sanction__rule__texts")
    notices = list(found.prefetch_related(*texts).order_by("pk"))
    wishes = MailSettings.objects.filter(user=letter.user_id).first() if letter.user_id else None
    followed = _followed(letter, notices)
    kept = [n for n in notices if _holds(n, wishes or MailSettings(), followed)]
    left = [notice for notice in notices if notice not in kept]
    return sorted(kept, key=lambda notice: (ORDER.index(Kind(notice.kind)), -notice.pk)), left


def _followed(letter: Letter, notices: Iterable[Notice]) -> set[int]:
    """Return the stories that an account follows, or the own comments of a guest with answers."""
    if letter.user_id:
        stories = {notice.story_id for notice in notices if notice.kind == Kind.STORY}
        followed = Subscription.objects.filter(user=letter.user_id, story__in=stories)
        return set(followed.values_list("story", flat=True)) if stories else set()
    own = {notice.own_comment_id for notice in notices}
    followed = Subscription.objects.filter(comment__in=own)
    return set(followed.values_list("comment", flat=True))


def _holds(notice: Notice, wishes: MailSettings, followed: set[int]) -> bool:
    if is_moot(notice) or how_told(notice, wishes) == How.NEVER:
        return False
    if notice.kind in OF_OWN:
        return True
    if notice.kind == Kind.STORY and notice.story_id not in followed:
        return False
    if notice.own_comment_id and notice.own_comment_id not in followed:
        return False
    return notice.comment is not None and notice.comment.article.is_published


def told(notices: list[Notice], links: Links) -> tuple[list[Told], int]:
    """Return what a letter tells, in the language that is active, and how much it leaves out."""
    report_words.read_outcomes(notices)
    own = [notice for notice in notices if notice.kind in OF_OWN]
    others = notices[len(own) :]
    shown = [*own, *others[:SHOWN]]
    in_full = [notice for notice in own if _statement_of(notice)][:IN_FULL]
    entries = [_told(notice, links, in_full=notice in in_full) for notice in shown]
    return entries, len(notices) - len(shown)


def _statement_of(notice: Notice) -> StatementOfReasons | None:
    """Return the statement that a notice tells, with what it is about as it was read already."""
    statement = getattr(notice.decision or notice.sanction, "statement", None)
    if statement is not None:
        about = notice.comment if notice.decision else notice.sanction and notice.sanction.comment
        statement.comment = about
    return statement


def _told(notice: Notice, links: Links, *, in_full: bool) -> Told:
    if notice.appeal:
        return _told_of_appeal(notice, links)
    if notice.kind in report_words.OF_REPORTS:
        return _told_of_report(notice)
    if notice.sanction:
        return _told_of_sanction(notice, notice.sanction, links, in_full=in_full)
    comment = notice.comment
    assert comment is not None  # noqa: S101 (the database holds it)
    words = _sentence(notice, comment)
    values = {"headline": comment.article.headline, "name": comment.name}
    if notice.kind == Kind.DECISION:
        assert notice.decision is not None  # noqa: S101 (the database holds it)
        values |= _rule_named(notice.decision)
    is_own = notice.kind in OF_OWN
    # Anybody can name any address as theirs: our mail does not carry their words to it.
    is_quoted = not is_own or comment.author_id is not None
    statement, excerpt = _statement_of(notice), Truncator(comment.body).chars(EXCERPT)
    reasons = _reasons(statement) if statement and in_full else None
    if statement:
        url = links.to_reasons(statement, comment)
    else:
        url = links.to_own(comment) if is_own else links.to(comment)
    return Told(
        words % values,
        _as_html(words, values),
        (reasons.quoted if reasons else excerpt) if is_quoted else "",
        url,
        is_own,
        is_statement=statement is not None,
        reasons=reasons,
    )


def _reasons(statement: StatementOfReasons) -> Reasons:
    return reasons_in_words(statement, get_language() or "")


def _told_of_report(notice: Notice) -> Told:
    found = report_words.told(notice)
    html = _as_html(found["words"], found["values"])
    return Told(
        found["sentence"], html, "", found["url"], True, found["explained"], link=found["link"]
    )


def _told_of_appeal(notice: Notice, links: Links) -> Told:
    words, values = appeal_words.heading(notice)
    if notice.own_comment:
        url = f"{links.to_own(notice.own_comment)}{appeal_words.query_for_guest(notice)}"
    else:
        url = f"{settings.SITE_URL}{appeal_words.path_of(notice)}"
    return Told(
        words % values,
        _as_html(words, values),
        "",
        url,
        True,
        appeal_words.explained(notice),
        is_appeal=True,
    )


def _told_of_sanction(notice: Notice, row: Sanction, links: Links, *, in_full: bool) -> Told:
    words, values = heading(row)
    statement = _statement_of(notice)
    return Told(
        words % values,
        _as_html(words, values),
        "",
        links.to_reasons(statement, notice.own_comment) if statement else links.to_sanction(notice),
        True,
        [] if statement and in_full else explained(row),
        is_notice=notice.own_comment is None,
        is_statement=statement is not None,
        reasons=_reasons(statement) if statement and in_full else None,
    )


def _sentence(notice: Notice, comment: Comment) -> str:
    if notice.kind == Kind.DECISION:
        assert notice.decision is not None  # noqa: S101 (the database holds it)
        return _decided(notice.decision)
    if notice.kind == Kind.RECEIVED:
        return _received(comment)
    return {
        Kind.ANSWER: _("%(name)s answered you under “%(headline)s”"),
        Kind.ARTICLE: _("%(name)s wrote under your article “%(headline)s”"),
        Kind.STORY: _("%(name)s wrote under “%(headline)s”, which you follow"),
    }[Kind(notice.kind)]


def _received(comment: Comment) -> str:
    if comment.unconfirmed:
        return _("Please confirm that the comment under “%(headline)s” is yours")
    if comment.status == Status.PUBLISHED:
        return _("Your comment under “%(headline)s” is published")
    if comment.status == Status.HELD:
        return _("Your comment under “%(headline)s” has arrived and waits for a moderator")
    return _("Your comment under “%(headline)s” has arrived")


def _decided(decision: Decision) -> str:
    after, has_rule = decision.status_after, decision.rule_id is not None
    if after == Status.PUBLISHED and decision.move == Move.APPROVE:
        return _("Your comment under “%(headline)s” is published")
    if after == Status.PUBLISHED:
        return _("Your comment under “%(headline)s” is published again")
    if after == Status.HELD and decision.move in {Move.POST, Move.EDIT}:
        return _("Your comment under “%(headline)s” still waits for a moderator")
    if after == Status.HELD:
        return _("Your comment under “%(headline)s” waits for a moderator again")
    if after == Status.REMOVED and has_rule:
        return _(
            "Your comment under “%(headline)s” was removed, "
            "because it violates rule %(code)s of the comments policy, %(title)s"
        )
    if after == Status.REMOVED:
        return _("Your comment under “%(headline)s” was removed")
    if has_rule:
        return _(
            "Your comment under “%(headline)s” was not published, "
            "because it violates rule %(code)s of the comments policy, %(title)s"
        )
    return _("Your comment under “%(headline)s” was not published")


def _rule_named(decision: Decision) -> dict[str, str]:
    if decision.rule is None:
        return {}
    title = decision.rule.title_in(get_language() or settings.LANGUAGE_CODE)
    return {"code": decision.rule.code, "title": in_sentence(title)}


def _as_html(words: str, values: Mapping[str, str]) -> SafeString:
    isolated = {key: format_html("<bdi>{}</bdi>", value) for key, value in values.items()}
    return mark_safe(conditional_escape(words) % isolated)  # noqa: S308 (each part is escaped)
