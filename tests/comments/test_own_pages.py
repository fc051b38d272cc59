"""The pages of an account about its words: each finds its own there, and nobody else's."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, MailSettings, Move, Notice, Recommendation, Subscription
from comments.moderation import decide
from comments.own_pages.paging import PAGE_ROWS
from comments.own_pages.told import MOST_UNREAD, unread
from comments.undoing import undo
from tests.comments.reading import SAME_ORIGIN, links, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
COMMENTS, NOTICES, FOLLOWING = "/account/comments/", "/account/notices/", "/account/following/"
RECOMMENDED, IGNORED, MAIL = "/account/recommended/", "/account/ignored/", "/account/mail/"
MAIL_FIELDS = {"answers", "stories", "articles", "digest_hour"}
REPORTS = "/account/reports/"
LISTS = [COMMENTS, NOTICES, FOLLOWING, RECOMMENDED, REPORTS, IGNORED, MAIL]


@pytest.fixture
def reader(make_user: Make) -> Any:
    return make_user(display_name="Odile Wray")


@pytest.fixture
def as_reader(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def names_on(page: HttpResponse) -> set[str]:
    """The names of the fields that somebody can fill in."""
    return {field.attrib["name"] for field in parse(page).iter("select")}


def tell(user: Any, comment: Comment, kind: str = "answer", **fields: Any) -> Notice:
    """Return the notice of a comment, which is added where posting it has told nobody."""
    known = {"user": user, "comment": comment, "decision": fields.pop("decision", None)}
    more = {"kind": kind, "story_id": comment.story_id} | fields
    return Notice.objects.get_or_create(**known, defaults=more)[0]


@pytest.mark.parametrize("address", [*LISTS, "/account/export/", "/account/close/"])
def test_strangers_are_asked_to_sign_in_and_nothing_is_stored(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", [*LISTS, "/account/export/", "/account/close/"])
def test_an_account_that_has_done_nothing_yet_finds_pages_that_say_so(
    as_reader: Client, address: str
) -> None:
    page = as_reader.get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("held", "A moderator has not read it yet."),
        ("published", "See it in the discussion"),
        ("rejected", "Not published · It breaks rule 3, personal attacks"),
        ("removed", "Removed · It breaks rule 3, personal attacks"),
        ("deleted", "You have deleted it."),
    ],
)
def test_each_comment_stands_there_with_its_state_and_reason(
    as_reader: Client, reader: Any, make_comment: Make, status: str, said: str
) -> None:
    comment = make_comment(author=reader, status=status)
    page = as_reader.get(COMMENTS)
    assert comment.body in text_of(page)
    assert said in text_of(page)
    assert f"/your-comment/{comment.pk}/" in links(page)


def test_a_comment_that_was_sent_back_to_waiting_is_under_review(
    as_reader: Client, reader: Any, make_comment: Make, moderator: Any
) -> None:
    decide([make_comment(author=reader)], Move.HOLD, by=moderator)
    assert "Under review" in text_of(as_reader.get(COMMENTS))


def test_answers_are_counted_as_far_as_readers_can_read_them(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    comment = make_comment(author=reader)
    for status in ("published", "published", "held", "removed"):
        make_comment(parent=comment, status=status)
    assert "2 answers" in text_of(as_reader.get(COMMENTS))


def test_nobody_sees_the_comments_of_others_in_their_list(
    as_reader: Client, make_comment: Make, make_user: Make
) -> None:
    other = make_comment(author=make_user())
    assert other.body not in text_of(as_reader.get(COMMENTS))


def test_a_long_list_is_read_page_by_page_and_shows_each_once(
    as_reader: Client, reader: Any, make_comment: Make, make_article: Make
) -> None:
    article = make_article()
    made = {make_comment(article, author=reader).body for _ in range(PAGE_ROWS + 2)}
    first = as_reader.get(COMMENTS)
    [older] = [link for link in links(first) if link.startswith("?before=")]
    second = as_reader.get(COMMENTS + older)
    found = [body for page in (first, second) for body in made if body in text_of(page)]
    assert sorted(found) == sorted(made)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣", "1 OR 1=1"])
@pytest.mark.parametrize("address", LISTS[:6])
def test_a_page_that_nobody_linked_is_not_there(
    as_reader: Client, address: str, before: str
) -> None:
    assert as_reader.get(address, {"before": before}).status_code == 404


def fill(reader: Any, make_comment: Make, make_user: Make, count: int) -> None:
    """Give somebody so many rows in each list, each with another article and author."""
    for number in range(count):
        other = make_comment(author=make_user() if number % 2 else None)
        state = ["published", "removed", "rejected", "held"][number % 4]
        own = make_comment(author=reader, status=state)
        tell(reader, make_comment(parent=other))
        if state == "removed":
            decision = own.decisions.get(move=Move.REMOVE)
            tell(reader, own, "decision", decision=decision)
        Subscription.objects.create(user=reader, story_id=other.story_id)
        Recommendation.objects.create(user=reader, comment=other, story_id=other.story_id)
        reader_ignores(reader, other)


def reader_ignores(reader: Any, comment: Comment) -> None:
    from comments.ignoring import ignore

    ignore(reader, comment)


def test_lists_ask_as_many_queries_for_many_rows_as_for_few(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make
) -> None:
    asked: dict[str, list[int]] = {address: [] for address in LISTS}
    for count in (4, 12):
        fill(reader, make_comment, make_user, count)
        for address in LISTS:
            with CaptureQueriesContext(connection) as captured:
                assert as_reader.get(address).status_code == 200
            asked[address].append(len(captured))
    assert {address: few for address, (few, _many) in asked.items()} == {
        address: many for address, (_few, many) in asked.items()
    }
    assert max(few for few, _many in asked.values()) <= 8


def test_notices_tell_who_answered_where_and_lead_there(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make
) -> None:
    mine = make_comment(author=reader)
    answer = make_comment(parent=mine, author=make_user(display_name="Tomas Breck"))
    tell(reader, answer)
    page = as_reader.get(NOTICES)
    assert "Tomas Breck answers you" in text_of(page)
    assert answer.body in text_of(page)
    assert answer.article.headline in text_of(page)
    assert f"/comments/{answer.pk}/#comment-{answer.pk}" in page.content.decode()


def test_a_decision_is_told_with_its_rule_and_leads_to_ones_own_page(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    comment = make_comment(author=reader, status="removed")
    tell(reader, comment, "decision", decision=comment.decisions.get(move=Move.REMOVE))
    page = as_reader.get(NOTICES)
    assert "Your comment was removed · it breaks rule 3, personal attacks" in text_of(page)
    assert f"/your-comment/{comment.pk}/" in links(page)


def test_what_readers_may_not_read_is_not_told(
    as_reader: Client, reader: Any, make_comment: Make, moderator: Any
) -> None:
    answer = make_comment(parent=make_comment(author=reader))
    tell(reader, answer)
    for move in (Move.HOLD, Move.APPROVE):
        decide([answer], move, by=moderator)
        is_told = answer.body in text_of(as_reader.get(NOTICES))
        assert is_told == (move == Move.APPROVE)
        assert unread(reader.pk) == int(is_told)


def test_a_decision_that_was_undone_is_not_told(
    as_reader: Client, reader: Any, make_comment: Make, moderator: Any, make_rule: Make
) -> None:
    comment = make_comment(author=reader)
    outcome = decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    tell(reader, comment, "decision", decision=outcome.decisions[0])
    undo(outcome.act, by=moderator)
    assert "was removed" not in text_of(as_reader.get(NOTICES))
    assert unread(reader.pk) == 0


def test_opening_the_list_marks_nothing_and_its_form_only_what_was_there(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    mine = make_comment(author=reader)
    first = tell(reader, make_comment(parent=mine))
    assert "Mark all as read" in text_of(as_reader.get(NOTICES))
    assert unread(reader.pk) == 1
    later = tell(reader, make_comment(parent=mine))
    answer = as_reader.post(NOTICES, {"upto": first.pk}, headers=SAME_ORIGIN)
    assert (answer.status_code, answer["Location"]) == (303, NOTICES)
    assert list(Notice.objects.to(reader.pk).unread()) == [later]


def test_nobody_marks_anothers_notices_nor_from_another_site(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make
) -> None:
    other = tell(make_user(), make_comment())
    as_reader.post(NOTICES, {"upto": other.pk}, headers=SAME_ORIGIN)
    own = tell(reader, make_comment())
    refused = as_reader.post(NOTICES, {"upto": own.pk}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert set(Notice.objects.unread().exclude(user=None)) == {other, own}


def test_the_nameplate_counts_what_is_unread_up_to_a_bound_in_one_query(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    sizes, said = [], []
    comment = make_comment()
    for count in (0, 3, MOST_UNREAD + 5):
        missing = count - Notice.objects.to(reader.pk).count()
        made = [make_comment(comment.article) for _ in range(missing)]
        Notice.objects.bulk_create(
            Notice(user=reader, comment=c, kind="story", story_id=c.story_id) for c in made
        )
        with CaptureQueriesContext(connection) as captured:
            said.append(text_of(as_reader.get("/session/")))
        sizes.append(len(captured))
    assert len(set(sizes)) == 1
    assert "unread" not in said[0]
    assert "Notices 3 unread" in said[1]
    assert f"Notices {MOST_UNREAD}+ unread" in said[2]


def test_a_story_is_followed_no_more_at_a_press(
    as_reader: Client, reader: Any, make_article: Make, make_user: Make
) -> None:
    here, other = make_article(headline="The bridge"), make_user()
    for user in (reader, other):
        Subscription.objects.create(user=user, story_id=here.story_id)
    assert "The bridge" in text_of(as_reader.get(FOLLOWING))
    as_reader.post(FOLLOWING, {"story": here.story_id}, headers=SAME_ORIGIN)
    assert "The bridge" not in text_of(as_reader.get(FOLLOWING))
    assert Subscription.objects.get().user == other


def test_a_followed_story_stands_in_the_language_of_the_page_where_it_has_that_edition(
    as_reader: Client, reader: Any, make_article: Make
) -> None:
    persian = make_article(language="fa", headline="پل")
    make_article(story=persian.story, headline="The bridge")
    Subscription.objects.create(user=reader, story_id=persian.story_id)
    assert "The bridge" in text_of(as_reader.get(FOLLOWING))


def test_a_followed_story_that_was_withdrawn_stays_in_the_list_without_its_headline(
    as_reader: Client, reader: Any, make_article: Make
) -> None:
    gone = make_article(status="withdrawn", headline="The bridge")
    Subscription.objects.create(user=reader, story_id=gone.story_id)
    said = text_of(as_reader.get(FOLLOWING))
    assert "The bridge" not in said
    assert "A story that cannot be read at the moment" in said


def test_a_recommended_comment_stands_there_while_it_can_be_read(
    as_reader: Client, reader: Any, make_comment: Make, moderator: Any
) -> None:
    comment = make_comment()
    Recommendation.objects.create(user=reader, comment=comment, story_id=comment.story_id)
    assert comment.body in text_of(as_reader.get(RECOMMENDED))
    decide([comment], Move.HOLD, by=moderator)
    assert comment.body not in text_of(as_reader.get(RECOMMENDED))


def test_how_one_is_told_is_kept_and_an_unknown_choice_refused(
    as_reader: Client, reader: Any
) -> None:
    chosen = {"answers": "never", "stories": "at_once", "articles": "daily", "digest_hour": "18"}
    refused = as_reader.post(MAIL, chosen | {"digest_hour": "24"}, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert not MailSettings.objects.exists()
    assert names_on(refused) >= MAIL_FIELDS
    kept = as_reader.post(MAIL, chosen, headers=SAME_ORIGIN, follow=True)
    assert names_on(kept) >= MAIL_FIELDS
    assert "selected>18:00</option>" in kept.content.decode()
    assert "Your choice is kept." in text_of(kept)
    row = MailSettings.objects.get(user=reader)
    assert (row.answers, row.stories, row.articles, row.digest_hour) == (
        "never", "at_once", "daily", 18,
    )  # fmt: skip


def test_the_pages_speak_the_accounts_language_where_it_has_one(
    as_reader: Client, reader: Any, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "fa"
    page = as_reader.get(COMMENTS).content.decode()
    assert '<html lang="fa" dir="rtl">' in page
