"""The demo's staff: who signs in, as what, and with which password."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group

from articles.models import Author
from portal.models import User

DOMAIN = "courier.example"  # reserved for documentation: RFC 2606
SIGN_INS = [  # (name before the @, display name, group; "" for the administrator)
    ("admin", "Ramin Sade", ""),
    ("editor", "Irina Velskaya", "Editors"),
    ("moderator", "Zuhra Ansel", "Moderators"),
    ("reporter", "Nilufar Sattor", "Reporters"),
]


def logins_file() -> Path:
    """Where the demo's sign-ins are written down, readable by its owner alone."""
    return Path(settings.DEMO_LOGINS)


def make_staff() -> dict[str, User]:
    """Make those who sign in, with one random password for all; return them by name."""
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    people: dict[str, User] = {}
    for name, display_name, group in SIGN_INS:
        email = f"{name}@{DOMAIN}"
        if group:
            user = User.objects.create_user(
                email, password, display_name=display_name, is_staff=True
            )
            user.groups.add(Group.objects.get(name=group))
        else:
            user = User.objects.create_superuser(email, password, display_name=display_name)
        people[name] = user
    _write_down(password)
    return people


def _write_down(password: str) -> None:
    lines = [f"{name}@{DOMAIN}  {password}" for name, _display, _group in SIGN_INS]
    file = logins_file()
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def user_of(author: Author) -> User:
    """Return the account in whose name an author comments; it cannot sign in unless listed."""
    if author.user is not None:
        return author.user
    known = User.objects.filter(display_name=author.name).first()
    user = known or User.objects.create_user(
        f"{author.slug}@{DOMAIN}", display_name=author.name, is_staff=True
    )
    author.user = user
    author.save(update_fields=["user"])
    return user
