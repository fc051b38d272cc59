"""The mark of a page that may show rows some seconds old; portal.replica acts on it."""

from collections.abc import Callable

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def may_lag(view: View) -> View:
    """Mark a view whose GET may be read from a replica that is a little behind.

    Only for one that answers one person, and where an old row does no harm: a list, for example.
    Not for a form that somebody fills by what it shows, nor for a page that a link leads to from
    a newer one: it could answer 404.
    """
    view.may_lag = True  # type: ignore[attr-defined]
    return view
