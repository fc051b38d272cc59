"""The desk's addresses: the list, working through it, deciding, undoing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comments.desk import deciding
from comments.desk.acts import BadAct, read_act, uuid_in
from comments.desk.answers import WORK, cannot, moderator_of, outcome_answer, page_answer
from comments.desk.wording import in_words
from comments.moderation import ActIsAnothers
from comments.undoing import may_undo
from comments.undoing import undo as take_back

moderators_only = permission_required("comments.moderate_comment", raise_exception=True)


@require_safe
@moderators_only
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the list: what waits, or what the queue and the filters in the address ask for."""
    return page_answer(request)


@require_safe
@moderators_only
def work(request: HttpRequest) -> HttpResponse:
    """Show one card after the other of what the same address lists; they are handed out."""
    return page_answer(request, at=WORK)


@require_POST
@moderators_only
def decide(request: HttpRequest) -> HttpResponse:
    """Carry out one act on the comments chosen, and say what was done and what was refused."""
    try:
        act = read_act(request.POST)
        outcome = deciding.carry_out(act, by=moderator_of(request))
    except BadAct as error:
        return cannot(request, str(error))
    except ActIsAnothers:
        return cannot(request, _("This comment cannot be found. Read the page again."))
    return outcome_answer(request, outcome, note=act.note)


@require_POST
@moderators_only
def undo(request: HttpRequest) -> HttpResponse:
    """Take back one of the moderator's last acts, the one that the button named."""
    by, act = moderator_of(request), uuid_in(request.POST.get("act", ""))
    if act is None or not may_undo(act, by):
        return cannot(request, _("This can no longer be undone: something was decided since."))
    outcome = take_back(act, by=by)
    deciding.take_again(outcome.decisions, by=by)
    if outcome.decisions and request.accepts("text/html"):
        messages.success(request, in_words(outcome.decisions))
    return outcome_answer(request, outcome, all_cards=True)
