"""Each phase's pass, hold, refuse and failure; what no phase does is said too."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from comments.models import Comment, Screening, Status, WordList
from comments.posting import PostRefused, Writer, post
from comments.sanctions import Target
from comments.screening import Draft, Verdict
from tests.comments.phases.drafting import TEXT
from tests.comments.sanctioning import put
from tests.making import Make

pytestmark = pytest.mark.django_db
PHASES = {
    name: f"comments.phases.{name}.{name}"
    for name in (
        "sanctions",
        "flood",
        "duplicates",
        "links",
        "word_lists",
        "shouting",
        "new_author",
    )
}
NO_IP = "nowhere"
# Their authors are told no more than that somebody reads it first.
TELLS_NO_AUTHOR = {"sanctions", "word_lists"}
GUEST = Writer(guest_name="Odile", guest_email="odile@example.org", address="one")
OTHER = Writer(guest_name="Iris", guest_email="iris@example.org", address="two")


def say(article: Any, body: str = TEXT, by: Writer = GUEST) -> Comment:
    return post(article, body, by=by, submission=uuid.uuid4())


class Case:
    """What a phase is shown, in a house that has this phase alone and publishes the rest."""

    def __init__(self, settings: Settings, make_article: Make, make_user: Make) -> None:
        self.settings, self.make_article, self.make_user = settings, make_article, make_user
        self.article = make_article()
        settings.COMMENTS_PER_ADDRESS = 2

    def twice_before(self, by: Writer = GUEST) -> None:
        for number in ("once", "twice"):
            say(self.article, f"Said {number} before this one came, by somebody.", by)

    def elsewhere(self, by: Writer = GUEST) -> None:
        say(self.make_article(), TEXT, by)

    def under(self, kind: str, who: Writer = GUEST) -> Any:
        target = Target(email=who.guest_email, name=who.guest_name)
        return put(target, kind, self.make_user("Moderators"))

    def listed(self, says: str) -> Any:
        return WordList.objects.create(name="Waters", entries="river*", says=says)


Show = Callable[[Case], Any]
SAID: dict[tuple[str, str], Show | None] = {
    ("sanctions", "pass"): lambda c: (c.under("ban", OTHER), say(c.article))[1],
    ("sanctions", "hold"): lambda c: (c.under("hold"), say(c.article))[1],
    ("sanctions", "refuse"): lambda c: (c.under("ban"), say(c.article))[1],
    ("flood", "pass"): lambda c: (c.twice_before(OTHER), say(c.article))[1],
    ("flood", "hold"): None,
    ("flood", "refuse"): lambda c: (c.twice_before(), say(c.article))[1],
    ("duplicates", "pass"): lambda c: (c.elsewhere(OTHER), say(c.article))[1],
    ("duplicates", "hold"): lambda c: (c.elsewhere(), say(c.article))[1],
    ("duplicates", "refuse"): lambda c: (say(c.article), say(c.article))[1],
    ("links", "pass"): lambda c: say(c.article, "See https://example.org/1 for it."),
    ("links", "hold"): lambda c: say(c.article, "See https://bit.ly/3xY for it."),
    ("links", "refuse"): lambda c: say(c.article, "See https://shop.casino.example/ for it."),
    ("word_lists", "pass"): lambda c: (c.listed("refuse"), say(c.article))[1],
    ("word_lists", "hold"): lambda c: (c.listed("hold"), say(c.article, "Two r1vers."))[1],
    ("word_lists", "refuse"): lambda c: (c.listed("refuse"), say(c.article, "Two r1vers."))[1],
    ("shouting", "pass"): lambda c: say(c.article, "NATO and the UN have met in the town HALL."),
    ("shouting", "hold"): lambda c: say(c.article, "THEY HAVE ALL FORGOTTEN ABOUT THE BRIDGE"),
    ("shouting", "refuse"): None,
    ("new_author", "pass"): lambda c: say(c.article, by=Writer(author=c.make_user())),
    ("new_author", "hold"): lambda c: say(c.article),
    ("new_author", "refuse"): None,
}
BROKEN_BY = {
    "flood": "COMMENTS_PER_ADDRESS",
    "duplicates": "COMMENT_COPIES",
    "links": "COMMENT_LINKS",
    "shouting": "COMMENT_CAPITALS_PERCENT",
    "new_author": "COMMENT_TRUST_PUBLISHED",
}


def test_the_matrix_is_whole(settings: Settings) -> None:
    assert set(SAID) == {(name, kind) for name in PHASES for kind in ("pass", "hold", "refuse")}
    assert set(PHASES) <= {path.rsplit(".", 1)[-1] for path in settings.COMMENT_SCREENING}


@pytest.mark.parametrize(
    ("phase", "kind"), [key for key, show in SAID.items() if show], ids="-".join
)
def test_a_phase_passes_holds_or_refuses(
    phase: str, kind: str, settings: Settings, make_article: Make, make_user: Make
) -> None:
    settings.COMMENT_SCREENING = [PHASES[phase]]
    settings.COMMENT_DOMAINS_REFUSED = ["casino.example"]
    show = SAID[phase, kind]
    assert show is not None
    if kind == "refuse":
        before_refusal = Case(settings, make_article, make_user)
        with pytest.raises(PostRefused):
            show(before_refusal)
        assert not Screening.objects.filter(said__contains=[{"kind": "refuse"}]).exists()
        return
    comment = show(Case(settings, make_article, make_user))
    assert comment.status == (Status.HELD if kind == "hold" else Status.PUBLISHED)
    screening = comment.screenings.get()
    [said] = screening.said
    assert (said["phase"], said["kind"]) == (phase, kind)
    assert (comment.held_by, screening.held_by) == ((phase, phase) if kind == "hold" else ("", ""))
    if kind == "hold":
        told = phase not in TELLS_NO_AUTHOR
        assert bool(said.get("to_author")) == told, "its author is told in general terms"
        assert said["to_moderators"], "and moderators in full"
        assert comment.decisions.get().note == said["to_moderators"]


def spoil(phase: str, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a phase meet what it cannot work with; PostgreSQL refuses what sanctions ask of NO_IP."""
    if phase in BROKEN_BY:
        setattr(case.settings, BROKEN_BY[phase], object())
    elif phase == "word_lists":  # entries that cannot be read are left out: reading itself breaks
        case.listed("hold")
        monkeypatch.setattr("comments.words.lists.matcher", None)


def hold_after_all(draft: Draft) -> Verdict:
    return Verdict("hold", "It waits.", "Whatever it is.")


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_that_fails_holds_and_the_others_go_on(
    phase: str,
    settings: Settings,
    make_article: Make,
    make_user: Make,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.COMMENT_SCREENING = [PHASES[phase], f"{__name__}.hold_after_all"]
    spoil(phase, Case(settings, make_article, make_user), monkeypatch)
    text = f"{TEXT} https://example.org/ {TEXT}"
    author = Writer(author=make_user(), address="one", ip=NO_IP if phase == "sanctions" else "")
    if phase == "duplicates":
        for _number in range(2):
            say(make_article(), text, OTHER)
        Comment.objects.update(status=Status.HELD)
    comment = say(make_article(), text, author)
    first, second = comment.screenings.get().said
    assert (first["phase"], first["kind"]) == (phase, "failed")
    assert "failed" in first["to_moderators"]
    assert (second["phase"], second["kind"]) == ("hold_after_all", "hold")
    assert (comment.status, comment.held_by) == (Status.HELD, phase)
    assert f"The screening phase {phase} failed" in caplog.text
    assert "Traceback" in caplog.text
