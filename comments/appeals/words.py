"""What people are told of an appeal, in a mail and among their notices.

A notice tells how its appeal stands when it is read: decided, or asked about.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Appeal, AppealMessage, AppealOutcome, Comment, Notice, Status
from comments.report_links import token_of

Kind, Outcome = Notice.Kind, AppealOutcome
READ = (
    "appeal__decision__statement", "appeal__sanction__statement",
    "appeal__comment__article__section", "report__case",
)  # fmt: skip


def is_moot(notice: Notice) -> bool:
    """Whether there is nothing to tell: no decision (any more) and no question.

    Nor where a newer notice tells the same person how the same appeal stands.
    """
    appeal = _appeal(notice)
    if notice.kind == Kind.APPEALED:
        return False
    if _is_told_by_a_newer_one(notice):
        return True
    if appeal.closed_at is None:
        return _question(appeal) is None
    return appeal.outcome == Outcome.WITHDRAWN


def heading(notice: Notice) -> tuple[str, dict[str, str]]:
    """Return the sentence that tells of it, and the values that it names."""
    appeal = _appeal(notice)
    values = {"headline": appeal.comment.article.headline if appeal.comment else ""}
    if is_to_a_reporter(notice) and appeal.outcome == Outcome.REVERSED:
        return _("A comment under “%(headline)s” that you reported is published again"), values
    if is_to_a_reporter(notice):
        return _("What was decided after your report under “%(headline)s” stands"), values
    if notice.kind == Kind.APPEALED:
        return _("Your appeal has arrived"), values
    if appeal.outcome == Outcome.REVERSED:
        return _("Your appeal was successful"), values
    if appeal.outcome == Outcome.UPHELD:
        return _("Your appeal was decided: the decision stands"), values
    if appeal.outcome == Outcome.WITHDRAWN:
        return _("You have taken your appeal back"), values
    return _("The newsroom asks you something about your appeal"), values


def explained(notice: Notice) -> list[str]:
    """Return what stands below that sentence; one query where the house asks something."""
    appeal = _appeal(notice)
    if is_to_a_reporter(notice):
        return [_because_of_an_appeal(appeal)]
    said = [_about(appeal)]
    if notice.kind == Kind.APPEALED:
        said.append(
            _(
                "Somebody decides who had no part in the decision, never a program alone. You are "
                "told as soon as it is decided."
            )
        )
    elif appeal.closed_at is None:
        question = _question(appeal)
        said.append(question.text if question else "")
    else:
        said += [_outcome(appeal), _answer(appeal), _elsewhere(appeal)]
    return [words for words in said if words]


def path_of(notice: Notice) -> str:
    """Return where an appeal is read by whoever is told of it; for a guest behind their link."""
    appeal = _appeal(notice)
    if notice.report:
        token = token_of(notice.report)
        own = reverse("report_appeal", args=[token])
        return own.removesuffix("appeal/") if is_to_a_reporter(notice) else own
    statement = getattr(appeal.sanction or appeal.decision, "statement", None)
    if appeal.sanction and statement:
        return reverse("sanction_appeal", args=[statement.number])
    if appeal.comment and statement:
        return reverse("comment_appeal", args=[appeal.comment.pk, statement.number])
    return reverse("your_comment", args=[appeal.comment.pk]) if appeal.comment else ""


def query_for_guest(notice: Notice) -> str:
    """Return what leads a guest's link on to the statement of reasons, at which the appeal is."""
    appeal = _appeal(notice)
    statement = getattr(appeal.sanction or appeal.decision, "statement", None)
    return f"?{urlencode({'reasons': statement.number})}" if statement else ""


def is_to_a_reporter(notice: Notice) -> bool:
    """Whether it tells a reporter how an appeal of the comment's author ended."""
    return notice.report_id is not None and notice.report_id != _appeal(notice).report_id


def _appeal(notice: Notice) -> Appeal:
    assert notice.appeal is not None  # noqa: S101 (the database holds it)
    return notice.appeal


def _is_told_by_a_newer_one(notice: Notice) -> bool:
    to = {name: getattr(notice, name) for name in ("user_id", "own_comment_id", "report_id")}
    newer = Notice.objects.filter(kind=Kind.APPEAL, appeal=notice.appeal_id, pk__gt=notice.pk)
    return newer.filter(**to).exists()


def _question(appeal: Appeal) -> AppealMessage | None:
    return appeal.messages.filter(is_house=True).order_by("-pk").first()


def _about(appeal: Appeal) -> str:
    if appeal.sanction:
        kind = str(appeal.sanction.get_kind_display())
        return _("It is about the sanction on you: %(sanction)s.") % {"sanction": kind}
    comment = appeal.comment
    headline = {"headline": comment.article.headline if comment else ""}
    if appeal.report_id:
        return _("It is about a comment under “%(headline)s” that you reported.") % headline
    return _("It is about your comment under “%(headline)s”.") % headline


def _outcome(appeal: Appeal) -> str:
    if appeal.outcome == Outcome.UPHELD:
        return _("Somebody who had no part in the decision has looked at it again.")
    if appeal.sanction:
        return _("The sanction is lifted.")
    if appeal.report_id:  # what let it stand may have been taken back, or it was restored since
        stands = appeal.comment is not None and appeal.comment.status == Status.PUBLISHED
        gone = _("The comment is not to be read any more.")
        return _("The decision was reversed.") if stands else gone
    return _published(appeal.comment) or _("The decision was reversed.")


def _published(comment: Comment | None) -> str:
    is_back = comment is not None and comment.status == Status.PUBLISHED
    return _("Your comment is published, in its place.") if is_back else ""


def _answer(appeal: Appeal) -> str:
    if not appeal.answer:
        return ""
    return _("The newsroom writes: %(answer)s") % {"answer": appeal.answer}


def _elsewhere(appeal: Appeal) -> str:
    if appeal.outcome != Outcome.UPHELD:
        return ""
    return _(
        "For the newspaper this is final. You can still turn to a court, or to a certified body "
        "for settling disputes out of court."
    )


def _because_of_an_appeal(appeal: Appeal) -> str:
    if appeal.outcome == Outcome.REVERSED:
        return _(
            "Its author appealed. Somebody who had no part in the first decision found that the "
            "comment does not break the rules."
        )
    return _("Its author appealed, and somebody who had no part in the decision confirmed it.")
