"""Legal holds: a comment, a photo or a person's records that nothing deletes until they are lifted.

Whoever takes away or erases anything asks here first. Several holds may be on one thing, for whom
each is needed; it stays until the last is lifted. What must stay for another reason is said here
too, in must_stay().
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Photo
from comments.mail_addresses import address_hash
from comments.models import Appeal, Comment, LegalHold, Suppression

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

Rows = TypeVar("Rows", bound=QuerySet[Any])


class HoldRefused(ValueError):  # noqa: N818 (a refusal is an answer, not an error)
    """The hold was not put or lifted; says why, in the reader's language."""


def must_stay(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return those of some comments that may not be erased yet, nor deleted by anybody's leaving.

    Those under a legal hold, and those that an open appeal is about: their author may delete them
    all the same, readers read them no more, and the words stay.
    """
    return comments.filter(_is_kept() | Q(_under_appeal()))


def _under_appeal() -> Exists:
    return Exists(Appeal.objects.filter(comment=OuterRef("pk"), closed_at=None))


def under_hold(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return those of some comments that a legal hold keeps: theirs, or their author's."""
    return comments.filter(_is_kept())


def _is_kept() -> Q:
    on_it = in_force().filter(comment=OuterRef("pk"))
    on_its_author = in_force().filter(user=OuterRef("author"))
    return Exists(on_it) | Exists(on_its_author)


def in_force() -> QuerySet[LegalHold]:
    """Return the holds that count."""
    return LegalHold.objects.filter(lifted_at=None)


def is_held(user: "_User") -> bool:
    """Whether a legal hold keeps a person's records."""
    return in_force().filter(user=user.pk).exists()


def free(rows: Rows) -> Rows:
    """Return those of some rows that no hold keeps, whatever table they are of.

    Rows of held comments stay and those of held persons: by every foreign key to a comment or an
    account, but for those that say who of the house did something. Holds that come while the rows
    are being forgotten count from the next time on.
    """
    if not in_force().exists():
        return rows
    if issubclass(rows.model, Comment):
        return rows.exclude(_is_kept())
    for name, kept in _ways(rows.model):
        rows = rows.exclude(Exists(kept.filter(pk=OuterRef(name))))
    return rows


def _ways(model: type[models.Model]) -> list[tuple[str, QuerySet[Any]]]:
    """Give the foreign keys by which rows hang on a comment or a person, with what is held."""
    comments = under_hold(Comment.objects.order_by())
    people: QuerySet[Any] = get_user_model()._default_manager.order_by()
    people = people.filter(Exists(in_force().filter(user=OuterRef("pk"))))
    if issubclass(model, get_user_model()):
        return [("pk", people)]
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    by_comment = [(key.name, comments) for key in keys if key.related_model is Comment]
    if "own_comment" in dict(by_comment):  # whose it is; `comment` is what somebody is told of
        by_comment = [("own_comment", comments)]
    by_person = [
        (key.name, people)
        for key in keys
        if key.related_model is get_user_model() and key.name in {"user", "author"}
    ]
    return by_comment + by_person


@transaction.atomic
def hold(
    *,
    by: "_User",
    reason: str,
    comment: Comment | None = None,
    photo: Photo | None = None,
    user: "_User | None" = None,
) -> LegalHold:
    """Keep one of the three from every deletion until the hold is lifted; return the hold.

    Waits for whoever is deleting it now. Raises HoldRefused where nothing is left to be kept, or
    the reason is missing, and ValueError unless exactly one is named.
    """
    named = [row for row in (comment, photo, user) if row is not None]
    if len(named) != 1:
        raise ValueError("A legal hold is on a comment, a photo or a person: one of the three.")
    if not reason.strip():
        raise HoldRefused(_("A legal hold needs a reason."))
    rows = named[0]._meta.model._default_manager.filter(pk=named[0].pk)
    locked = rows.select_for_update(no_key=True, of=("self",)).first()
    if locked is None or getattr(locked, "erased_at", None):
        raise HoldRefused(_("Nothing of it is left that could be kept."))
    return LegalHold.objects.create(
        comment=comment,
        photo=photo,
        user=user,
        about=_about(named[0]),
        reason=reason.strip(),
        made_by=by,
    )


@transaction.atomic
def lift(held: LegalHold, *, by: "_User", because: str) -> LegalHold:
    """Lift a hold: what it kept is forgotten when its time has come. Twice is once.

    The row stays, and names no person and no photo any more, so that these can go. Raises
    HoldRefused without a reason.
    """
    if not because.strip():
        raise HoldRefused(_("Say why the hold is lifted."))
    locked = LegalHold.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.lifted_at:
        return locked
    comment = locked.comment
    locked.lifted_at, locked.lifted_by = timezone.now(), by
    locked.lifted_because = because.strip()
    locked.photo = locked.user = None
    locked.save()
    if comment:
        _forget_disowned(comment)
    return locked


def _about(row: Any) -> str:
    """Say what is held in words that may stay when it is gone: no name, no text of a person."""
    if isinstance(row, Comment):
        return _("Comment #%(number)d") % {"number": row.pk}
    if isinstance(row, Photo):
        return (_("Photo #%(number)d: %(name)s") % {"number": row.pk, "name": row})[:200]
    return _("Account #%(number)d") % {"number": row.pk}


def _forget_disowned(comment: Comment) -> None:
    """Forget an address whose owner has said meanwhile that it was not they (comments.not_me)."""
    kept = Comment.objects.filter(pk=comment.pk).exclude(guest_email="")
    if under_hold(kept).exists() or not (found := kept.first()):
        return
    disowned = Q(address_hash=address_hash(found.guest_email), reason=Suppression.Reason.NOT_ME)
    if Suppression.objects.filter(disowned).exists():
        kept.update(guest_email="")
