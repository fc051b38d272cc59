"""The yardstick: Django's default middleware, a ModelForm, one look for a duplicate, one row."""

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
        "django.contrib.messages",
    ],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django import forms  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_protect  # noqa: E402

from benchmarks.posting.contender import comment, post_environ  # noqa: E402


class Note(models.Model):
    """A comment without a thread, a state or a record."""

    name = models.CharField(max_length=60)
    email = models.EmailField()
    body = models.TextField(max_length=1500)
    posted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"
        indexes = [models.Index(fields=["email"], name="note_of_a_guest")]

    def __str__(self) -> str:
        return self.name


class NoteForm(forms.ModelForm):
    """What a note is asked."""

    class Meta:
        model = Note
        fields = ("name", "email", "body")


@csrf_protect
def post(request: HttpRequest) -> HttpResponse:
    """Take a note that is valid and was not sent before."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse("invalid", status=422)
    given = form.cleaned_data
    if Note.objects.filter(email=given["email"], body=given["body"]).exists():
        return HttpResponse("sent already", status=422)
    form.save()
    return HttpResponseRedirect("/thanks/")


urlpatterns = [path("post/", post)]
application = WSGIHandler()
secret = _get_new_csrf_string()


def prepare() -> None:
    """Make the one table."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)


def environ(number: int) -> dict:
    """Return a form with Django's token and its cookie."""
    fields = {
        "name": f"Reader {number}",
        "email": f"reader{number}@example.org",
        "body": comment(number),
        "csrfmiddlewaretoken": _mask_cipher_secret(secret),
    }
    return post_environ("/post/", fields, number, f"csrftoken={secret}")


def accepted() -> int:
    """Return how many notes there are."""
    return Note.objects.count()
