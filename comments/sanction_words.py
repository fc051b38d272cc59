"""What people are told of a sanction on them: what it means, until when, why, and how to object."""

from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import Sanction, SanctionKind


def until_in_words(row: Sanction) -> str:
    """Return when a sanction ends, "" for one that does not."""
    language = get_language() or settings.LANGUAGE_CODE
    return in_words(row.ends_at, language, "moment") if row.ends_at else ""


def barred_in_words(row: Sanction) -> str:
    """Say what keeps somebody from acting, until when, why, and how to object."""
    return f"{_kept_from(row)} {reason_in_words(row)} {how_to_object(row)}"


def barred_address_in_words(row: Sanction) -> str:
    """Say that to a guest who has typed an address of mail, which may be anybody's: without why."""
    if row.is_of_the_network:
        return barred_in_words(row)
    until = until_in_words(row)
    if until:
        said = _("Until %(until)s nothing is taken under this e-mail address.") % {"until": until}
    else:
        said = _("Nothing is taken under this e-mail address any more.")
    told = _("Whoever it belongs to was told why by mail.")
    return f"{said} {told} {how_to_object(row)}"


def _kept_from(row: Sanction) -> str:
    until = until_in_words(row)
    if row.is_of_the_network and until:
        said = _("Nothing is taken from your connection until %(until)s.")
    elif row.is_of_the_network:
        said = _("Nothing is taken from your connection any more.")
    elif row.kind == SanctionKind.SUSPENSION:
        said = _("You are suspended until %(until)s: until then nothing that you send is taken.")
    elif until:
        said = _("You are banned until %(until)s: until then nothing that you send is taken.")
    else:
        said = _("You are banned: nothing that you send is taken any more.")
    return said % {"until": until}


def reason_in_words(row: Sanction) -> str:
    """Say why, with the rule that a sanction names."""
    said = _("The reason: %(reason)s") % {"reason": row.reason}
    if row.rule is None:
        return said
    named = _("Rule %(code)s of the comments policy, %(title)s.") % {
        "code": row.rule.code,
        "title": row.rule.title_in(get_language() or settings.LANGUAGE_CODE),
    }
    return f"{said} {named}"


def how_to_object(row: Sanction | None = None) -> str:
    """Say what somebody does who thinks that it is wrong: appeal, where reasons were sent."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if row and settings.COMMENT_APPEAL_MONTHS and _was_given_reasons(row):
        said = _(
            "If you think that this is wrong, you can appeal, as the statement of reasons says, "
            "or write to %(address)s."
        )
    else:
        said = _("If you think that this is wrong, write to %(address)s.")
    return said % {"address": address}


def _was_given_reasons(row: Sanction) -> bool:
    """As comments.reasons.arising.of_sanction has it: not for a warning, a network or spam."""
    if row.kind == SanctionKind.WARNING or row.is_of_the_network:
        return False
    return not (row.rule and row.rule.is_spam)


def heading(row: Sanction) -> tuple[str, dict[str, str]]:
    """Return the sentence that tells of a sanction, and the values that it names."""
    until = until_in_words(row)
    headline = row.comment.article.headline if row.comment else ""
    values = {"until": until, "headline": headline}
    if row.kind == SanctionKind.WARNING and headline:
        return _("The newsroom warns you, because of your comment under “%(headline)s”"), values
    if row.kind == SanctionKind.WARNING:
        return _("The newsroom warns you"), values
    if row.kind == SanctionKind.HOLD and until:
        return _("What you write waits for a moderator until %(until)s"), values
    if row.kind == SanctionKind.HOLD:
        return _("What you write waits for a moderator from now on"), values
    if row.kind == SanctionKind.SUSPENSION:
        return _("You are suspended until %(until)s"), values
    return (_("You are banned until %(until)s") if until else _("You are banned")), values


def explained(row: Sanction) -> list[str]:
    """Return what stands below that sentence: what it means, why, how to object."""
    return [means(row), reason_in_words(row), how_to_object(row)]


def means(row: Sanction) -> str:
    """Say what a sanction changes for whoever is under it."""
    if row.kind == SanctionKind.WARNING:
        return _("A warning changes nothing for now. It is kept, and is read if something follows.")
    if row.kind == SanctionKind.HOLD:
        return _("You can go on writing. A moderator reads it before it is published.")
    return _(
        "Comments, changes, recommendations, votes and reports of yours are not taken. You can "
        "still delete what you wrote."
    )


def on_in_words(row: Sanction) -> str:
    """Say for moderators whom a sanction is on."""
    if row.user:
        return (
            f"{row.user} ({row.user.email})" if str(row.user) != row.user.email else str(row.user)
        )
    if row.guest:
        name = row.guest_name
        return (
            _("%(name)s (guest)") % {"name": name} if name else _("A guest, by the e-mail address")
        )
    if row.network:
        return row.network
    if row.network_hash:
        return _("A network, of which a hash is kept until somebody comes from it")
    return _("A network that was forgotten")


def state_in_words(row: Sanction) -> str:
    """Say for moderators whether a sanction counts, and until when."""
    if row.lifted_at:
        when = in_words(row.lifted_at, get_language() or settings.LANGUAGE_CODE, "moment")
        return _("lifted on %(when)s") % {"when": when}
    until = until_in_words(row)
    if not row.is_in_force():
        return _("ended on %(until)s") % {"until": until}
    if row.kind == SanctionKind.WARNING:
        return _("said")
    return _("until %(until)s") % {"until": until} if until else _("without an end")
