"""The house's own user, signed in by e-mail and shown by a display name; the shared cache."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments.name_folding import FOLDED_CHARACTERS


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make and save a user of the house's own, whose address needs no confirmation.

        Raises ValueError without an e-mail address. Readers open their accounts themselves
        (portal.accounts).
        """
        from portal.accounts import addresses, display_names

        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=addresses.canonical(email), **fields)
        user.display_name_folded = display_names.folded_if_free(user)
        user.set_password(password)
        user.save(using=self._db)
        addresses.take_as_confirmed(user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator, who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail, however it was capitalised."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a member of staff, or a reader."""

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(
        _("display name"), max_length=60, help_text=_("Shown beside what this person writes.")
    )
    # How the name looks (comments.name_folding); "" for a namesake of somebody who came before.
    display_name_folded = models.CharField(
        max_length=FOLDED_CHARACTERS, blank=True, default="", db_default="", editable=False
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, default="", db_default=""
    )  # "" is the house's, here and below
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, default="", db_default=""
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("May sign in to the admin; shown with a badge.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    # A part of what a session is bound to: one more, and all sessions of this account have ended.
    session_generation = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("Somebody with this e-mail address exists already."),
            ),
            models.UniqueConstraint(
                fields=["display_name_folded"],
                condition=~models.Q(display_name_folded=""),
                name="user_display_name_unique_as_it_looks",
            ),
        ]
        indexes = [  # whose names guests may not take is asked with every comment of theirs
            models.Index(
                fields=["id"],
                include=["display_name_folded", "display_name"],
                condition=models.Q(is_staff=True, is_active=True),
                name="user_of_the_staff",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_short_name(self) -> str:
        """How the admin greets this person."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session is bound to: the password, and how often all sessions were ended.

        As long as that never happened it is Django's own hash, so that nobody is signed out when
        this column arrives.
        """
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if not self.session_generation:
            return own
        words = f"{own}:{self.session_generation}"
        return salted_hmac("portal.sessions", words, secret=secret, algorithm="sha256").hexdigest()


class CacheEntry(models.Model):
    """What all workers on all machines remember together for a while (portal.shared_cache)."""

    key = models.TextField(primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
