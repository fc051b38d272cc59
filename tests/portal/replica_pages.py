"""Pages for the tests of the replica: each says from which server it has read a photo."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import OperationalError, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from articles.lagging import may_lag
from articles.models import Photo
from articles.public_page import public_page
from portal.models import User


def page(read: Callable[[], Any]) -> Callable[[HttpRequest], HttpResponse]:
    """A view that answers with the name of the server that a row was read from."""

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(read()._state.db)

    return view


def photo() -> Photo:
    return Photo.objects.get()


def locked() -> Photo:
    """Read without a lock after another row was locked: it belongs to the same moment."""
    with transaction.atomic():
        assert Photo.objects.select_for_update().get()._state.db == "default"
    return photo()


def in_a_transaction() -> Photo:
    with transaction.atomic():
        return photo()


def after_writing() -> Photo:
    photo().save()
    return photo()


def saved_again() -> Photo:
    found = photo()
    found.save()
    return found


def account() -> User:
    return User.objects.get()


def broken_off() -> Photo:
    """Read, and where that was from the replica, read again after it has ended the connection."""
    if photo()._state.db == "replica":
        with suppress(OperationalError), connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return photo()


def broken_off_while_rendering(request: HttpRequest) -> TemplateResponse:
    """A page whose rows are read by its template, as the admin's lists are."""
    template: Any = engines["django"].from_string("{{ read.where }}")
    return TemplateResponse(request, template, {"read": Lazily()})


class Lazily:
    """Reads only when the template asks."""

    def where(self) -> str:
        return broken_off()._state.db


def faulty(_request: HttpRequest) -> HttpResponse:
    photo()
    raise ValueError("not the replica's fault")


urlpatterns = [
    path("lagging/", may_lag(page(photo))),
    path("lagging/locked/", may_lag(page(locked))),
    path("lagging/transaction/", may_lag(page(in_a_transaction))),
    path("lagging/written/", may_lag(page(after_writing))),
    path("lagging/saved/", may_lag(page(saved_again))),
    path("lagging/account/", may_lag(page(account))),
    path("lagging/broken-off/", may_lag(page(broken_off))),
    path("lagging/broken-off-late/", may_lag(broken_off_while_rendering)),
    path("lagging/faulty/", may_lag(faulty)),
    path("unmarked/", page(photo)),
    path("public/", public_page(page(photo))),
]
