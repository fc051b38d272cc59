"""How the tests of sanctions put people under one, and do what readers do, as a browser does it."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.models import Article, ReaderVote
from articles.reader_identity import hash_of_network, networks_around
from comments.guest_links import new_link
from comments.models import Comment, Recommendation, Report, Sanction, SanctionKind, Subscription
from comments.sanctions import Target, sanction
from portal.models import User
from tests.comments.reading import SAME_ORIGIN, address, send
from tests.comments.test_guest_links import path_of

IPV4, IPV6 = "203.0.113.77", "2001:db8:aaaa:bbbb::1"
EMAIL = "odile@example.org"
REASON = "Insults under three articles."


def put(target: Target, kind: str, by: Any, **how: Any) -> Sanction:
    """Put somebody under a sanction for a week, or as `ends_at` says."""
    how = {"reason": REASON, "ends_at": timezone.now() + timedelta(days=7)} | how
    return sanction(target, SanctionKind(kind), by=by, **how)


def near(ip: str) -> str:
    """The hash by which an address is known."""
    return hash_of_network(networks_around(ipaddress.ip_address(ip))[0])


def around(ip: str) -> str:
    """The hash by which its network is known."""
    return hash_of_network(networks_around(ipaddress.ip_address(ip))[1])


@dataclass
class Stage:
    """A reader's browser, an article, a comment of somebody else's under it, and one of theirs."""

    browser: Client
    article: Article
    theirs: Comment
    own: Comment

    def url(self, name: str, comment: Comment | None = None) -> str:
        """An address below the article's own, or that of a comment."""
        parts = {"pk": comment.pk} if comment else {}
        return address(name, self.article, **parts)

    def press(self, url: str, **fields: str) -> Any:
        """Send a form of ours."""
        return self.browser.post(url, fields, headers=SAME_ORIGIN)


def posts(stage: Stage) -> str:
    """Post a comment of its own."""
    return _said(send(stage.browser, stage.article, body="A new text.", email=EMAIL))


def replies(stage: Stage) -> str:
    """Answer somebody."""
    said = {"body": "A new text.", "email": EMAIL}
    return _said(send(stage.browser, stage.article, to=stage.theirs, **said))


def _said(answer: Any) -> str:
    made = Comment.objects.filter(body="A new text.").first()
    assert (answer.status_code == 422) == (made is None)
    return "refused" if made is None else {"published": "done", "held": "held"}[made.status]


def edits(stage: Stage) -> str:
    """Change one's own comment."""
    before = stage.own.revision
    sent = {"body": "Another text.", "revision": str(before)}
    stage.press(f"/your-comment/{stage.own.pk}/edit/", **sent)
    stage.own.refresh_from_db()
    if stage.own.revision == before:
        return "refused"
    return {"published": "done", "held": "held"}[stage.own.status]


def recommends(stage: Stage) -> str:
    """Recommend somebody's comment."""
    answer = stage.press(stage.url("recommend_comment", stage.theirs), wanted="yes")
    return _done(answer, Recommendation.objects.filter(comment=stage.theirs).exists())


def votes(stage: Stage) -> str:
    """Say that one likes the article."""
    answer = stage.press(stage.url("vote"), answer="yes")
    return _done(answer, ReaderVote.objects.filter(article=stage.article).exists())


def reports(stage: Stage) -> str:
    """Report somebody's comment."""
    answer = stage.press(stage.url("report_comment", stage.theirs), rule="other", text="Spam.")
    return _done(answer, Report.objects.filter(comment=stage.theirs).exists())


def follows(stage: Stage) -> str:
    """Follow the story, as an account."""
    answer = stage.press(stage.url("follow_story"), follow="yes")
    return _done(answer, Subscription.objects.filter(story_id=stage.article.story_id).exists())


def confirms(stage: Stage) -> str:
    """Confirm a comment that has waited for its guest."""
    own = Comment.objects.filter(pk=stage.own.pk)
    own.update(unconfirmed=True, status="held", published_at=None)
    stage.press(f"/your-comment/{stage.own.pk}/confirm/")
    row = own.get()
    if row.unconfirmed:
        return "refused"
    return {"published": "done", "held": "held"}[row.status]


def wants_answers(stage: Stage) -> str:
    """Ask for mail about answers, as a guest."""
    answer = stage.press(f"/your-comment/{stage.own.pk}/answers/", follow="1")
    return _done(answer, Subscription.objects.filter(comment=stage.own).exists())


def _done(answer: Any, is_done: bool) -> str:
    assert answer.status_code == (303 if is_done else 403)
    return "done" if is_done else "refused"


Path = Callable[[Stage], str]
WRITES: list[Path] = [posts, replies, edits]
ACTS: list[Path] = [recommends, votes, reports]
OF_ACCOUNTS: list[Path] = [*WRITES, *ACTS, follows]
OF_GUESTS: list[Path] = [*WRITES, *ACTS, confirms, wants_answers]
WRITING = {*WRITES, confirms}  # what waits under a hold


def signed_in(stage: Stage, reader: User) -> Stage:
    """Let the stage be an account's, with a comment of its own."""
    browser = Client(REMOTE_ADDR=IPV4)
    browser.force_login(reader)
    Comment.objects.filter(pk=stage.own.pk).update(author=reader, guest_name="", guest_email="")
    return Stage(browser, stage.article, stage.theirs, stage.own)


def expected(kind: str, path: Path) -> str:
    """What becomes of an act under a sanction: the matrix that this house promises."""
    if kind in {"suspension", "ban"}:
        return "refused"
    return "held" if kind == "hold" and path in WRITING else "done"


def open_own_page(browser: Client, comment: Comment) -> None:
    """Let a browser know its guest: by the link in a mail."""
    browser.get(path_of(new_link(comment)))
