"""`manage.py import_wxr`: what comes in, how it stands, and that a second run changes nothing."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import (
    Article,
    Author,
    GalleryPhoto,
    ImportedThing,
    Masthead,
    PhotoGallery,
    Section,
    SectionName,
    Tag,
)
from comments.models import Comment, Decision, Discussion, Notice, Status
from portal.models import User
from tests.articles.admin_form import change_article
from tests.wxr_files import Post, Said, author, category, export

pytestmark = pytest.mark.django_db
Bring = Callable[..., dict[str, Any]]
GUTENBERG = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Run the command on an export of some posts; return its report."""

    def run(posts: list[Post] | bytes, *options: str, **about: str) -> dict[str, Any]:
        file = tmp_path / "export.xml"
        file.write_bytes(posts if isinstance(posts, bytes) else export(posts, **about))
        out = StringIO()
        call_command("import_wxr", str(file), *options, "--json", "-", stdout=out)
        return json.loads(out.getvalue())

    return run


def told(report: dict[str, Any], kind: str) -> list[str]:
    return [line["what"] for line in report["lines"] if line["kind"] == kind]


def everything() -> list[Any]:
    """All that an import writes, with its times."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Article, Author, Section, SectionName, Tag, ImportedThing, Comment, Decision)
    ]


# --- Articles ----------------------------------------------------------------------------------
def test_a_post_is_an_article_with_its_words_its_time_and_its_people(bring: Bring) -> None:
    post = Post(
        7,
        title="The <em>bridge</em> is open &amp; safe",
        content=GUTENBERG.format("It opened at <strong>noon</strong>."),
        excerpt="<p>After a year.</p>",
        slug="%d0%bc%d0%be%d1%81%d1%82",
        tags=[("river", "River")],
        categories=[("city", "City"), ("traffic", "Traffic")],
    )
    report = bring([post], channel=author("nsattor", "Nilufar Sattor"))
    article = Article.objects.get()
    assert article.headline == "The bridge is open & safe"
    assert article.dek == "After a year."
    assert article.slug == "мост"
    assert article.publish_at.isoformat() == "2015-03-01T08:30:00+00:00"
    assert article.first_published_at == article.publish_at
    assert article.section.slug == "city"
    assert [tag.name for tag in article.tags.order_by("name")] == ["River", "Traffic"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Nilufar Sattor"]
    assert Masthead.objects.get().name == "The Old Courier"
    assert report["counts"]["articles_new"] == report["counts"]["published"] == 1


def test_the_articles_page_shows_what_came_in(bring: Bring, client: Client) -> None:
    bring([Post(7, comments=[Said(1, "I was there.")])])
    page = client.get(Article.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert b"It opened at noon." in page.content
    assert b"I was there." in page.content


@pytest.mark.parametrize(
    ("status", "password", "becomes"),
    [
        ("publish", "", "published"),
        ("draft", "", "draft"),
        ("pending", "", "in_review"),
        ("private", "", "draft"),
        ("publish", "sesame", "draft"),
    ],
)
def test_a_status_is_kept_and_what_was_not_public_is_a_draft(
    status: str, password: str, becomes: str, bring: Bring
) -> None:
    bring([Post(7, status=status, fields={"wp:post_password": password})])
    assert Article.objects.get().status == becomes


def test_what_is_scheduled_there_comes_out_at_its_time_here(bring: Bring) -> None:
    bring([Post(7, status="future", date="2090-01-01 10:00:00")])
    assert Article.objects.get().is_scheduled


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_there_stays_there(status: str, bring: Bring) -> None:
    assert bring([Post(7, status=status)])["counts"]["items_left"] == 1
    assert not Article.objects.exists()


def test_a_time_without_gmt_is_of_the_sites_zone(bring: Bring) -> None:
    posts = [Post(7, date="2015-03-01 08:30:00", gmt="0000-00-00 00:00:00")]
    bring(posts, "--time-zone", "Asia/Tashkent")
    assert Article.objects.get().publish_at.isoformat() == "2015-03-01T03:30:00+00:00"


def test_one_person_is_one_author_however_the_name_is_spelled(bring: Bring) -> None:
    people = author("jane", "Jane Doe", "j@example.org") + author("jd2", "JANE  DOE", number=2)
    people += author("other", "J. Doe", "j@example.org", number=3)
    bring([Post(number, creator=login) for number, login in enumerate(["jane", "jd2", "other"], 1)],
          channel=people)  # fmt: skip
    assert Author.objects.get().articles.count() == 3


def test_categories_are_sections_within_sections(bring: Bring, client: Client) -> None:
    channel = category("news", "News") + category("city", "City", parent="news", number=2)
    bring([Post(7, categories=[("city", "City")])], channel=channel)
    city = Section.objects.get(slug="city")
    assert city.parent.slug == "news"
    assert b"The bridge is open" in client.get("/en/news/").content
    assert b'href="/en/city/"' in client.get("/en/news/").content
    assert b'href="/en/city/"' not in client.get("/").content


def test_categories_that_are_parts_of_each_other_end(bring: Bring) -> None:
    channel = category("a", "A", parent="b") + category("b", "B", parent="a", number=2)
    bring([Post(7, categories=[("a", "A")])], channel=channel)
    assert Section.objects.count() == 2


def test_a_category_goes_where_it_is_told(bring: Bring, make_section: Any) -> None:
    valley = make_section("valley")
    bring([Post(7, categories=[("local", "Local")])], "--section-for", "local=valley")
    assert Article.objects.get().section == valley


def test_a_sticky_post_stays_on_top_of_the_front_page(bring: Bring, client: Client) -> None:
    posts = [Post(n, f"Number {n:02}", date=f"2015-03-{n:02} 08:00:00") for n in range(1, 25)]
    posts[0].fields = {"wp:is_sticky": "1"}
    bring(posts)
    page = client.get("/").content.decode()
    assert Article.objects.get(on_top=True).headline == "Number 01"
    assert page.index("Number 01") < page.index("Number 23")


def test_a_page_is_a_standing_page_that_no_list_of_news_shows(bring: Bring, client: Client) -> None:
    bring([Post(7, "Impressum", kind="page", slug="imprint", categories=[]), Post(8, "News")])
    page = client.get("/en/pages/imprint/")
    assert page.status_code == 200
    assert b"Impressum" in client.get("/en/pages/").content
    assert b'class="byline"' not in page.content
    for address in ("/", "/en/archive/2015/3/1/", "/en/author/nsattor/"):
        assert b"Impressum" not in client.get(address).content, address


def test_an_old_address_leads_to_the_article(bring: Bring, client: Client) -> None:
    bring([Post(7), Post(9, kind="page", slug="imprint", categories=[])])
    here = Article.objects.get(is_standing=False).get_absolute_url()
    for address in ("/2015/03/post-7/", "/?p=7", "/2015/03/post-7/feed/"):
        moved = client.get(address)
        assert (moved.status_code, moved["Location"]) == (301, here), address
    assert client.get("/category/news/")["Location"] == "/en/news/"
    assert client.get("/author/nsattor/")["Location"] == "/en/author/nsattor/"


# --- Again -------------------------------------------------------------------------------------
POSTS = [
    Post(7, comments=[Said(1), Said(2, parent=1), Said(3, approved="spam")]),
    Post(8, tags=[("a", "A")], comments=[Said(4, approved="trash"), Said(5, parent=4)]),
    Post(9, kind="page", categories=[]),
]


@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_second_run_changes_nothing(options: tuple[str, ...], bring: Bring) -> None:
    bring(POSTS, *options)
    before = everything()
    report = bring(POSTS, *options)
    assert everything() == before
    assert report["counts"]["articles_same"] == 3
    assert report["counts"]["comments_same"] == 5


def test_the_same_site_by_https_is_the_same_site(bring: Bring) -> None:
    bring([Post(7)], site="http://www.old.example.org/")
    assert bring([Post(7)])["counts"]["articles_new"] == 0


def test_a_later_export_adds_what_is_new(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1)])])
    report = bring([Post(7, comments=[Said(1), Said(2, parent=1)]), Post(8)])
    assert report["counts"]["articles_new"] == report["counts"]["comments_new"] == 1
    answer = Comment.objects.latest("pk")
    assert answer.parent is not None
    assert Comment.objects.get(pk=answer.parent_id).thread_size == 1
    later = bring([Post(7, comments=[Said(3, parent=2)])])  # an export of the new comments alone
    assert later["counts"]["comments_orphan"] == 0
    assert Comment.objects.latest("pk").depth == 2


def test_what_changed_there_changes_here(bring: Bring) -> None:
    bring([Post(7)])
    report = bring([Post(7, content=GUTENBERG.format("It is closed again."))])
    assert report["counts"]["articles_changed"] == 1
    assert "closed again" in Article.objects.get().articles_text_set.get().html


def test_what_an_editor_changed_is_never_written_over(bring: Bring) -> None:
    bring([Post(7), Post(8)])
    one, two = Article.objects.order_by("pk")
    one.headline = "A better headline"
    one.save()
    text = two.articles_text_set.get()
    text.html = "<p>Mended.</p>"
    text.save()
    report = bring([Post(7, title="Changed there"), Post(8, title="Changed there too")])
    assert report["counts"]["articles_kept"] == 2
    assert len(told(report, "kept")) == 2
    assert Article.objects.get(pk=one.pk).headline == "A better headline"
    assert Article.objects.get(pk=two.pk).headline == "The bridge is open"


def test_what_was_deleted_here_stays_deleted(bring: Bring) -> None:
    bring([Post(7, status="draft")])
    Article.objects.get().delete()
    assert bring([Post(7, status="draft")])["counts"]["articles_gone"] == 1
    assert not Article.objects.exists()


def test_a_dry_run_tells_all_and_keeps_nothing(bring: Bring) -> None:
    before = everything()
    report = bring(POSTS, "--dry-run")
    assert report["counts"]["articles_new"] == 3
    assert report["counts"]["comments_new"] == 5
    assert everything() == before
    assert not Masthead.objects.exists()


def test_a_person_reads_the_report(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(export([Post(7, comments=[Said(1, kind="pingback")])]))
    out = StringIO()
    call_command("import_wxr", str(file), stdout=out)
    assert "1  Articles that came in" in out.getvalue()
    assert "Pingbacks and trackbacks left out: 1." in out.getvalue()


# --- Comments ----------------------------------------------------------------------------------
def by_text() -> dict[str, Comment]:
    return {comment.body: comment for comment in Comment.objects.select_related("parent")}


def test_comments_keep_their_state_and_the_record_says_how(bring: Bring) -> None:
    said = [
        Said(1, "fine"),
        Said(2, "waits", approved="0"),
        Said(3, "buy", approved="spam"),
        Said(4, "gone", approved="trash"),
        Said(5, "answered", approved="trash"),
        Said(6, "answer", parent=5),
    ]
    bring([Post(7, comments=said)])
    states = {text: comment.status for text, comment in by_text().items()}
    assert states == {
        "fine": "published",
        "waits": "held",
        "buy": "rejected",
        "gone": "rejected",
        "answered": "removed",
        "answer": "published",
    }
    moves = Decision.objects.filter(comment__body="answered").order_by("pk")
    assert [(row.move, row.status_after) for row in moves] == [
        ("post", "published"),
        ("remove", "removed"),
    ]
    assert moves[1].rule.in_force is False
    assert Discussion.objects.get().comment_count == 3
    call_command("recount", "--check", stdout=StringIO())


def test_nobody_hears_of_comments_that_came_in(bring: Bring) -> None:
    bring(POSTS)
    assert not Notice.objects.exists()


def test_a_comment_keeps_its_words_its_author_and_its_time(bring: Bring) -> None:
    said = Said(1, 'See <a href="https://example.org/a?b=1&amp;c">this</a>,\nthen '
                   "<blockquote>what was said</blockquote>", author="Jo &amp; Co",
                email="Jo@Example.org", date="2015-03-02 09:00:00")  # fmt: skip
    bring([Post(7, comments=[said])])
    comment = Comment.objects.get()
    assert comment.body == "See this (https://example.org/a?b=1&c),\nthen\n\n> what was said"
    assert (comment.guest_name, comment.guest_email) == ("Jo & Co", "jo@example.org")
    assert comment.origin == "wordpress"
    assert comment.submitted_at == comment.published_at
    assert comment.submitted_at.isoformat() == "2015-03-02T09:00:00+00:00"


def test_answers_before_what_they_answer_find_it(bring: Bring) -> None:
    bring([Post(7, comments=[Said(3, "c", parent=2), Said(2, "b", parent=1), Said(1, "a")])])
    found = by_text()
    assert found["c"].parent == found["b"]
    assert found["b"].parent == found["a"]
    assert [found[text].depth for text in "abc"] == [0, 1, 2]


def test_an_answer_to_nothing_stands_on_its_own(bring: Bring) -> None:
    report = bring(
        [Post(7, comments=[Said(2, parent=99), Said(3, parent=4), Said(4, kind="pingback")])]
    )
    assert report["counts"]["comments_orphan"] == 2
    assert Comment.objects.filter(parent=None).count() == 2
    assert report["counts"]["pings"] == 1


def test_a_circle_of_answers_is_opened_at_its_first(bring: Bring) -> None:
    said = [Said(1, "a", parent=3), Said(2, "b", parent=1), Said(3, "c", parent=2)]
    report = bring([Post(7, comments=[*said, Said(4, "d", parent=4), Said(5, "e", parent=2)])])
    found = by_text()
    assert report["counts"]["comments_cycle"] == 2
    assert [found[text].depth for text in "abcde"] == [0, 1, 2, 0, 2]


def test_a_comment_that_stands_there_twice_comes_in_once(bring: Bring) -> None:
    report = bring([Post(7, comments=[Said(1), Said(1)]), Post(8, comments=[Said(1)])])
    assert report["counts"]["comments_duplicate"] == 1
    assert Comment.objects.count() == 2  # two articles may number theirs alike


def test_a_long_comment_is_kept_whole(bring: Bring) -> None:
    report = bring([Post(7, comments=[Said(1, "long words " * 1000)])])
    assert len(Comment.objects.get().body) == 10_999
    assert report["counts"]["comments_too_long"] == 1


def test_a_comment_without_a_word_is_left_out_unless_it_was_answered(bring: Bring) -> None:
    said = [Said(1, " "), Said(2, "<script>1</script>"), Said(3, "so?", parent=2)]
    report = bring([Post(7, comments=said)])
    assert report["counts"]["comments_empty"] == 1
    assert Comment.objects.get(body="so?").parent.body == "…"


def test_a_comment_that_waits_shows_where_a_later_export_answers_it(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1, "waits", approved="0")])])
    assert not Comment.objects.get().shown
    bring([Post(7, comments=[Said(1, "waits", approved="0"), Said(2, "yes", parent=1)])])
    assert Comment.objects.get(body="waits").shown
    call_command("recount", "--check", stdout=StringIO())


def test_a_moderators_later_decision_outlives_a_second_run(
    bring: Bring, make_user: Callable[..., User], make_rule: Any
) -> None:
    from comments.moderation import decide

    bring(POSTS)
    comment = Comment.objects.filter(status=Status.PUBLISHED).first()
    decide([comment], "remove", by=make_user("Moderators"), rule=make_rule())
    bring(POSTS)
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED


# --- Files that are none -----------------------------------------------------------------------
def deep(levels: int) -> list[Post]:
    return [Post(7, comments=[Said(n, parent=n - 1) for n in range(1, levels + 1)])]


GOOD = export([Post(7), Post(8)])
BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE rss SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "ends before it is complete"),
        (GOOD[: len(GOOD) // 2], "ends before it is complete"),
        (GOOD.replace(b"<rss", BOMB + b"<rss", 1), "document type"),
        (GOOD.replace(b"<rss", OUTSIDE + b"<rss", 1), "document type"),
        (GOOD.replace(b"noon", b"no\x0bon"), "control character U+000B"),
        (GOOD.replace(b"noon", b"no\xe9n"), "not in the encoding"),
        (GOOD.replace(b"UTF-8", b"klingon"), "encoding that cannot be read"),
        (GOOD.replace(b"</item>", b"</itm>", 1), "mismatched tag"),
        (GOOD.replace(b"<item>", b"<item>" + b"<a>" * 100, 1), "without end"),
        (b"<html><body>Sign in</body></html>", "other element than <rss>"),
        (b"<rss><channel><title>News</title></channel></rss>", "nothing of WordPress"),
        (export(deep(1200)), "levels deep"),
    ],
    ids=[
        "empty",
        "cut",
        "bomb",
        "outside",
        "control",
        "latin",
        "encoding",
        "tag",
        "deep",
        "html",
        "rss",
        "answers",
    ],
)
@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_bad_file_ends_in_one_sentence_with_its_line(
    file: bytes, words: str, options: tuple[str, ...], bring: Bring
) -> None:
    before = everything()
    with pytest.raises(CommandError, match=r"^Line \d+: [^\n]+\.$") as refusal:
        bring(file, *options)
    assert words in str(refusal.value)
    assert everything() == before


def test_what_fails_half_way_leaves_nothing(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full, a plug that is pulled: stands for whatever nobody foresaw."""
    before = everything()

    def pulled(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("articles.wxr.remembering.Remembering.rest", pulled)
    with pytest.raises(CommandError, match="No space left"):
        bring(POSTS)
    assert everything() == before


def test_a_file_that_is_not_there_is_said_so() -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_wxr", "nowhere.xml")


def test_now_is_the_latest_that_a_comment_can_be_of(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1, date="2090-01-01 00:00:00")])])
    assert Comment.objects.get().submitted_at <= timezone.now()


