"""The one settings module, driven by the environment; SITE_URL decides how strict it is."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from articles.embeds import FRAME_SOURCES
from portal.environment import Environment, is_time_zone
from portal.log_lines import logging_at
from portal.media_bucket import MediaBucket
from portal.site_address import (
    SiteAddress,
    is_safe_for_a_token,
    refuse_debug,
    require_database,
    require_original,
    secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- Where the house stands -------------------------------------------------------------------
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).absolute()
HOST = env.str("HOST", "127.0.0.1")  # the address that the server listens on
PORT = env.number("PORT", 8000, least=1, most=65535)
METRICS_HOST = env.str("METRICS_HOST", "127.0.0.1")
METRICS_PORT = env.number("METRICS_PORT", 0, most=65535)  # 0: no metrics, and nothing counted
if METRICS_PORT == PORT:
    raise ImproperlyConfigured(f"METRICS_PORT is {PORT}, the newspaper's own. Choose another.")
SITE = SiteAddress.parse(env.str("SITE_URL", f"http://localhost:{PORT}"))
SITE_URL = SITE.url
DEBUG = env.bool("DEBUG", False)
refuse_debug(DEBUG, SITE)
SECRET_KEY = secret_key(env.str("SECRET_KEY", ""), SITE, VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=SITE.allowed_hosts())
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE.url])
# Our server speaks plain HTTP: where the address is https there is a proxy that ends TLS.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if SITE.is_https else 0)
WEB_PROCESSES = env.number("WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1)
PAGE_MEMORY_MB = env.number("PAGE_MEMORY_MB", 128)  # of each process; 0 keeps no pages
WEB_THREADS = env.number("WEB_THREADS", min(16, 2 * (os.cpu_count() or 1) + 1), least=1)

if SITE.is_https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", True)
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# --- Database: two roles, one that owns and migrates, one that the site runs as ---------------
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_REPLICA_URL = env.str("DATABASE_REPLICA_URL", "")
REPLICA_MAX_LAG = env.number("REPLICA_MAX_LAG", 10, least=1, most=300)  # seconds
require_database(DATABASE_URL, SITE)
require_original(DATABASE_REPLICA_URL, DATABASE_URL)
if DATABASE_URL:
    DATABASES = {"default": env.postgres("DATABASE_URL")}
    _site = DATABASES["default"]
    _owner = env.postgres("DATABASE_OWNER_URL", of=_site) if DATABASE_OWNER_URL else _site
    DATABASE_OWNER = {key: _owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "portal.embedded_postgres",
            "NAME": "broadsheet",
            "USER": "broadsheet_app",
            "PORT": "5432",
        }
    }
    DATABASE_OWNER = {"USER": "broadsheet_owner", "PASSWORD": ""}
DATABASE_SITE = {key: DATABASES["default"].get(key, "") for key in DATABASE_OWNER}
DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONN_MAX_AGE", 600)  # seconds
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A pooler by transaction gives each one another connection: no cursor and no plan outlives it.
PGBOUNCER = env.bool("PGBOUNCER", False)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = PGBOUNCER
PREPARED_STATEMENTS = not PGBOUNCER
DATABASE_LISTEN_URL = env.str("DATABASE_LISTEN_URL", "")  # around such a pooler
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = env.replica("DATABASE_REPLICA_URL", of=DATABASES["default"])
    DATABASE_ROUTERS = ["portal.replica.reading.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- What it is made of -----------------------------------------------------------------------
INSTALLED_APPS = [
    "articles",
    "comments",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "portal.apps.NewsroomAdminConfig",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "content_editor",
    "django_prose_editor",
    "crispy_forms",
    "csp",
    "procrastinate.contrib.django",
    "portal",  # last: its post_migrate step reads the permissions that the others have made
]
MIDDLEWARE = [
    "portal.health.HealthMiddleware",  # before all: asks neither for a host name nor for https
    "portal.metrics.requests.RequestMetricsMiddleware",  # counts what the rest answers
    "portal.public_pages.PublicPagesMiddleware",  # drops cookies before anything reads them
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.client_address.ClientAddressMiddleware",
    "portal.content_security.ContentSecurityMiddleware",
    "portal.languages.PageLanguageMiddleware",
    "portal.nul.NulMiddleware",  # before the session's, which looks for its cookie's value
    "portal.replica.middleware.ReplicaMiddleware",
    "portal.sign_in.SignedInHintMiddleware",  # outside the session's, whose cookie it follows
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.moved_pages.MovedPagesMiddleware",  # before it adds a slash: one redirect is enough
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.accounts.pages.AccountPagesMiddleware",  # knows who is signed in
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAST_PUBLIC_PAGES = {  # what serves who somebody is, and files: no public page has to do with it
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.client_address.ClientAddressMiddleware",
    "portal.sign_in.SignedInHintMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
}
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.newspaper.masthead",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "broadsheet"
CRISPY_TEMPLATE_PACK = "broadsheet"

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds after the sign-in
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Accounts: django-allauth, of which only what is turned on here is used -----------------------
STAFF_MFA = env.bool("STAFF_MFA", False)  # whether the newsroom needs a second factor
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"portal.accounts.forms.{form}"
    for name, form in {
        "signup": "SignUpForm",
        "login": "SignInForm",
        "add_email": "ChangeAddressForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ForgottenPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "PasswordAgainForm",
        "confirm_email_verification_code": "AddressCodeForm",
        "confirm_password_reset_code": "PasswordCodeForm",
    }.items()
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # and what portal.accounts.forms adds
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # seconds, as the code of a new address
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # past the second factor, where there is one
ACCOUNT_CHANGE_EMAIL = True  # one address an account; the old one stays until the new is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE.is_https else "http"
ACCOUNT_RATE_LIMITS = {  # beside allauth's own; "ip" is an address of IPv4, or a /64 of IPv6
    "signup": "10/m/ip,100/d/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,100/d/ip,5/5m/key",  # "key" is the account's address
    "reset_password": "10/m/ip,100/d/ip,5/h/key",
}
CACHES = {"default": {"BACKEND": "portal.shared_cache.SharedCache"}}
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "activate_totp": "portal.accounts.forms.SetUpAppForm",
    "authenticate": "portal.accounts.forms.SecondStepForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE.is_https  # browsers allow it for localhost alone
MFA_TOTP_TOLERANCE = 1  # half a minute by which a telephone's clock may be wrong

# --- Languages and time -----------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("uz", _("Uzbek")), ("fa", _("Persian"))]
LANGUAGE_CODE = env.choice(
    "LANGUAGE_CODE", "en", lambda code: code in dict(LANGUAGES), "one of en, ru, uz and fa"
)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.choice(
    "TIME_ZONE",
    "UTC",
    is_time_zone,
    "a name of the time zone database, for example Asia/Tashkent",
)
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_BUCKET = MediaBucket.read(env, SITE)  # None: pictures are files in MEDIA_ROOT
MEDIA_URL = f"{MEDIA_BUCKET.public_url}/" if MEDIA_BUCKET else "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": MEDIA_BUCKET.storage()
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.static_storage.StaticStorage"
    },
}
DEMO_LOGINS = VAR_DIR / "demo_logins.txt"
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes; larger uploads go to a temporary file
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an article of a hundred blocks has about 1,200 fields

# --- Content security: strict everywhere; nonces only in the admin ------------------------------
IMAGE_SOURCES = [SELF, *([MEDIA_BUCKET.origin] if MEDIA_BUCKET else [])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": IMAGE_SOURCES,
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": FRAME_SOURCES,  # on a click of a reader: articles/embeds.py
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [*IMAGE_SOURCES, "data:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [SELF],  # related objects open in a window of the admin's own
}

# --- Mail -------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.mail("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"newsroom@{SITE.host}")

ARTICLE_FACTS = ["comments.terms_in_words.of_article"]  # what the newsroom's page of one shows

# --- The conversation -------------------------------------------------------------------------
READER_GATE = "comments.barring.barred"  # says of a request why its reader may not act
COMMENT_SCREENING = [  # asked in this order; what each says is recorded
    "comments.phases.sanctions.sanctions",
    "comments.phases.flood.flood",
    "comments.phases.duplicates.duplicates",
    "comments.phases.links.links",
    "comments.phases.word_lists.word_lists",
    "comments.phases.shouting.shouting",
    "comments.phases.new_author.new_author",
]
COMMENT_PHASE_MILLISECONDS = env.number("COMMENT_PHASE_MILLISECONDS", 50, least=1)
COMMENT_COPIES = env.number("COMMENT_COPIES", 2, least=1)
COMMENT_LINKS = env.number("COMMENT_LINKS", 2)
COMMENT_DOMAINS_HELD = env.list("COMMENT_DOMAINS_HELD", default=[])
COMMENT_DOMAINS_REFUSED = env.list("COMMENT_DOMAINS_REFUSED", default=[])
COMMENT_CAPITALS_PERCENT = env.number("COMMENT_CAPITALS_PERCENT", 70, least=1)
COMMENT_TRUST_PUBLISHED = env.number("COMMENT_TRUST_PUBLISHED", 3)
COMMENT_TRUST_DAYS = env.number("COMMENT_TRUST_DAYS", 90, least=1)
# What a learned score has to reach on later decisions before it is switched on, in per cent.
COMMENT_LEARN_PRECISION = env.number("COMMENT_LEARN_PRECISION", 70, least=1, most=100)
COMMENT_LEARN_RECALL = env.number("COMMENT_LEARN_RECALL", 20, most=100)
COMMENT_SCORE_HOLDS = env.bool("COMMENT_SCORE_HOLDS", False)
COMMENT_MINIMUM_SECONDS = env.number("COMMENT_MINIMUM_SECONDS", 3)
COMMENT_FORM_LIFETIME = env.number("COMMENT_FORM_LIFETIME", 24 * 3600)  # seconds
COMMENTS_PER_ADDRESS = env.number("COMMENTS_PER_ADDRESS", 5)
COMMENTS_PER_ADDRESS_SECONDS = env.number("COMMENTS_PER_ADDRESS_SECONDS", 300)
COMMENT_EDIT_SECONDS = env.number("COMMENT_EDIT_SECONDS", 600)  # since it was sent
# Six months in which a decision may be appealed (DSA, Article 20), and a margin.
COMMENT_EVIDENCE_DAYS = env.number("COMMENT_EVIDENCE_DAYS", 200)
COMMENT_ADDRESS_DAYS = env.number("COMMENT_ADDRESS_DAYS", 90)
COMMENT_APPEAL_MONTHS = env.number("COMMENT_APPEAL_MONTHS", 6)  # 0: no appeals
COMMENT_HOLD_REASONS_HOURS = env.number("COMMENT_HOLD_REASONS_HOURS", 24, least=1)
COMMENT_REPORTS_HOLD = env.number("COMMENT_REPORTS_HOLD", 0)  # weight of reports; 0: never
COMMENT_NAME_MODERATORS = env.bool("COMMENT_NAME_MODERATORS", False)
DSA_API_TOKEN = env.str("DSA_API_TOKEN", "")
# The EU's database that takes statements of reasons (DSA, Article 24(5)).
DSA_API_URL = env.choice(
    "DSA_API_URL",
    "https://transparency.dsa.ec.europa.eu/api/v1/statements",
    is_safe_for_a_token,
    "an address that begins with https (or http on this machine)",
)
COMMENT_HAND_OUT_MINUTES = env.number("COMMENT_HAND_OUT_MINUTES", 10, least=1)
COMMENT_GUESTS = env.choice(
    "COMMENT_GUESTS",
    "allowed",
    ("allowed", "confirmed", "accounts").__contains__,
    "allowed, confirmed (guests confirm their e-mail address first) or accounts (no guests)",
)
COMMENT_UNCONFIRMED_DAYS = env.number("COMMENT_UNCONFIRMED_DAYS", 7, least=1)
GUEST_FIRST_MAILS_PER_DAY = env.number("GUEST_FIRST_MAILS_PER_DAY", 3, least=1)
GUEST_LINK_MAILS_PER_HOUR = env.number("GUEST_LINK_MAILS_PER_HOUR", 3, least=1)
GUEST_LINK_REQUESTS_PER_HOUR = env.number("GUEST_LINK_REQUESTS_PER_HOUR", 10, least=1)
VOTES_PER_ADDRESS_HOUR = env.number("VOTES_PER_ADDRESS_HOUR", 60)
DECISION_MAIL_SECONDS = env.number("DECISION_MAIL_SECONDS", 600)
LETTER_GAP_SECONDS = env.number("LETTER_GAP_SECONDS", 900)
NOTICE_DAYS = env.number("NOTICE_DAYS", 90, least=1)
MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", "")
RECOMMENDS_PER_HOUR = env.number("RECOMMENDS_PER_HOUR", 60)  # a person
REPORTS_PER_HOUR = env.number("REPORTS_PER_HOUR", 10)  # a person
REPORTS_PER_ADDRESS_HOUR = env.number("REPORTS_PER_ADDRESS_HOUR", 30)
COMMENT_FALSE_REPORTS = env.number("COMMENT_FALSE_REPORTS", 5)  # 0: nobody is warned or limited
COMMENT_FALSE_REPORT_DAYS = env.number("COMMENT_FALSE_REPORT_DAYS", 30, least=1)
RECOMMENDS_PER_ADDRESS_HOUR = env.number("RECOMMENDS_PER_ADDRESS_HOUR", 300)  # a house of people

# --- What is written down ---------------------------------------------------------------------
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_LEVEL = env.choice(
    "LOG_LEVEL", "INFO", LOG_LEVELS.__contains__, f"one of {', '.join(LOG_LEVELS)}"
)
LOGGING = logging_at(LOG_LEVEL)
os.environ.setdefault("PYTHON_COLORS", "0")
