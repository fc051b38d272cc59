"""The page of acts on a comment: who may do what, with and without our script."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comments.guest_links import new_link
from comments.models import Comment, Discussion, Ignored, Recommendation, Status
from comments.ownership import HINT
from comments.recommending import recommend
from tests.comments.reading import SAME_ORIGIN, address, links, parse, text_of
from tests.comments.test_guest_links import path_of
from tests.making import Make

JSON = SAME_ORIGIN | {"Accept": "application/json"}


def acts(comment: Comment) -> str:
    return address("comment_acts", comment.article, pk=comment.pk)


def press(
    client: Client,
    comment: Comment,
    wanted: str = "yes",
    act: str = "recommend_comment",
    **how: Any,
) -> Any:
    url = address(act, comment.article, pk=comment.pk)
    return client.post(url, {"wanted": wanted}, headers=how.get("headers", SAME_ORIGIN))


def number(comment: Comment) -> int:
    comment.refresh_from_db()
    return comment.recommend_count


@pytest.fixture
def reader(client: Client, make_user: Make) -> Client:
    """Somebody signed in who is no staff."""
    client.force_login(make_user())
    return client


@pytest.fixture
def guest(make_comment: Make) -> Client:
    """A guest who has opened the link to a comment of theirs."""
    browser = Client()
    browser.get(path_of(new_link(make_comment(guest_email="odile@example.org"))))
    return browser


# --- The page in its states ---


def test_a_stranger_is_told_how_to_become_known(client: Client, make_comment: Make) -> None:
    comment = make_comment(body="Well said.")
    page = client.get(acts(comment))
    words = text_of(page)
    assert "Well said." in words
    assert "Nobody has recommended this comment yet." in words
    assert "open the link in the mail" in words
    assert any(link.endswith(f"?next={acts(comment)}") for link in links(page))
    assert "<form" not in page.content.decode().partition("<main")[2]
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    refused = press(client, comment)
    assert refused.status_code == 403
    assert "To recommend, sign in" in text_of(refused)
    assert number(comment) == 0


def test_a_reader_recommends_and_takes_it_back(reader: Client, make_comment: Make) -> None:
    comment = make_comment()
    assert "Recommend this comment" in text_of(reader.get(acts(comment)))
    sent = press(reader, comment)
    assert (sent.status_code, sent["Location"]) == (303, acts(comment))
    page = reader.get(acts(comment))
    assert "1 person recommends this comment: you." in text_of(page)
    assert "Take it back" in text_of(page)
    parse(page)
    recommend(comment, guest="a" * 64)
    assert "2 people recommend this comment, you among them." in text_of(reader.get(acts(comment)))
    assert "2 people recommend this comment." in text_of(Client().get(acts(comment)))
    press(reader, comment, "no")
    assert number(comment) == 1


def test_a_guest_does_so_by_the_link_in_their_mail(guest: Client, make_comment: Make) -> None:
    comment = make_comment()
    assert guest.cookies[HINT].value == "1"
    assert press(guest, comment).status_code == 303
    assert "recommends this comment: you" in text_of(guest.get(acts(comment)))
    press(guest, comment, "no")
    assert number(comment) == 0
    own = Comment.objects.get(guest_email="odile@example.org")
    assert "This is your own comment" in text_of(guest.get(acts(own)))
    assert press(guest, own).status_code == 409
    guest.cookies["guest"] = "1:forged:token"
    assert press(guest, comment).status_code == 403


def test_one_s_own_comment_has_no_button(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    writer = make_user()
    comment = make_comment(author=writer, guest_name="")
    client.force_login(writer)
    page = client.get(acts(comment))
    assert "This is your own comment" in text_of(page)
    assert f"/your-comment/{comment.pk}/" in links(page)
    refused = press(client, comment, headers=JSON)
    assert refused.json() == {"said": "This is your own comment."}


def test_a_closed_discussion_is_recommended_from_but_not_answered_in(
    reader: Client, make_comment: Make
) -> None:
    comment = make_comment()
    Discussion.objects.update(is_open=False)
    page = reader.get(acts(comment))
    assert "Recommend this comment" in text_of(page)
    assert not [link for link in links(page) if "/reply/" in link]
    press(reader, comment)
    assert number(comment) == 1


@pytest.mark.parametrize("status", [Status.REMOVED])
def test_a_tombstone_shows_no_words_and_takes_nothing(
    status: str, reader: Client, make_comment: Make
) -> None:
    comment = make_comment(status=status, body="Unkind words.")
    page = reader.get(acts(comment))
    assert "Unkind words." not in text_of(page)
    assert "Comment removed for violating" in text_of(page)
    refused = press(reader, comment)
    assert refused.status_code == 409
    assert "no longer there" in text_of(refused)
    assert "Unkind words." not in text_of(refused)


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED, Status.DELETED])
def test_what_stands_in_no_thread_is_not_found(
    status: str, reader: Client, make_comment: Make, make_article: Make
) -> None:
    comment = make_comment(status=status)
    assert reader.get(acts(comment)).status_code == 404
    assert press(reader, comment).status_code == 404
    elsewhere = address("comment_acts", make_article(), pk=make_comment().pk)
    assert reader.get(elsewhere).status_code == 404


def test_a_link_that_is_followed_recommends_nothing(reader: Client, make_comment: Make) -> None:
    comment = make_comment()
    page = reader.get(address("recommend_comment", comment.article, pk=comment.pk))
    assert "Recommend this comment" in text_of(page)
    assert number(comment) == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"X-Nothing": "at all"}])
def test_what_another_site_sends_is_refused(
    headers: dict[str, str], reader: Client, make_comment: Make
) -> None:
    comment = make_comment()
    assert press(reader, comment, headers=headers).status_code == 403
    assert number(comment) == 0


def test_an_account_s_press_needs_the_form_s_token(make_user: Make, make_comment: Make) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    comment = make_comment()
    assert press(strict, comment).status_code == 403
    here = address("recommended_here", comment.article) + f"?of={comment.pk}"
    assert not strict.get(here).cookies, "the nameplate's fragment brings the token, and it alone"
    strict.get("/session/")
    token = strict.cookies["csrftoken"].value
    url = address("recommend_comment", comment.article, pk=comment.pk)
    sent = {"wanted": "yes", "csrfmiddlewaretoken": token}
    assert strict.post(url, sent, headers=JSON).json() == {"count": "1", "own": True}


# --- Our script ---


def test_our_script_gets_the_number_in_the_page_s_digits(
    reader: Client, make_article: Make, make_comment: Make
) -> None:
    comment = make_comment(article=make_article(language="fa"))
    assert press(reader, comment, headers=JSON).json() == {"count": "۱", "own": True}
    assert press(reader, comment, "no", headers=JSON).json() == {"count": "", "own": False}


def test_our_script_is_told_what_the_reader_recommended(
    reader: Client, guest: Client, make_comment: Make
) -> None:
    first, second = make_comment(), make_comment()
    url = address("recommended_here", first.article)
    press(reader, first)
    press(guest, second)
    asked = f"{url}?of={first.pk}.{second.pk}.x.{'9' * 40}"
    assert reader.get(asked).json()["own"] == [first.pk]
    assert guest.get(asked).json() == {"own": [second.pk]}
    nobody = Client().get(asked)
    assert (nobody.status_code, nobody.content) == (204, b"")
    assert not nobody.cookies


def test_the_address_counts_for_the_limit(
    reader: Client, make_comment: Make, settings: Any
) -> None:
    settings.RECOMMENDS_PER_ADDRESS_HOUR = 1
    press(reader, make_comment())
    assert len(Recommendation.objects.get().address) == 64
    refused = press(reader, make_comment(), headers=JSON)
    assert refused.status_code == 409
    assert "your connection" in refused.json()["said"]


# --- The newsroom ---

MAY_FEATURE = {"Moderators", "Editors", "Administrators"}


@pytest.mark.parametrize("role", ["nobody", "", "Reporters", *sorted(MAY_FEATURE)])
def test_who_may_feature_and_who_is_shown_the_desk(
    role: str, client: Client, make_user: Make, make_comment: Make
) -> None:
    comment = make_comment()
    if role != "nobody":
        client.force_login(make_user(role))
    words = text_of(client.get(acts(comment)))
    assert ("Feature on top of the discussion" in words) == (role in MAY_FEATURE)
    assert ("Decide about this comment" in words) == (role in {"Moderators", "Administrators"})
    sent = press(client, comment, act="feature_comment")
    assert sent.status_code == (303 if role in MAY_FEATURE else 403)
    comment.refresh_from_db()
    assert comment.is_featured == (role in MAY_FEATURE)
    if role in MAY_FEATURE:
        assert "stands on top of its discussion" in text_of(client.get(acts(comment)))
        press(client, comment, "no", act="feature_comment")
        comment.refresh_from_db()
        assert not comment.is_featured


def test_a_fourth_is_refused_in_words(client: Client, make_user: Make, make_comment: Make) -> None:
    client.force_login(make_user("Editors"))
    first = make_comment()
    for _ in range(3):
        press(client, make_comment(article=first.article), act="feature_comment")
    refused = press(client, first, act="feature_comment")
    assert refused.status_code == 409
    assert "Three comments are featured" in text_of(refused)


def test_a_moderator_comes_from_the_comment_s_page_in_the_admin(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    client.force_login(make_user("Moderators"))
    comment, held = make_comment(), make_comment(status=Status.HELD)
    page = f"/admin/comments/comment/{comment.pk}/change/"
    assert acts(comment) in client.get(page).content.decode()
    waiting = client.get(f"/admin/comments/comment/{held.pk}/change/").content.decode()
    assert acts(held) not in waiting


# --- Public pages ---


def test_the_foot_of_a_comment_leads_to_the_acts_and_names_its_writer(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(guest_name="Odile")
    for guest in "abc":
        recommend(comment, guest=guest * 64)
    page = client.get(address("discussion", comment.article))
    assert "Recommend 3 · Odile" in text_of(page)
    assert {acts(comment), acts(comment).replace("/act/", "/recommend/")} <= set(links(page))


def test_a_byline_gives_a_badge_and_staff_have_theirs(
    client: Client, make_user: Make, make_article: Make, make_comment: Make
) -> None:
    from articles.models import Author

    writer, colleague = make_user("Reporters"), make_user("Reporters")
    article = make_article(authors=[Author.objects.create(name="N", slug="n", user=writer)])
    make_comment(article=article, author=writer, guest_name="", body="I wrote it.")
    make_comment(article=article, author=colleague, guest_name="", body="I did not.")
    html = client.get(address("discussion", article)).content.decode()
    assert html.count('<span class="comment-staff">Author</span>') == 1
    assert html.count('<span class="comment-staff">Staff</span>') == 1
    assert html.index(">Author<") < html.index("I wrote it.") < html.index(">Staff<")
    other = make_comment(author=writer, guest_name="")
    assert ">Author<" not in client.get(address("discussion", other.article)).content.decode()


def test_a_commenter_is_ignored_from_there_by_others_who_are_signed_in_alone(
    reader: Client, make_comment: Make
) -> None:
    comment = make_comment()
    page = address("comment_acts", comment.article, pk=comment.pk)
    assert "Ignore this commenter" not in Client().get(page).content.decode()
    assert "Ignore this commenter" in reader.get(page).content.decode()
    reader.post(reverse("ignore_commenter"), {"comment": comment.pk}, headers=SAME_ORIGIN)
    assert Ignored.objects.get().comment == comment