def test_who_signs_by_name_or_with_a_stray_sign_is_known(bring: Bring) -> None:
    posts = [Post(1, creator="jane"), Post(2, creator="Jane Doe"), Post(3, creator=">jane")]
    bring(posts, channel=author("jane", "Jane Doe"))
    assert Author.objects.get().name == "Jane Doe"


def test_what_stands_for_nothing_here_leads_to_the_front_page_until_it_does(
    bring: Bring, client: Client
) -> None:
    channel = category("empty", "Empty", number=9)
    bring([Post(7)], channel=channel)
    assert client.get("/category/empty/")["Location"] == client.get("/?cat=9")["Location"] == "/"
    bring([Post(8, categories=[("empty", "Empty")])], channel=channel)
    assert client.get("/category/empty/")["Location"] == "/en/empty/"


def test_an_editor_mends_what_came_in_incomplete_but_takes_nothing_more_away(
    bring: Bring, client: Client, make_user: Callable[..., User]
) -> None:
    bring([Post(7, creator="")])  # nobody signed it, so it could not be published here
    article = Article.objects.get()
    client.force_login(make_user("Editors"))
    change_article(client, article, headline="A typo mended")
    assert Article.objects.get().headline == "A typo mended"
    change_article(client, article, headline="")
    assert Article.objects.get().headline == "A typo mended"


