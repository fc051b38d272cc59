"""In front of Django: a hit is the miss again, byte for byte, and nobody's but everybody's."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Comment, Discussion
from portal.page_memory import memory
from tests.making import Make
from tests.portal.page_memory.conftest import Worker, wait_for

JUNK = "sessionid=junk; csrftoken=junk; reader=junk; waits=1; signed_in=1"


@pytest.fixture
def article(make_article: Make, make_comment: Make) -> Article:
    """An article with a comment and an answer."""
    root = make_comment(make_article())
    make_comment(parent=root)
    return root.article


@pytest.fixture
def addresses(article: Article) -> list[tuple[str, str]]:
    """A public page of each kind: path and query."""
    path = article.get_absolute_url()
    comment = Comment.objects.filter(parent=None).get()
    day = timezone.localtime(article.publish_at)
    return [
        ("/", ""),
        ("/en/valley/", ""),
        ("/en/author/nilufar-sattor/", ""),
        ("/en/archive/", ""),
        (f"/en/archive/{day.year}/{day.month}/{day.day}/", ""),
        ("/en/policy/", ""),
        (path, ""),
        (f"{path}comments/", "order=newest"),
        (f"{path}comments/", f"order=oldest&after={comment.path}"),
        (f"{path}comments/{comment.pk}/", ""),
    ]


def session_of(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_hit_is_the_miss_again_for_everybody(
    worker: Worker, addresses: list[tuple[str, str]], make_user: Make
) -> None:
    readers = ["", JUNK, session_of(make_user()), session_of(make_user("Administrators"))]
    for path, query in addresses:
        for encoding in ("", "gzip", "br"):
            first = worker.get(path, query=query, accept_encoding=encoding)
            assert first.status == 200, path
            for cookie in readers:
                again = worker.get(path, query=query, accept_encoding=encoding, cookie=cookie)
                assert again == first, f"{path} {encoding} {cookie[:20]}"
            head = worker.get(path, query=query, accept_encoding=encoding, method="HEAD")
            assert (head.status, head.headers, head.body) == (200, first.headers, b"")
        known = worker.get(path, query=query, if_none_match=first.header("ETag"), cookie=JUNK)
        assert (known.status, known.body) == (304, b"")
    assert worker.entered == [path for path, _query in addresses], "once for each"


def test_the_first_reader_gets_the_bytes_that_the_next_ones_get_too(
    worker: Worker, addresses: list[tuple[str, str]]
) -> None:
    """Whoever fills the memory, with a session or with junk, makes no other page."""
    plain = {row: worker.get(row[0], query=row[1]) for row in addresses}
    worker.memory.clear()
    for row, answer in plain.items():
        assert worker.get(row[0], query=row[1], cookie=JUNK, authorization="Basic eA==") == answer


def test_public_pages_say_how_they_are_kept(worker: Worker, article: Article) -> None:
    answer = worker.get(article.get_absolute_url())
    assert answer.header("Cache-Control") == (
        "public, max-age=0, s-maxage=30, stale-if-error=86400"
    )
    assert answer.header("CDN-Cache-Control") == (
        "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
    )
    assert answer.header("Vary") == "Accept-Encoding"
    assert answer.header("Set-Cookie") == ""
    tags = answer.header("Surrogate-Key").split()
    story = article.story_id
    assert {"page", f"story-{story}", f"talk-{story}", f"section-{article.section_id}"} <= set(tags)


@pytest.mark.parametrize(
    ("age", "seconds"),
    [
        (timedelta(minutes=5), 10),
        (timedelta(hours=2), 30),
        (timedelta(days=2), 120),
        (timedelta(days=100), 600),
    ],
)
def test_old_articles_may_be_shared_for_longer(
    worker: Worker, make_article: Make, age: timedelta, seconds: int
) -> None:
    article = make_article(publish_at=timezone.now() - age)
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}comments/"):
        assert f"s-maxage={seconds}," in worker.get(path).header("Cache-Control")


@pytest.mark.parametrize("query", ["utm_source=post&utm_medium=mail", "fbclid=1", "order", "&&="])
def test_words_that_nobody_reads_are_the_same_page(
    worker: Worker, article: Article, query: str
) -> None:
    path = article.get_absolute_url()
    plain = worker.get(path)
    pages = len(worker.memory)
    assert worker.get(path, query=query) == plain
    assert len(worker.memory) == pages, "and take no room"


def test_what_is_shared_ends_when_the_page_changes_by_itself(
    worker: Worker, article: Article
) -> None:
    soon = timezone.now() + timedelta(seconds=20)
    Discussion.objects.filter(story=article.story_id).update(closes_at=soon)
    answer = worker.get(article.get_absolute_url())
    shared = int(answer.header("CDN-Cache-Control").split("max-age=")[1].split(",")[0])
    assert shared <= 20


def test_addresses_in_other_letters_are_answered_from_memory(
    worker: Worker, make_article: Make
) -> None:
    article = make_article(slug="река-поднялась")
    path = f"/en/valley/{article.slug}/".encode().decode("latin-1")  # as servers say it (PEP 3333)
    first = worker.get(path)
    assert first.status == 200
    assert worker.get(path) == first
    assert len(worker.entered) == 1
    assert worker.get("/en/valley/\xe9/").status == 404, "what is no UTF-8 is no address of ours"


def test_addresses_that_strangers_stretch_are_not_kept(worker: Worker, article: Article) -> None:
    path = f"{article.get_absolute_url()}comments/"
    worker.get(path, query="order=oldest")
    kept = len(worker.memory)
    for number in range(3):
        junk = f"order={number}{'x' * 2000}&order=oldest"
        assert worker.get(path, query=junk).status == 200
    assert len(worker.memory) == kept, "the last value counts, and it is kept already"
    longest = "x" * 2000
    assert worker.get(f"/en/valley/{longest}/").status == 404
    assert worker.get("/en/valley/", query=f"before={longest}").status == 404
    assert len(worker.memory) == kept


def test_a_word_in_disguise_does_not_poison_the_page(worker: Worker, article: Article) -> None:
    """`%6frder` is `order` to Django, but not to what a page is kept under."""
    path = f"{article.get_absolute_url()}comments/"
    disguised = worker.get(path, query="%6frder=newest")
    assert disguised == worker.get(path)
    worker.memory.clear()
    assert worker.get(path) == disguised
    assert worker.get(path, query="order=newest").body != disguised.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/valley/no-such-article/", 404),
        ("/en/nowhere/{slug}/", 301),
        ("/admin/login/", 302),
        ("/account/login/", 200),
        ("/session/", 204),
        ("{path}reply/", 200),
        ("{path}vote/", 200),
        ("{path}comments/recommended/", 204),
    ],
)
def test_what_is_nobody_s_page_is_not_kept(
    worker: Worker, article: Article, path: str, status: int
) -> None:
    address = path.format(slug=article.slug, path=article.get_absolute_url())
    before = {key for key in worker.memory._entries if key[0].startswith("/")}  # type: ignore[index]
    for _ in range(2):
        assert worker.get(address).status == status
    after = {key for key in worker.memory._entries if key[0].startswith("/")}  # type: ignore[index]
    assert after == before
    assert worker.entered.count(address) == 2


def test_other_hosts_methods_and_plain_http_go_through_to_django(
    make_worker: Callable[..., Worker], article: Article, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "other.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    worker = make_worker(scheme="https")
    path = article.get_absolute_url()
    first = worker.get(path, x_forwarded_proto="https")
    assert worker.get(path, x_forwarded_proto="https") == first
    assert worker.entered == [path]
    assert worker.get(path, host="stranger.example.org", x_forwarded_proto="https").status == 400
    assert worker.get(path, host="other.example.org", x_forwarded_proto="https") == first
    assert worker.get(path, x_forwarded_proto="http").status == 301
    assert worker.get(path, method="POST", x_forwarded_proto="https").status == 405
    assert len(worker.entered) == 5


def test_a_page_is_made_once_however_many_ask_for_it(
    worker: Worker, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = article.get_absolute_url()
    monkeypatch.setattr(memory, "LEASE", 60.0)  # a listener that gets no time is no finding here
    worker.settle()
    made: list[int] = []
    may_go_on = threading.Event()

    def slowly(self: Any, request: Any) -> Any:
        made.append(1)
        assert may_go_on.wait(30)
        return real(self, request)

    from portal.public_pages import PublicPagesMiddleware

    real = PublicPagesMiddleware._made
    monkeypatch.setattr(PublicPagesMiddleware, "_made", slowly)
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask_and_close(worker, path)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(worker.entered) == 8)
    may_go_on.set()
    for thread in threads:
        thread.join(60)
    assert made == [1]
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)


def ask_and_close(worker: Worker, path: str) -> Any:
    from django.db import connection

    try:
        return worker.ask(path)
    finally:
        connection.close()


def test_what_goes_wrong_for_one_does_not_hold_up_the_next(
    worker: Worker, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.public_pages import PublicPagesMiddleware

    path = article.get_absolute_url()
    real = PublicPagesMiddleware._made
    monkeypatch.setattr(PublicPagesMiddleware, "_made", lambda *_: 1 / 0)
    assert worker.get(path).status == 500
    monkeypatch.setattr(PublicPagesMiddleware, "_made", real)
    assert worker.get(path).status == 200


def test_a_page_ends_when_an_article_comes_out(
    worker: Worker, article: Article, make_article: Make
) -> None:
    soon = timezone.now() + timedelta(seconds=2)
    make_article(headline="Out at last", publish_at=soon)
    paths = ["/", "/en/valley/", "/en/archive/"]
    for path in paths:
        assert b"Out at last" not in worker.get(path).body
        assert worker.is_kept(path)
    wait_for(lambda: timezone.now() >= soon)
    for path in paths[:2]:
        assert b"Out at last" in worker.get(path).body, path


def test_a_page_ends_when_its_discussion_closes_by_itself(worker: Worker, article: Article) -> None:
    soon = timezone.now() + timedelta(seconds=2)
    Discussion.objects.filter(story=article.story_id).update(closes_at=soon)
    path = article.get_absolute_url()
    wait_for(lambda: not worker.is_kept(path))
    assert b"Write a comment" in worker.get(path).body
    wait_for(lambda: timezone.now() >= soon)
    assert b"Write a comment" not in worker.get(path).body


def test_every_public_page_says_what_it_shows(
    worker: Worker, addresses: list[tuple[str, str]], article: Article
) -> None:
    story, section = f"story-{article.story_id}", Section.objects.get().pk
    expected = {
        "/": {"home-en", "discussed", story},
        "/en/valley/": {f"section-{section}", story},
        "/en/archive/": {"archive-en"},
        "/en/policy/": {"moderation"},
        article.get_absolute_url(): {story, f"talk-{article.story_id}"},
    }
    for path, tags in expected.items():
        assert tags <= set(worker.get(path).header("Surrogate-Key").split()), path
