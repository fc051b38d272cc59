"""django-comments-xtd with its own post view, form and defaults; a guest's comment goes in at once.

Its confirmation by mail is off, else a guest's comment is not stored at all. What is talked about
is a row of django.contrib.sites: any model will do for its post view.
"""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="x" * 60,
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["POSTING_HOST"],
            "USER": os.environ["POSTING_USER"],
            "PORT": "5432",
            "NAME": os.environ["POSTING_NAME"],
            "CONN_MAX_AGE": 600,
        }
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.messages",
        "django_comments_xtd",
        "django_comments",
        "rest_framework",
    ],
    ROOT_URLCONF="django_comments_xtd.urls",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    SITE_ID=1,
    COMMENTS_APP="django_comments_xtd",
    COMMENTS_XTD_CONFIRM_EMAIL=False,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
)
django.setup()

import django_comments  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret  # noqa: E402
from django_comments_xtd.models import XtdComment  # noqa: E402

from benchmarks.posting.contender import comment, post_environ  # noqa: E402

application = WSGIHandler()
secret = _get_new_csrf_string()


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)


def environ(number: int) -> dict:
    """Return its form as it comes back, its security fields among them."""
    form = django_comments.get_form()(Site.objects.get())
    fields = {
        **form.generate_security_data(),
        "name": f"Reader {number}",
        "email": f"reader{number}@example.org",
        "comment": comment(number),
        "reply_to": "0",
        "honeypot": "",
        "csrfmiddlewaretoken": _mask_cipher_secret(secret),
    }
    return post_environ("/post/", fields, number, f"csrftoken={secret}")


def accepted() -> int:
    """Return how many comments there are."""
    return XtdComment.objects.count()
