"""What changes empties the pages that show it, all of them and no others, when it is committed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

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
from comments import finished
from comments.models import (
    Comment,
    CommentRevision,
    Discussion,
    DiscussionTerms,
    Move,
    Rule,
    RuleText,
    Translation,
)
from comments.moderation import decide
from comments.posting import Writer, post
from comments.ranks import freeze
from comments.recommending import recommend
from comments.undoing import undo
from portal.models import User
from tests.comments.own_words import change as change_words
from tests.making import Make
from tests.portal.page_memory.conftest import Worker, wait_for


@pytest.fixture
def newspaper(
    make_article: Make,
    make_section: Make,
    make_photo: Make,
    make_comment: Make,
    make_user: Make,
) -> Any:
    """Two articles in two sections that show something of each kind, and a comment on each."""
    made: dict[str, Any] = {"photo": make_photo()}
    for name, section in (("here", "valley"), ("elsewhere", "sport")):
        tag = Tag.objects.create(name=name, slug=name)
        author = Author.objects.create(name=name.title(), slug=name)
        article = make_article(
            section=make_section(section, section.title()), authors=[author], slug=name
        )
        article.tags.add(tag)
        made |= {name: article, f"talk_{name}": make_comment(article, author=None)}
    here = made["here"]
    gallery = PhotoGallery.objects.create(title="Views")
    GalleryPhoto.objects.create(gallery=gallery, photo=made["photo"])
    Gallery.objects.create(parent=here, gallery=gallery, ordering=20)
    PullQuote.objects.create(parent=here, text="Nobody was hurt", ordering=30)
    Figure.objects.create(parent=here, photo=made["photo"], ordering=40)
    Embed.objects.create(parent=here, url="https://youtu.be/abcdefghijk", ordering=50)
    signer = make_user("Moderators")
    made["talk_signed"] = make_comment(made["here"], author=signer, guest_name="")
    made["rule"] = Rule.objects.create(code="9")
    RuleText.objects.create(rule=made["rule"], language="en", title="Insults", text="Do not.")
    return type("Made", (), made)


ARTICLE, TALK, LISTS, AUTHOR = "/en/valley/here/", "/en/valley/here/comments/", "/en/valley/", ""
HOME, ARCHIVE, TAG = "/", "/en/archive/", "/en/tag/here/"
AUTHOR, POLICY = "/en/author/here/", "/en/policy/"
OTHERS = {"/en/sport/elsewhere/", "/en/sport/elsewhere/comments/", "/en/sport/"}
ALL = {ARTICLE, TALK, LISTS, HOME, ARCHIVE, TAG, AUTHOR, POLICY, *OTHERS}
STORY = {ARTICLE, TALK, LISTS, HOME, TAG, AUTHOR}  # wherever the story stands

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


def change(row: Any, **values: object) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


def say(article: Article) -> Comment:
    """Publish a comment: somebody of the newsroom writes it."""
    from portal.models import User

    writer = User.objects.create_user(f"{timezone.now().timestamp()}@example.org", is_staff=True)
    return write(article, Writer(author=writer))


def wait(article: Article) -> Comment:
    return write(article, Writer(guest_name="Odile", guest_email="odile@example.org"))


def write(article: Article, by: Writer) -> Comment:
    import uuid

    article = Article.objects.select_related("section").get(pk=article.pk)
    return post(article, f"I say {uuid.uuid4()}.", by=by, submission=uuid.uuid4())


def another_story() -> Any:
    from articles.models import Story

    return Story.objects.create(label="Another")


def fill(worker: Worker) -> None:
    for path in ALL:
        assert worker.get(path).status == 200, path
    assert {path for path in ALL if worker.is_kept(path)} == ALL


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
        assert worker.get(path).status < 500, path


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


def test_a_removal_and_its_undoing_are_seen_at_once(worker: Worker, newspaper: Any) -> None:
    comment = newspaper.talk_here
    assert comment.body.encode() in worker.get(ARTICLE).body
    act = decide([comment], Move.REMOVE, by=None, rule=newspaper.rule).act
    page = worker.get(ARTICLE).body
    assert comment.body.encode() not in page
    assert b"Comment removed for violating the comments policy" in page
    undo(act, by=None)  # type: ignore[arg-type]
    assert comment.body.encode() in worker.get(ARTICLE).body


def test_finished_comments_follow_what_they_show(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make
) -> None:
    """Names, words, what is answered and the rule's title, each without a new revision."""
    writer = make_user("Moderators", display_name="Dana Ruiz")
    root = make_comment(newspaper.here, author=writer, guest_name="")
    answer = make_comment(parent=root, body="Old words.")
    removed = make_comment(newspaper.here)
    decide([removed], Move.REMOVE, by=None, rule=newspaper.rule)
    page = worker.get(ARTICLE).body.decode()
    assert page.count("Dana Ruiz") >= 2
    assert "Old words." in page
    assert "rule 9, insults" in page
    type(writer).objects.filter(pk=writer.pk).update(display_name="Dana Okoye")
    Comment.objects.filter(pk=answer.pk).update(body="New words.")
    RuleText.objects.update(title="Slander")
    page = worker.get(ARTICLE).body.decode()
    assert "Dana Ruiz" not in page
    assert page.count("Dana Okoye") >= 2
    assert "New words." in page
    assert "rule 9, slander" in page
    decide([root], Move.HOLD, by=None)
    page = worker.get(ARTICLE).body.decode()
    assert "in reply to a comment that is not shown" in page
    assert "This comment is under review." in page


