"""The ordinary project with django-comments-xtd, set up as its documentation's tutorial does."""

import os
from pathlib import Path

from benchmarks.ordinary.settings import *  # noqa: F403 (settings build on one another)
from benchmarks.ordinary.settings import INSTALLED_APPS as ORDINARY
from benchmarks.ordinary.settings import TEMPLATES as PLAIN

INSTALLED_APPS = [
    *ORDINARY,
    "django.contrib.sites",
    "django_comments_xtd",
    "django_comments",
    "rest_framework",
]
ROOT_URLCONF = "benchmarks.xtd.urls"
TEMPLATES = [{**PLAIN[0], "DIRS": [Path(__file__).resolve().parent / "templates"]}]
SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MAX_THREAD_LEVEL = 10
# Its default sends a mail and inserts nothing; what is compared is taking a comment in.
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_SALT = b"the benchmark keeps no secrets"
DEFAULT_FROM_EMAIL = COMMENTS_XTD_FROM_EMAIL = COMMENTS_XTD_CONTACT_EMAIL = "news@example.org"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ.get("VAR_DIR", "/tmp") + "/mail"  # noqa: S108
