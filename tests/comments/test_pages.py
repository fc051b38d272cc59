"""The public pages of a discussion, as anybody reads them."""

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments.discussion import branch_context, discussion_parts
from comments.entries import Place, in_sentence
from comments.models import Comment, Discussion, Move, RuleText, Status
from comments.moderation import decide
from comments.threads import FIRST_REPLIES
from tests.comments.reading import address, links, parse, text_of
from tests.making import Make


def within(client: Client, comment: Comment) -> str:
    """The words of the discussion's page."""
    return text_of(client.get(address("discussion", comment.article)))


# --- Comments and what stands in their places ---


def test_a_comment_shows_name_time_text_and_ways_to_it(client: Client, make_comment: Make) -> None:
    comment = make_comment(guest_name="Odile Wray", body="First line\nsecond\n\nسه")
    page = client.get(address("discussion", comment.article))
    html = page.content.decode()
    assert "Odile Wray" in html
    assert '<p dir="auto">First line<br>second</p><p dir="auto">سه</p>' in html
    assert f'<time datetime="{comment.submitted_at:%Y-%m-%d}' in html
    assert address("comment", comment.article, pk=comment.pk) in links(page)
    assert f"{address('post_comment', comment.article)}?to={comment.pk}" in links(page)
    assert "Staff" not in text_of(page)


def test_the_newsroom_has_a_badge(client: Client, make_comment: Make, make_user: Make) -> None:
    comment = make_comment(author=make_user("Reporters", display_name="Nilufar Sattor"))
    assert re.search(r"Nilufar Sattor\s+Staff", within(client, comment))


def test_an_answer_says_in_words_whom_it_answers(client: Client, make_comment: Make) -> None:
    root = make_comment(guest_name="Petra L.")
    answer = make_comment(parent=root)
    page = client.get(address("discussion", answer.article))
    assert re.search(r"in reply to\s+Petra L\.", text_of(page))
    assert address("comment", root.article, pk=root.pk) in links(page)


def test_nobody_reads_an_e_mail_address_or_where_it_came_from(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(guest_email="secret@example.org", address="a" * 64, network="b" * 64)
    for name, parts in (("discussion", {}), ("comment", {"pk": comment.pk})):
        html = client.get(address(name, comment.article, **parts)).content.decode()
        assert "secret@" not in html
        assert "aaaa" not in html
        assert "bbbb" not in html


def test_a_removed_comment_names_its_rule_and_its_answers_stay(
    client: Client, make_comment: Make, make_rule: Make
) -> None:
    root = make_comment(guest_name="Zebo", body="An ugly word.")
    make_comment(parent=root, body="Please stay polite.")
    decide([root], Move.REMOVE, by=None, rule=make_rule())
    page = client.get(address("discussion", root.article))
    words = text_of(page)
    assert "Comment removed for violating the comments policy · rule 3, personal attacks" in words
    assert "Please stay polite." in words
    assert "in reply to a comment that is not shown" in words
    assert "An ugly word." not in words
    assert "Zebo" not in page.content.decode()
    assert f'href="{reverse("policy", kwargs={"language": "en"})}#rule-3"' in page.content.decode()
    assert f"?to={root.pk}" not in page.content.decode()
    assert "2 comments" in words


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (Move.DELETE, "Deleted by its author."),
        (Move.HOLD, "This comment is under review."),
    ],
)
def test_what_is_gone_but_answered_says_so(
    move: Move, sentence: str, client: Client, make_comment: Make
) -> None:
    root = make_comment(body="What it said.")
    make_comment(parent=root)
    decide([root], move, by=None)
    words = within(client, root)
    assert sentence in words
    assert "What it said." not in words
    assert "1 comment" in words


def test_a_comment_that_waits_is_on_no_public_page(client: Client, make_comment: Make) -> None:
    seen = make_comment()
    held = make_comment(article=seen.article, status=Status.HELD, body="Not read by anybody yet.")
    assert "Not read by anybody yet." not in within(client, seen)
    assert client.get(address("comment", seen.article, pk=held.pk)).status_code == 404


def test_a_text_in_another_language_than_the_page_says_which(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    english = make_article()
    russian = make_article(story=english.story, language="ru")
    make_comment(article=russian, body="По-русски.")
    make_comment(article=english, body="In English.")
    html = client.get(address("discussion", english)).content.decode()
    assert re.search(r'class="comment-body" lang="ru"><p dir="auto">По-русски', html)
    assert re.search(r'class="comment-body"><p dir="auto">In English', html)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Personal attacks", "personal attacks"), ("DSA breach", "DSA breach"), ("", ""), ("X", "x")],
)
def test_a_rule_s_title_stands_in_a_sentence(title: str, shown: str) -> None:
    assert in_sentence(title) == shown