def test_an_edit_is_seen_at_once_with_what_it_changed(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make
) -> None:
    """On the page, and on the page of changes, which ends when the comment or its answers go."""
    comment = make_comment(
        newspaper.here,
        author=make_user(),
        guest_name="",
        body="Old words.",
        submitted_at=timezone.now(),
    )
    changes = f"{TALK}{comment.pk}/changes/"
    assert "Old words." in worker.get(ARTICLE).body.decode()
    change_words(comment, "New words.")
    page = worker.get(ARTICLE).body.decode()
    assert "New words." in page
    assert "comment-edited" in page
    assert changes not in page
    answer = make_comment(parent=comment)
    assert changes in worker.get(ARTICLE).body.decode()
    assert worker.get(changes).status == 200
    assert worker.is_kept(changes)
    change_words(comment, "Newest words.")
    assert "Newest" in worker.get(changes).body.decode()
    decide([answer], Move.HOLD, by=None)
    assert worker.get(changes).status == 404
    assert changes not in worker.get(ARTICLE).body.decode()
    decide([answer], Move.APPROVE, by=None)
    assert worker.get(changes).status == 200
    CommentRevision.objects.filter(comment=comment).delete()
    assert worker.get(changes).status == 404
    assert changes not in worker.get(ARTICLE).body.decode()


def test_new_ranks_are_told(worker: Worker, newspaper: Any, make_comment: Make) -> None:
    make_comment(parent=make_comment(newspaper.here))
    path = f"{TALK}"
    worker.get(path, query="order=discussed")
    assert worker.is_kept(path, "order=discussed")
    assert freeze()
    worker.settle()
    assert not worker.is_kept(path, "order=discussed")


def test_a_badge_follows_the_bylines_of_the_story(worker: Worker, newspaper: Any) -> None:
    """Finished comments hear of a byline, of an edition that comes out, and of an account."""

    def has_badge() -> bool:
        return ">Author<" in worker.get(ARTICLE).body.decode()

    assert not has_badge()
    writer = Author.objects.create(
        name="Dana", slug="dana", user=User.objects.get(pk=newspaper.talk_signed.author_id)
    )
    byline = Byline.objects.create(article=newspaper.here, author=writer, role="editor")
    assert has_badge()
    byline.delete()
    assert not has_badge()
    edition = Article.objects.create(
        story=newspaper.here.story, section=newspaper.here.section, language="ru", slug="most"
    )
    Byline.objects.create(article=edition, author=writer)
    assert not has_badge(), "a draft is nobody's business"
    now = timezone.now()
    change(edition, status="published", publish_at=now, first_published_at=now, headline="x")
    assert has_badge()
    Author.objects.filter(pk=writer.pk).update(user=None)
    assert not has_badge()


def test_a_finished_comment_follows_its_number_of_recommendations(
    worker: Worker, newspaper: Any
) -> None:
    worker.get(TALK)
    for guest in "ab":
        recommend(newspaper.talk_here, guest=guest * 64)
    worker.settle()
    worker.memory.purge(f"talk-{newspaper.here.story_id}")
    assert re.search(r"Recommend <span data-count>2</span>", worker.get(TALK).body.decode())


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


def test_what_is_decided_while_a_page_is_read_leaves_no_trace_of_before(
    worker: Worker, newspaper: Any, make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the rows and the words a held comment is approved; later it is held again."""
    comment = newspaper.talk_here
    make_comment(parent=comment)
    decide([comment], Move.HOLD, by=None)
    worker.settle()
    real = finished._words_of

    def approved_meanwhile(*of: Any) -> Any:
        decide([comment], Move.APPROVE, by=None)
        return real(*of)

    monkeypatch.setattr(finished, "_words_of", approved_meanwhile)
    worker.get(ARTICLE)
    monkeypatch.setattr(finished, "_words_of", real)
    assert comment.body.encode() in worker.get(ARTICLE).body
    decide([comment], Move.HOLD, by=None)
    page = worker.get(ARTICLE).body
    assert comment.body.encode() not in page
    assert b"This comment is under review." in page


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


def test_a_tombstone_follows_the_name_of_its_moderator(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make, settings: Settings
) -> None:
    """Where the house names its moderators; this one has written nothing there."""
    settings.COMMENT_NAME_MODERATORS = True
    moderator = make_user("Moderators", display_name="Dana Ruiz")
    decide([make_comment(newspaper.here)], Move.REMOVE, by=moderator, rule=newspaper.rule)
    assert "Dana Ruiz" in worker.get(ARTICLE).body.decode()
    type(moderator).objects.filter(pk=moderator.pk).update(display_name="Dana Okoye")
    page = worker.get(ARTICLE).body.decode()
    assert "Dana Ruiz" not in page
    assert "Dana Okoye" in page
