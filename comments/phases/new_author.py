"""New authors: whose comments wait until a moderator has read them."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.screening import Draft, Verdict, describes


@describes(title=gettext_lazy("first comments"))
def new_author(draft: Draft) -> Verdict | None:
    """Hold every guest's comment: names and e-mail addresses are not identity."""
    if draft.author:
        return None
    return Verdict(
        "hold",
        _("What guests write is read by a moderator before it appears."),
        _("Comments of guests wait."),
    )


def holds_guests() -> bool:
    """Whether whatever a guest writes waits for a moderator in this house."""
    return f"{__name__}.{new_author.__name__}" in settings.COMMENT_SCREENING
