"""Cases handed to the authorities, and the newsroom's pages of legal holds."""

import json
import zipfile
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.erasing import erase
from comments.legal_holds import hold, is_held, under_hold
from comments.models import Comment, Escalation, LegalHold, ModeratorScope, Move
from comments.moderation import decide
from comments.policy import keep_version
from comments.recommending import Person
from comments.reporting import report
from portal.models import User
from tests.comments.own_words import change
from tests.comments.reading import parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
SENT = {"authority": "Police of Brod", "reason": "A threat to a life.", "with_author": "on"}
LIST, ADD = "/admin/comments/legalhold/", "/admin/comments/legalhold/add/"
THREAT = "I will come on Sunday & bring <matches>."


@pytest.fixture
def threat(make_comment: Make, make_user: Make, make_rule: Make) -> Comment:
    author = make_user(display_name="Odile Wray", email="odile@example.org")
    make_rule("2", "Threats")
    keep_version(None)
    now, above = timezone.now(), make_comment(body="Who says so?")
    words = {"body": "See you on Sunday.", "submitted_at": now}
    comment = make_comment(above.article, parent=above, author=author, **words)
    change(comment, THREAT)
    decide([comment], Move.APPROVE, by=None)
    comment.refresh_from_db()
    report(comment, by=Person(), address="c" * 64, text="He means it.")
    return comment


def page(comment: Comment) -> str:
    return reverse("admin:comments_comment_escalate", args=[comment.pk])


def files_of(answer: Any) -> dict[str, bytes]:
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    return found | {"": content}


def test_the_form_says_what_it_does_and_its_answer_is_the_case(
    as_moderator: Client, threat: Comment, moderator: User
) -> None:
    form = as_moderator.get(page(threat))
    parse(form)
    assert "legal hold keeps the comment" in text_of(form)
    answer = as_moderator.post(page(threat), SENT)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")
    files = files_of(answer)
    assert set(files) == {"", "case.json", "case.html", "case.css", "MANIFEST.txt"}
    case = json.loads(files["case.json"])
    assert case["about"]["authority"] == "Police of Brod"
    assert case["comment"][0]["body"] == THREAT
    assert case["texts"][0]["body"] == "See you on Sunday."
    assert case["above"][0]["body"] == "Who says so?"
    assert case["account"][0]["email"] == "odile@example.org"
    assert case["addresses"][0]["email"] == "odile@example.org"
    assert {"post", "edit"} <= {row["move"] for row in case["decisions"]}
    assert case["reports"][0]["text"] == "He means it."
    assert case["policy"][0]["code"] == "2"
    assert case["screenings"]
    html = files["case.html"].decode()
    assert "I will come on Sunday &amp; bring &lt;matches&gt;." in html
    assert "odile@example.org" in html


def test_the_file_holds_no_secret_and_its_digests_are_right(
    as_moderator: Client, threat: Comment
) -> None:
    files = files_of(as_moderator.post(page(threat), SENT))
    password = User.objects.get(email="odile@example.org").password
    for secret in (password, "token_hash", "password"):
        assert secret.encode() not in files["case.json"] + files["case.html"]
    lines = [line.split("  ") for line in files["MANIFEST.txt"].decode().splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: sha256(files[name]).hexdigest() for name in ("case.json", "case.html", "case.css")
    }
    assert Escalation.objects.get().digest == sha256(files[""]).hexdigest()


def test_handing_over_is_a_record_and_keeps_the_comment_and_its_author(
    as_moderator: Client, threat: Comment, moderator: User
) -> None:
    as_moderator.post(page(threat), SENT)
    row = Escalation.objects.get()
    assert (row.authority, row.reason, row.made_by) == (
        "Police of Brod",
        "A threat to a life.",
        moderator,
    )
    assert threat.author is not None
    assert is_held(threat.author)
    assert under_hold(Comment.objects.all()).get() == threat
    assert "Police of Brod" in text_of(as_moderator.get(page(threat)))
    listed = text_of(as_moderator.get("/admin/comments/escalation/"))
    assert "Police of Brod" in listed
    with pytest.raises(DatabaseError), transaction.atomic():
        Escalation.objects.update(authority="…")


@pytest.mark.parametrize("missing", ["authority", "reason"])
def test_it_is_said_to_whom_and_why(missing: str, as_moderator: Client, threat: Comment) -> None:
    answer = as_moderator.post(page(threat), SENT | {missing: " "})
    assert answer.status_code == 422
    assert "Sunday" in text_of(answer)
    assert not Escalation.objects.exists()
    assert not LegalHold.objects.exists()