def test_a_second_run_with_the_same_pictures_changes_nothing_and_with_more_fills_them_in(
    bring: Bring, tmp_path: Path
) -> None:
    gallery = '[gallery ids="11,12,13"]'
    posts = [Post(7, content=f"<p>Before.</p>\n\n{gallery}")]
    for number in (11, 12, 13):
        address = f"https://old.example.org/wp-content/uploads/2015/03/p{number}.jpg"
        posts.append(Post(number, kind="attachment", status="inherit", categories=[],
                          fields={"wp:attachment_url": address}))  # fmt: skip
    folder = tmp_path / "uploads" / "2015" / "03"
    folder.mkdir(parents=True)
    for number in (11, 12):
        Image.new("RGB", (64, 48), (number, 90, 90)).save(folder / f"p{number}.jpg")
    options = ("--media", str(tmp_path / "uploads"))
    assert bring(posts, *options)["counts"]["articles_new"] == 1
    before = everything()
    assert bring(posts, *options)["counts"]["articles_same"] == 1
    assert everything() == before
    Image.new("RGB", (64, 48), (13, 90, 90)).save(folder / "p13.jpg")
    assert bring(posts, *options)["counts"]["articles_changed"] == 1
    assert GalleryPhoto.objects.count() == 3
    assert PhotoGallery.objects.count() == 1
