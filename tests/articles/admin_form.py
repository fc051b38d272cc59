"""Filling in an admin form as a browser would: every field as it was shown, but for the changes."""

from datetime import datetime
from typing import Any

from django.forms import BaseForm, ModelMultipleChoiceField, MultiWidget
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article


def shown_in(response: HttpResponse) -> dict[str, Any]:
    """What the form of an admin page would send if nobody changed anything."""
    data = values_of(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.forms):
            data |= values_of(form)
    return data


def values_of(form: BaseForm) -> dict[str, Any]:
    """The values of a form's fields, by the names under which they are sent."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        bound = form[name]
        value = bound.value()
        if isinstance(field.widget, MultiWidget):
            parts = value if isinstance(value, list) else field.widget.decompress(value)
            for place, part in enumerate(parts):
                data[f"{bound.html_name}_{place}"] = "" if part is None else str(part)
        elif isinstance(value, bool):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(field, ModelMultipleChoiceField):
            data[bound.html_name] = [field.prepare_value(chosen) for chosen in value or []]
        else:
            data[bound.html_name] = "" if value is None else value
    return data


def add_url() -> str:
    """Where an article is begun."""
    return reverse("admin:articles_article_add")


def change_url(article: Article) -> str:
    """Where an article is written."""
    return reverse("admin:articles_article_change", args=[article.pk])


def add_article(client: Client, *, press: str = "", **changes: Any) -> HttpResponse:
    """Open the form for a new article, fill in the changes and press a button ("": Save)."""
    return send(client, add_url(), press, changes)


def change_article(
    client: Client, article: Article, *, press: str = "", **changes: Any
) -> HttpResponse:
    """Open an article's form, make the changes and press a button ("": Save)."""
    return send(client, change_url(article), press, changes)


def send(client: Client, url: str, press: str, changes: dict[str, Any]) -> HttpResponse:
    """Send the form of a page with changes; follows to the page that answers."""
    page = client.get(url)
    assert page.status_code == 200
    button = {"_move": press} if press else {"_continue": "Save"}
    return client.post(url, shown_in(page) | changes | button, follow=True)


def latest() -> Article:
    """The article that was begun last."""
    return Article.objects.latest("pk")


def in_form(moment: datetime, field: str = "publish_at") -> dict[str, str]:
    """A moment as the form sends it, on the newspaper's clock."""
    local = timezone.localtime(moment)
    return {f"{field}_0": f"{local:%Y-%m-%d}", f"{field}_1": f"{local:%H:%M:%S}"}


def block(kind: str, number: int, ordering: int, **fields: Any) -> dict[str, Any]:
    """The fields of a block that the page has added, as the `number`th of its kind."""
    prefix = f"articles_{kind}_set"
    placed = {"region": "main", "ordering": ordering} | fields
    sent = {f"{prefix}-{number}-{name}": value for name, value in placed.items()}
    return sent | {f"{prefix}-TOTAL_FORMS": number + 1}


def messages_of(response: HttpResponse) -> list[str]:
    """What the page says at its top."""
    return [str(message) for message in response.context["messages"]]


def reasons_of(response: HttpResponse) -> list[str]:
    """The errors that belong to the whole form."""
    return list(response.context["adminform"].form.non_field_errors())