def test_of_an_erased_comment_there_is_nothing_to_hand_over(
    as_moderator: Client, make_comment: Make
) -> None:
    gone = make_comment()
    decide([gone], Move.DELETE, by=None)
    erase([gone])
    answer = as_moderator.post(page(gone), SENT)
    assert "Nothing of it is left" in text_of(answer)
    assert not Escalation.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("", 302), ("Reporters", 403), ("Editors", 403), ("Moderators", 200), ("Administrators", 200)],
)
def test_who_may_hand_over_and_hold(
    role: str, status: int, client: Client, threat: Comment, make_user: Make
) -> None:
    client.force_login(make_user(role))
    for address in (page(threat), ADD, LIST, "/admin/comments/escalation/"):
        assert client.get(address).status_code == status, address


def test_a_moderator_hands_over_and_holds_what_is_within_their_limits(
    as_moderator: Client, threat: Comment, moderator: User
) -> None:
    ModeratorScope.objects.create(moderator=moderator, languages=["fa"])
    assert as_moderator.post(page(threat), SENT).status_code == 404
    answer = as_moderator.post(ADD, {"kind": "comment", "which": threat.pk, "reason": "…"})
    assert "There is none of that number" in text_of(answer)


# --- Holds by hand ---


def test_a_card_s_link_fills_in_its_comment(as_moderator: Client, threat: Comment) -> None:
    card = as_moderator.get(f"/admin/comments/comment/waiting/?comment={threat.pk}")
    assert f"{ADD}?comment={threat.pk}" in card.content.decode()
    assert page(threat) in card.content.decode()
    form = as_moderator.get(f"{ADD}?comment={threat.pk}")
    parse(form)
    assert f'value="{threat.pk}"' in form.content.decode()


@pytest.mark.parametrize("kind", ["comment", "photo", "user", "address"])
def test_each_kind_is_held_by_its_number(
    kind: str, as_moderator: Client, threat: Comment, make_photo: Make
) -> None:
    photo = make_photo()
    which = {"comment": f"#{threat.pk}", "photo": photo.pk, "user": threat.author_id}
    sent = {"kind": kind, "which": which.get(kind), "reason": "Court of Brod, 7/26"}
    if kind == "address":
        sent |= {"kind": "user", "which": "Odile@example.org"}
    assert as_moderator.post(ADD, sent).status_code == 302
    row = LegalHold.objects.get()
    held = [row.comment, row.photo, row.user]
    assert [what for what in held if what] == [
        {"comment": threat, "photo": photo}.get(kind, threat.author)
    ]
    assert row.about in text_of(as_moderator.get(LIST))


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "comment", "which": "999999"},
        {"kind": "comment", "which": "nine"},
        {"kind": "photo", "which": "9" * 30},
        {"kind": "user", "which": "nobody@example.org"},
        {"kind": "story", "which": "1"},
    ],
)
def test_what_is_not_there_is_not_held(
    sent: dict[str, str], as_moderator: Client, threat: Comment
) -> None:
    answer = as_moderator.post(ADD, sent | {"reason": "…"})
    assert answer.status_code == 422
    assert not LegalHold.objects.exists()


def test_an_administrator_lifts_a_hold_with_a_reason_and_a_moderator_does_not(
    client: Client, as_moderator: Client, threat: Comment, moderator: User, make_user: Make
) -> None:
    row = hold(comment=threat, by=moderator, reason="Court of Brod, 7/26")
    lifting = reverse("admin:comments_legalhold_lift", args=[row.pk])
    assert as_moderator.get(lifting).status_code == 403
    assert "Lift…" not in text_of(as_moderator.get(f"{LIST}{row.pk}/change/"))
    other = Client()
    other.force_login(make_user("Administrators"))
    assert "Lift…" in text_of(other.get(f"{LIST}{row.pk}/change/"))
    parse(other.get(lifting))
    assert other.post(lifting, {"because": ""}).status_code == 422
    assert other.post(lifting, {"because": "The case is closed."}).status_code == 302
    row.refresh_from_db()
    assert row.lifted_because == "The case is closed."
    assert not under_hold(Comment.objects.all()).exists()
    assert row.about in text_of(other.get(f"{LIST}?state=lifted"))
    assert row.about not in text_of(other.get(f"{LIST}?state=in-force"))


def test_a_hold_is_not_deleted_by_anybody(client: Client, threat: Comment, make_user: Make) -> None:
    head = make_user("Administrators")
    client.force_login(head)
    row = hold(comment=threat, by=head, reason="…")
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"reason": "Rewritten."}).status_code == 403
    assert LegalHold.objects.get().reason == "…"
