"""The mark of a public page; portal.public_pages acts on it, every app's addresses may bear it."""

from collections.abc import Callable

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def public_page(view: View, *, shared_seconds: int = 10) -> View:
    """Mark a view as public: it answers everybody with the same bytes.

    `shared_seconds` is how long a cache in front may answer for it (s-maxage); a browser asks
    each time and usually gets a 304.
    """
    view.shared_seconds = shared_seconds  # type: ignore[attr-defined]
    return view
