"""Display names of accounts: unique as they look, and none that passes for the newspaper's own."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Masthead
from comments.name_folding import fold
from comments.names import clean_name, imitates, refuse_names_of_staff

if TYPE_CHECKING:
    from portal.models import User

HOUSE = "Broadsheet"  # what a newspaper is called that has not been given a name yet


def clean_display_name(name: str, *, of: "User | None" = None) -> str:
    """Return a name that a reader may take, as it is shown; at most three queries.

    `of` is whoever has an account already. Raises ValidationError where the name cannot be shown,
    passes for the newspaper or somebody of the newsroom, or looks like somebody else's.
    """
    name = clean_name(name)
    if of is not None and name == of.display_name:
        return name
    if of is None or not of.is_staff:
        refuse_names_of_staff(name)
        folded = fold(name)
        if imitates(folded, map(fold, _names_of_the_newspaper())):
            raise ValidationError(
                _("This is the name of the newspaper. Please choose another."), code="newspaper"
            )
    if is_taken(fold(name), of=of):
        raise taken()
    return name


def taken() -> ValidationError:
    """Return what is said of a name that looks like somebody else's."""
    return ValidationError(
        _("Somebody goes by this name, or by one that looks like it. Please choose another."),
        code="taken",
    )


def is_taken(folded: str, *, of: "User | None" = None) -> bool:
    """Whether somebody else's name looks so."""
    others = get_user_model()._default_manager.filter(display_name_folded=folded)
    if of is not None and of.pk:
        others = others.exclude(pk=of.pk)
    return others.exists()


def folded_if_free(user: "User") -> str:
    """Return how the name of a member of staff looks, "" where somebody has it already.

    The newsroom gives its people their own names, and two of them may be namesakes.
    """
    folded = fold(user.display_name)
    return "" if is_taken(folded, of=user) else folded


def _names_of_the_newspaper() -> list[str]:
    return [HOUSE, *Masthead.objects.values_list("name", flat=True)]