# --- The discussion as a whole ---


def test_an_open_discussion_without_comments_invites_one(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    page = client.get(address("discussion", article))
    assert "No comments yet." in text_of(page)
    assert address("post_comment", article) in links(page)
    assert not Discussion.objects.exists(), "reading writes nothing"


@pytest.mark.parametrize("how", [{"is_open": False}, {"closes_at": timezone.now()}])
def test_a_closed_discussion_says_so_and_offers_no_form(
    how: dict[str, object], client: Client, make_comment: Make
) -> None:
    comment = make_comment()
    Discussion.objects.filter(story_id=comment.story_id).update(**how)
    page = client.get(address("discussion", comment.article))
    assert "This discussion is closed" in text_of(page)
    assert not [link for link in links(page) if "/reply/" in link]


def test_a_discussion_that_closes_later_is_open(client: Client, make_comment: Make) -> None:
    comment = make_comment()
    later = timezone.now() + timedelta(hours=1)
    Discussion.objects.filter(story_id=comment.story_id).update(closes_at=later)
    assert "is closed" not in within(client, comment)


def test_all_editions_show_the_same_discussion(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    english = make_article()
    uzbek = make_article(story=english.story, language="uz", slug="daryo")
    make_comment(article=english, body="One discussion for all.")
    page = client.get(address("discussion", uzbek))
    assert "One discussion for all." in text_of(page)
    assert address("post_comment", uzbek) in links(page)


def test_orders_are_links_and_the_present_one_is_marked(client: Client, make_comment: Make) -> None:
    first = make_comment(body="The first one.")
    make_comment(article=first.article, body="The second one.")
    page = client.get(address("discussion", first.article) + "?order=newest")
    words = text_of(page)
    assert words.index("The second one.") < words.index("The first one.")
    marked = re.findall(r'<a href="[^"]*order=(\w+)[^"]*"[^>]*aria-current', page.content.decode())
    assert marked == ["newest"]
    assert {link for link in links(page) if "order=" in link} == {
        f"{address('discussion', first.article)}?order={order}"
        for order in ("oldest", "newest", "recommended", "discussed")
    }


def test_every_comment_is_reached_by_links_alone(client: Client, make_comment: Make) -> None:
    root = make_comment(body="Number root.")
    article = root.article
    for number in range(30):
        make_comment(article=article, body=f"Number {number}.")
    for number in range(FIRST_REPLIES + 5):
        make_comment(parent=root, body=f"Answer {number}.")
    start = address("discussion", article)
    seen, to_read, read = set(), [start], set()
    while to_read:
        url = to_read.pop()
        read.add(url)
        page = client.get(url)
        assert page.status_code == 200
        seen |= set(re.findall(r'id="comment-(\d+)"', page.content.decode()))
        to_read += {
            link
            for link in links(page)
            if "after=" in link and link.startswith(start) and link not in read
        } - set(to_read)
    assert seen == {str(pk) for pk in Comment.objects.values_list("pk", flat=True)}
    assert "Show 5 more replies" in text_of(client.get(start))


def test_more_than_one_reply_left_is_said_in_the_right_number(
    client: Client, make_comment: Make
) -> None:
    root = make_comment()
    for _ in range(FIRST_REPLIES + 1):
        make_comment(parent=root)
    assert "Show 1 more reply " in within(client, root)


@pytest.mark.parametrize(
    "query",
    [
        "?order=loudest",
        "?after=x",
        "?order=newest&after=%00",
        f"?order=discussed&after={'1' * 5000}-{'f' * 20}",
    ],
)
def test_an_address_that_the_house_did_not_write_is_not_found(
    query: str, client: Client, make_article: Make
) -> None:
    assert client.get(address("discussion", make_article()) + query).status_code == 404


def test_an_unpublished_article_has_no_discussion(client: Client, make_article: Make) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    article = make_article(publish_at=tomorrow)
    assert client.get(address("discussion", article)).status_code == 404


# --- Permanent addresses ---


def test_a_permanent_address_shows_the_comment_with_what_it_answers(
    client: Client, make_comment: Make
) -> None:
    root = make_comment(body="The root of it.")
    comment = make_comment(parent=root, body="The comment itself.")
    make_comment(parent=comment, body="An answer to it.")
    make_comment(parent=root, body="Its neighbour.")
    page = client.get(address("comment", root.article, pk=comment.pk))
    words = text_of(page)
    assert words.index("The root of it.") < words.index("The comment itself.")
    assert "An answer to it." in words
    assert "Its neighbour." not in words
    html = page.content.decode()
    assert re.search(rf'is-target[^"]*" id="comment-{comment.pk}"', html)
    assert '<meta name="robots" content="noindex' in html
    assert re.search(rf'<link rel="canonical" href="[^"]+{root.article.get_absolute_url()}">', html)
    assert f"{root.article.get_absolute_url()}" in links(page)


def test_a_comment_of_another_story_is_not_found(
    client: Client, make_comment: Make, make_article: Make
) -> None:
    comment = make_comment()
    assert client.get(address("comment", make_article(), pk=comment.pk)).status_code == 404
    huge = address("comment", comment.article, pk=10**30)
    assert client.get(huge).status_code == 404


def test_a_tombstone_has_its_permanent_address(client: Client, make_comment: Make) -> None:
    comment = make_comment(status=Status.REMOVED)
    page = client.get(address("comment", comment.article, pk=comment.pk))
    assert "Comment removed for violating" in text_of(page)


def test_deep_answers_stay_on_the_page(client: Client, make_comment: Make) -> None:
    comment = make_comment()
    root = comment
    for _ in range(FIRST_REPLIES):
        comment = make_comment(parent=comment)
    html = client.get(address("discussion", root.article)).content.decode()
    assert set(re.findall(r"level-(\d+)", html)) == set("0123456")


# --- The policy ---


def test_the_policy_shows_its_rules_at_their_anchors_and_the_way_of_a_comment(
    client: Client, make_article: Make, make_rule: Make
) -> None:
    make_article()
    make_rule(code="3")
    make_rule(code="9", title="Retired rule", in_force=False)
    page = client.get(reverse("policy", kwargs={"language": "en"}))
    assert 'id="rule-3"' in page.content.decode()
    assert "Personal attacks" in text_of(page)
    assert "Criticise what was said." in text_of(page)
    assert "Retired rule" not in text_of(page)
    assert "What happens to your comment" in text_of(page)


def test_the_policy_speaks_the_page_s_language_and_says_where_it_cannot(
    client: Client, make_article: Make, make_rule: Make
) -> None:
    make_article(language="fa", slug="rud")
    RuleText.objects.create(rule=make_rule(code="3"), language="fa", title="حمله", text="…")
    make_rule(code="4", title="Private data")
    html = client.get(reverse("policy", kwargs={"language": "fa"})).content.decode()
    assert '<html lang="fa" dir="rtl">' in html
    assert re.search(
        r'id="rule-3" tabindex="-1">\s*<h3><span class="policy-code">3</span> حمله', html
    )
    assert re.search(r'id="rule-4" tabindex="-1" lang="en"', html)


# --- The same bytes for everybody, at the same cost ---


def public_addresses(comment: Comment) -> list[str]:
    return [
        address("discussion", comment.article),
        address("discussion", comment.article) + "?order=newest",
        address("comment", comment.article, pk=comment.pk),
        reverse("policy", kwargs={"language": "en"}),
    ]


def test_public_pages_are_the_same_bytes_for_everybody_and_set_no_cookie(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    comment = make_comment()
    signed_in = Client()
    signed_in.force_login(make_user("Moderators"))
    odd = Client(headers={"Cookie": "csrftoken=junk; sessionid=junk; reader=x; waits=1"})
    for url in public_addresses(comment):
        page = client.get(url)
        assert page.status_code == 200
        assert not page.cookies
        assert "public" in page["Cache-Control"]
        assert "cookie" not in page.get("Vary", "").lower()
        assert "csrfmiddlewaretoken" not in page.content.decode()
        assert signed_in.get(url).content == page.content
        assert odd.get(url).content == page.content


def test_public_pages_parse_strictly(client: Client, make_comment: Make, make_rule: Make) -> None:
    root = make_comment()
    make_comment(parent=root)
    make_comment(article=root.article, status=Status.REMOVED)
    for url in public_addresses(root):
        parse(client.get(url))


@pytest.mark.parametrize("count", [1, 40])
def test_a_discussion_takes_three_queries_whatever_its_size(
    count: int,
    make_comment: Make,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    rf: RequestFactory,
) -> None:
    root = make_comment()
    for number in range(count):
        make_comment(parent=root if number % 2 else None, article=root.article)
    place, request = Place.of(root.article), rf.get("/")
    branch_context(request, place, root)  # prepares its statement
    discussion_parts(request, place)
    with django_assert_max_num_queries(2):
        html = b"".join(discussion_parts(request, place)).decode()
    assert root.body in html
    with django_assert_max_num_queries(3):
        branch_context(request, place, root)
