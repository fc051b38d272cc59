"""What changes empties the pages that show it, all of them and no others, when it is committed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    Masthead,
    PhotoGallery,
    PullQuote,
    Section,
    SectionName,
    Tag,
    Text,
)
from articles.voting import vote
from comments.models import Comment, Discussion, DiscussionTerms, Move, Rule, RuleText, Translation
from comments.moderation import decide
from comments.ranks import freeze
from comments.recommending import recommend
from tests.making import Make
from tests.portal.page_memory.conftest import Worker, wait_for
from tests.portal.page_memory.newspaper import (
    ALL,
    ARCHIVE,
    ARTICLE,
    HOME,
    OTHERS,
    POLICY,
    STORY,
    TALK,
    another_story,
    change,
    fill,
    say,
    wait,
)

CHANGES: dict[str, tuple[Callable[[Any], object], set[str]]] = {
    "a headline": (lambda m: change(m.here, headline="Anew"), STORY),
    "another section": (
        lambda m: change(m.here, section=Section.objects.get(slug="sport")),
        STORY | {ARCHIVE, *OTHERS} - {"/en/sport/elsewhere/comments/"},
    ),
    "another time": (
        lambda m: change(m.here, publish_at=timezone.now() - timezone.timedelta(days=3)),
        STORY | {ARCHIVE},
    ),
    "a text": (lambda m: Text.objects.filter(parent=m.here).update(html="<p>New</p>"), STORY),
    "a quote": (lambda m: PullQuote.objects.update(text="New"), STORY),
    "an embed": (lambda m: Embed.objects.update(title="New"), STORY),
    "the end of an embed": (lambda m: Embed.objects.all().delete(), STORY),
    "a figure's placement": (lambda m: Figure.objects.update(placement="end"), STORY),
    "a figure": (lambda m: Figure.objects.update(caption="New"), STORY),
    "a block that goes": (lambda m: Figure.objects.all().delete(), STORY),
    "a block that comes": (
        lambda m: Text.objects.create(parent=m.here, ordering=90, html="<p>x</p>"),
        STORY,
    ),
    "a gallery": (lambda m: Gallery.objects.update(ordering=70), STORY),
    "a gallery's title": (lambda m: PhotoGallery.objects.update(title="New"), STORY),
    "a gallery's photo": (lambda m: GalleryPhoto.objects.update(caption="New"), STORY),
    "a gallery's photo taken away": (
        lambda m: GalleryPhoto.objects.update(
            gallery=PhotoGallery.objects.create(title="Nobody shows it")
        ),
        STORY,
    ),
    "a photo": (lambda m: change(m.photo, caption="New"), STORY),
    "a photo's sizes": (lambda m: change(m.photo, renditions=[]), STORY),
    "a byline": (lambda m: Byline.objects.filter(article=m.here).update(position=3), STORY),
    "a tag put on": (lambda m: m.here.tags.add(Tag.objects.create(name="x", slug="x")), STORY),
    "a withdrawal": (lambda m: change(m.here, status="withdrawn"), STORY | {ARCHIVE}),
    "a comment said": (lambda m: say(m.here), {ARTICLE, TALK}),
    "a comment removed": (
        lambda m: decide([m.talk_here], Move.REMOVE, by=None, rule=m.rule),
        {ARTICLE, TALK},
    ),
    "a comment's words": (
        lambda m: Comment.objects.filter(pk=m.talk_here.pk).update(body="New"),
        {ARTICLE, TALK},
    ),
    "a comment translated": (
        lambda m: Translation.objects.create(
            comment=m.talk_here,
            story_id=m.here.story_id,
            revision=1,
            language="uz",
            body="Yangi",
            translator=m.talk_signed.author,
        ),
        {ARTICLE, TALK},
    ),
    "a discussion's mode": (
        lambda m: Discussion.objects.filter(story=m.here.story_id).update(mode="all"),
        {ARTICLE, TALK},
    ),
    "the terms of all discussions": (
        lambda m: DiscussionTerms.objects.create(mode="all"),
        ALL,
    ),
    "a comment featured": (
        lambda m: Comment.objects.filter(pk=m.talk_here.pk).update(featured_at=timezone.now()),
        {ARTICLE, TALK},
    ),
    "a discussion closed": (
        lambda m: Discussion.objects.filter(story=m.here.story_id).update(is_open=False),
        {ARTICLE, TALK},
    ),
    "a name over a comment": (
        lambda m: change(m.talk_signed.author, display_name="New"),
        {ARTICLE, TALK},
    ),
    "the account behind a name that closes": (
        lambda m: change(m.talk_signed.author, closed_at=timezone.now()),
        {ARTICLE, TALK},
    ),
    "a discussion's end": (
        lambda m: Discussion.objects.filter(story=m.here.story_id).update(
            closes_at=timezone.now() + timezone.timedelta(days=1)
        ),
        {ARTICLE, TALK},
    ),
    "a masthead": (lambda m: Masthead.objects.update(name="New"), ALL),
    "a section": (lambda m: Section.objects.update(position=3), ALL),
    "a section's name": (lambda m: SectionName.objects.update(name="New"), ALL),
    "an author": (lambda m: Author.objects.filter(slug="here").update(name="New"), ALL),
    "a tag": (lambda m: Tag.objects.filter(slug="here").update(name="New"), ALL),
    "a rule": (lambda m: Rule.objects.update(position=7), ALL),
    "a rule's text": (lambda m: RuleText.objects.update(title="New"), ALL),
}
UNSEEN: dict[str, Callable[[Any], object]] = {
    "a draft": lambda m: Article.objects.create(story=m.here.story, language="ru", slug="d"),
    "a vote": lambda m: vote(m.here, likes=True, by="reader", address="a"),
    "an author who signs nothing": lambda m: Author.objects.create(name="New", slug="new"),
    "a guest's comment that waits": lambda m: wait(m.here),
    "a comment that waits turned down": lambda m: decide(
        [wait(m.here)], Move.REJECT, by=None, rule=m.rule
    ),
    "a rank": lambda m: Comment.objects.update(discussed_rank=5, recommended_rank=5),
    "a recommendation, at once": lambda m: recommend(m.talk_here, guest="a" * 64),
    "a new discussion": lambda m: Discussion.objects.create(story=another_story()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_empties_the_pages_that_show_it_and_no_others(
    name: str, worker: Worker, newspaper: Any
) -> None:
    act, stale = CHANGES[name]
    fill(worker)
    act(newspaper)
    worker.settle()
    assert {path for path in ALL if not worker.is_kept(path)} == stale
    for path in stale:  # each is made anew without trouble
        assert worker.ask(path).status < 500, path


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_empties_nothing(name: str, worker: Worker, newspaper: Any) -> None:
    fill(worker)
    UNSEEN[name](newspaper)
    worker.settle()
    assert {path for path in ALL if not worker.is_kept(path)} == set()


def test_nothing_is_told_before_the_commit_and_nothing_of_what_is_taken_back(
    worker: Worker, newspaper: Any
) -> None:
    fill(worker)
    with transaction.atomic():
        change(newspaper.here, headline="Not yet")
        transaction.set_rollback(True)
    with transaction.atomic():
        decide([newspaper.talk_here], Move.REMOVE, by=None, rule=newspaper.rule)
        transaction.set_rollback(True)
    worker.settle()
    assert {path for path in ALL if worker.is_kept(path)} == ALL


def test_new_ranks_are_told(worker: Worker, newspaper: Any, make_comment: Make) -> None:
    make_comment(parent=make_comment(newspaper.here))
    path = f"{TALK}"
    worker.get(path, query="order=discussed")
    assert worker.is_kept(path, "order=discussed")
    assert freeze()
    worker.settle()
    assert not worker.is_kept(path, "order=discussed")


def test_counts_in_lists_votes_and_recommendations_lag_ten_seconds_at_the_most(
    worker: Worker, newspaper: Any
) -> None:
    fill(worker)
    say(newspaper.here)
    vote(newspaper.elsewhere, likes=True, by="reader", address="a")
    recommend(newspaper.talk_elsewhere, guest="a" * 64)
    worker.settle()
    for key in ((HOME, ""), ("/en/sport/elsewhere/", ""), ("/en/sport/elsewhere/comments/", "")):
        entry = worker.memory._entries[key]
        assert 0 < entry.expires - worker.memory.clock() <= 10.0, key
    assert worker.memory._entries[(POLICY, "")].expires == float("inf")


def test_a_page_made_of_parts_ends_when_the_first_of_them_does(
    worker: Worker, newspaper: Any
) -> None:
    """A vote ends the article's frame softly; a comment has the page made of that very frame."""
    worker.get(ARTICLE)
    vote(newspaper.here, likes=True, by="reader", address="a")
    worker.settle()
    say(newspaper.here)
    worker.get(ARTICLE)
    ends = worker.memory._entries[(ARTICLE, "")].expires
    assert ends - worker.memory.clock() <= 10.0


