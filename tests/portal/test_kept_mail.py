"""Mail that a house without a mail server keeps, and shows on its own machine alone."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from portal.site_address import SiteAddress
from tests.comments.mailing import keep_mail_in_files
from tests.comments.reading import links, parse, text_of

pytestmark = pytest.mark.django_db
HTML = '<p>Look: <script>alert(1)</script><a href="https://example.org/">a link</a></p>'


@pytest.fixture(autouse=True)
def _mail(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")


def write(subject: str) -> None:
    message = EmailMultiAlternatives(
        subject, "Go to http://localhost:8000/en/ <now>.", to=["odile@example.org"]
    )
    message.attach_alternative(HTML, "text/html")
    message.send()


def test_mail_is_listed_newest_first_and_shown(client: Client) -> None:
    assert "There is no mail yet" in text_of(client.get("/mail/"))
    for subject in ("The first", "Второе письмо"):
        write(subject)
    page = client.get("/mail/")
    parse(page)
    assert "no-store" in page["Cache-Control"]
    assert text_of(page).index("Второе письмо") < text_of(page).index("The first")
    address = next(link for link in links(page) if link.endswith("/0/"))
    shown = client.get(address)
    parse(shown)
    assert "odile@example.org" in text_of(shown)
    assert "http://localhost:8000/en/" in links(shown)
    assert "&lt;now&gt;" in shown.content.decode()
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    assert "<script>alert" not in shown.content.decode()


def test_the_html_of_a_mail_runs_nothing_and_loads_nothing(client: Client) -> None:
    write("Subject")
    address = next(link for link in links(client.get("/mail/")) if link.endswith("/0/"))
    html = client.get(f"{address}html/")
    assert HTML in html.content.decode()
    policy = html["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("sandbox")
    assert html["X-Frame-Options"] == "SAMEORIGIN"


def test_elsewhere_there_is_no_such_page(client: Client, settings: Settings) -> None:
    write("Subject")
    address = next(link for link in links(client.get("/mail/")) if link.endswith("/0/"))
    addresses = ["/mail/", address, f"{address}html/"]
    assert [client.get(each).status_code for each in addresses] == [200, 200, 200]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert {client.get(each).status_code for each in addresses} == {404}
    keep_mail_in_files(settings, Path(settings.EMAIL_FILE_PATH))
    settings.SITE = SiteAddress.parse("https://news.example.org")
    assert {client.get(each).status_code for each in addresses} == {404}


@pytest.mark.parametrize("address", ["/mail/made-up/0/", "/mail/made-up/0/html/"])
def test_mail_that_is_not_there_is_not_found(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404