def test_a_connection_that_has_lost_its_plans_makes_them_anew(
    worker: Worker, newspaper: Any
) -> None:
    worker.get(TALK)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    worker.memory.clear()
    assert worker.get(TALK).status == 200
    worker.memory.clear()
    assert worker.get(TALK).status == 200


def test_many_changes_in_one_transaction_are_told_as_one(
    worker: Worker, newspaper: Any, make_article: Make
) -> None:
    fill(worker)
    heard = worker.memory.counts.notifications
    articles = [make_article() for _ in range(3)]
    worker.settle()
    with transaction.atomic():
        for number in range(200):
            articles[number % 3].headline = f"Headline {number}"
            articles[number % 3].save()
    worker.settle()
    told = worker.memory.counts.notifications - heard
    with transaction.atomic():
        for number in range(400):
            Byline.objects.create(
                article=newspaper.here,
                author=Author.objects.create(name=f"A {number}", slug=f"a-{number}"),
            )
    worker.settle()
    assert {path for path in ALL if worker.is_kept(path)} == set(), "beyond a limit all is told"
    assert worker.memory.counts.notifications - heard - told < 120


def test_every_table_that_a_public_page_reads_tells_of_its_changes(
    client: Any, newspaper: Any
) -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in ALL:
            client.get(path)
    read = "\n".join(query["sql"] for query in queries)
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    silent = {
        "articles_story",  # only joined: nothing of it is shown
        "comments_decision",  # added with the state that it records, and never changed
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pages_hear%%'"
        )
        telling = {row[0] for row in cursor.fetchall()}
    shown = {table for table in tables if table in read and table.split("_")[0] in APPS}
    assert shown >= {"articles_article", "comments_comment", "articles_sectionname"}
    assert shown - silent - telling == set()


APPS = {"articles", "comments", "portal"}


def test_two_workers_hear_the_same(make_worker: Callable[..., Worker], newspaper: Any) -> None:
    workers = [make_worker(), make_worker()]
    for worker in workers:
        fill(worker)
    decide([newspaper.talk_here], Move.REMOVE, by=None, rule=newspaper.rule)
    wait_for(lambda: not any(worker.is_kept(ARTICLE) for worker in workers))
    assert all(worker.is_kept("/en/sport/elsewhere/") for worker in workers)
