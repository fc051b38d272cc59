"""Whatever people do, in any order, and whatever they write: records, counts and pages agree."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from articles.models import Article
from comments import bulk, recommending, translating
from comments.body_text import body_html, clean_body
from comments.bulk import BulkRefused
from comments.confirming import confirm
from comments.desk import recount as queues
from comments.editing import EditRefused, delete
from comments.erasing import GONE, erase
from comments.leaving import delete_comments, take_back_recommendations
from comments.models import (
    BulkAct,
    Case,
    Comment,
    ModeratorScope,
    Move,
    Sanction,
    SanctionKind,
    Status,
    Translation,
    WordList,
)
from comments.models.comments import COUNTED
from comments.moderation import NEEDS_RULE, decide
from comments.posting import PostRefused, Writer, post
from comments.recommending import Person, RecommendRefused
from comments.recount import drifts
from comments.reporting import ReportRefused, report
from comments.sanctions import SanctionRefused, Target, lift, sanction
from comments.translating import TranslationRefused, translate
from comments.undoing import undo
from tests.comments.own_words import change, owner
from tests.comments.reading import address, parse
from tests.comments.test_body_text import shown
from tests.comments.test_moderation_races import recount, written
from tests.making import Make

DESK = "/admin/comments/comment/waiting/"
HOUSE_MOVES = [Move.APPROVE, Move.REJECT, Move.REMOVE, Move.HOLD, Move.RESTORE, Move.KEEP]
ANSWERS = (  # refusals are answers
    PostRefused,
    EditRefused,
    ReportRefused,
    RecommendRefused,
    SanctionRefused,
    TranslationRefused,
    BulkRefused,
)


@contextmanager
def taken_back() -> Iterator[None]:
    """Let nothing of an example stay."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Town:
    """A house with its people, and all that they can do; each act takes two numbers to choose by.

    Comments and people are chosen anew for each act. What is refused is an answer as well.
    """

    def __init__(
        self, house: Settings, make_article: Make, make_user: Make, make_section: Make, rule: Any
    ) -> None:
        self.house, self.rule = house, rule
        self.sections = [make_section(), make_section("hills", "The Hills")]
        first, other = make_article(section=self.sections[0]), make_article(language="ru")
        russian = make_article(story=first.story, section=self.sections[0], language="ru")
        self.articles: list[Article] = [first, other, russian]
        self.accounts = [make_user(), make_user()]
        limited = make_user("Moderators")
        ModeratorScope.objects.create(moderator=limited).sections.set(self.sections[:1])
        self.moderators = [make_user("Moderators"), limited]
        self.translator = make_user("Translators")
        self.acts: list[uuid.UUID] = []
        self.bulk: list[int] = []
        self.said = 0

    def text(self, other: int) -> str:
        self.said += 1
        words = f"This is remark {self.said} about the bridge and the river."
        return f"{words} You rotters!" if other % 5 == 0 else words

    def writer(self, one: int) -> Writer:
        where: Any = {"address": f"address{one % 5}", "network": f"network{one % 3}"}
        if one % 4 < 2:
            return Writer(author=self.accounts[one % 4], **where)
        name = f"guest{one % 4}"
        return Writer(guest_name=name, guest_email=f"{name}@example.org", **where)

    def comment(self, number: int, *, mostly: str = "") -> Comment | None:
        """Choose a comment, and three times of four one in the state that an act is about."""
        found = Comment.objects.select_related("author", "article__section", "parent")
        found = found.filter(status=mostly) if mostly and number % 4 else found
        rows = list(found.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def keep(self, act: uuid.UUID) -> None:
        self.acts.append(act)

    # --- What people do ---

    def posts(self, one: int, other: int) -> None:
        self.house.COMMENT_GUESTS = "confirmed" if other % 4 == 0 else "allowed"
        self._post(one, other, self.articles[one % 3], None)

    def replies(self, one: int, other: int) -> None:
        if comment := self.comment(other, mostly=Status.PUBLISHED):
            self._post(one, one, comment.article, comment)

    def _post(self, one: int, other: int, article: Article, parent: Comment | None) -> None:
        by, article = self.writer(one), Article.objects.get(pk=article.pk)
        post(article, self.text(other), by=by, submission=uuid.uuid4(), parent=parent)

    def confirms(self, one: int, other: int) -> None:
        if comment := Comment.objects.unconfirmed().first():
            confirm(comment)

    def edits(self, one: int, other: int) -> None:
        if comment := self.comment(one):
            change(comment, self.text(other))

    def deletes(self, one: int, other: int) -> None:
        if comment := self.comment(one):
            delete(comment, by=owner(comment))

    def leaves(self, one: int, other: int) -> None:
        take_back_recommendations(self.accounts[one % 2])
        delete_comments(self.accounts[one % 2])

    def recommends(self, one: int, other: int) -> None:
        if comment := self.comment(one, mostly=Status.PUBLISHED):
            recommending.recommend(comment, user=self.accounts[other % 2])

    def recommends_no_more(self, one: int, other: int) -> None:
        if comment := self.comment(one):
            recommending.take_back(comment, user=self.accounts[other % 2])

    def reports(self, one: int, other: int) -> None:
        if comment := self.comment(one, mostly=Status.PUBLISHED):
            by = Person(user=self.accounts[other % 2]) if other % 3 else Person()
            report(comment, by=by, address=f"address{other % 5}", text="Look at this.")

    # --- What the house does ---

    def decides(self, one: int, other: int) -> None:
        if comment := self.comment(one):
            self._decide([comment], other)

    def decides_about_some(self, one: int, other: int) -> None:
        self._decide(list(Comment.objects.all())[one % 3 :: 2], other)

    def _decide(self, chosen: list[Comment], other: int) -> None:
        move = HOUSE_MOVES[other % len(HOUSE_MOVES)]
        rule = self.rule if move in NEEDS_RULE else None
        by = self.moderators[other % 7 == 0]
        self.keep(decide(chosen, move, by=by, rule=rule).act)

    def takes_back(self, one: int, other: int) -> None:
        if self.acts:
            by = self.moderators[other % 7 == 0]
            self.keep(undo(self.acts[-1 - one % min(3, len(self.acts))], by=by).act)

    def decides_about_many(self, one: int, other: int) -> None:
        move = HOUSE_MOVES[other % len(HOUSE_MOVES)]
        rule = self.rule if move in NEEDS_RULE else None
        chosen = Comment.objects.filter(status=Status.values[one % len(Status.values)])
        act = bulk.begin(chosen, move, by=self.moderators[other % 7 == 0], rule=rule)
        self.bulk.append(act.pk)
        if other % 2:  # something else happens before the job comes to it
            self.decides(other, one)
        bulk.carry_out(act.pk, seconds=60)

    def takes_many_back(self, one: int, other: int) -> None:
        if self.bulk:
            act = BulkAct.objects.get(pk=self.bulk[one % len(self.bulk)])
            bulk.carry_out(bulk.undo(act, by=self.moderators[0]).pk, seconds=60)

    def puts_under_sanction(self, one: int, other: int) -> None:
        targets = [
            Target(user=self.accounts[0]),
            Target(email="guest2@example.org", name="guest2"),
            Target(network_hash="network1"),
        ]
        kind = SanctionKind(SanctionKind.values[other % len(SanctionKind.values)])
        until = timezone.now() + timedelta(days=7)
        by = self.moderators[0]
        sanction(targets[one % 3], kind, by=by, reason="Insults.", ends_at=until)

    def lifts_it(self, one: int, other: int) -> None:
        if row := Sanction.objects.in_force().first():
            lift(row, by=self.moderators[0], because="It was a mistake.")

    def moves_the_article(self, one: int, other: int) -> None:
        moved = Article.objects.filter(pk=self.articles[one % 3].pk)
        moved.update(section=self.sections[other % 2])

    def erases(self, one: int, other: int) -> None:
        erase(list(Comment.objects.all())[one % 3 :: 3])

    def translates(self, one: int, other: int) -> None:
        if comment := self.comment(one, mostly=Status.PUBLISHED):
            seen = comment.revision
            translate(comment, "uz", "Bu tarjima.", by=self.translator, seen_revision=seen)

    def translates_no_more(self, one: int, other: int) -> None:
        if comment := self.comment(one):
            translating.take_back(comment, "uz", by=self.translator)


OFTEN = ["posts", "posts", "replies", "replies", "decides", "decides", "takes_back", "edits"]
ACTS = [name for name, act in vars(Town).items() if name[0] != "_" and callable(act)]
ACTS = [name for name in ACTS if name not in {"text", "writer", "comment", "keep"}]
BEGINNING = [("posts", 0, 1), ("posts", 1, 2), ("posts", 2, 1), ("replies", 1, 0)]
STEPS = st.lists(
    st.tuples(st.sampled_from(OFTEN + ACTS), st.integers(0, 59), st.integers(0, 59)),
    min_size=8,
    max_size=22,
).map(lambda steps: [*BEGINNING, *steps])


@pytest.fixture
def word_list(db: None) -> WordList:
    """The list in force."""
    return WordList.objects.create(name="Insults", entries="rotter*")


@pytest.fixture
def town(
    settings: Settings,
    make_article: Make,
    make_user: Make,
    make_section: Make,
    make_rule: Make,
    word_list: WordList,
) -> Town:
    settings.COMMENTS_PER_ADDRESS = 1000
    return Town(settings, make_article, make_user, make_section, make_rule())


few = settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking one takes many minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@few
@given(steps=STEPS)
@example(
    steps=[
        ("posts", 2, 1),
        ("decides", 0, 1),
        ("decides", 0, 4),
        ("replies", 1, 0),
        ("takes_back", 0, 1),
    ]
).via("rejected, restored, answered, and the restoring undone")
def test_any_acts_of_any_people_leave_records_and_counts_that_agree(
    steps: list[tuple[str, int, int]], town: Town
) -> None:
    town.acts, town.bulk, town.said = [], [], 0
    with taken_back():
        for step in steps:
            do(town, step)
            assert [*drifts(), *queues.drifts()] == [], step
            records_agree(step)
        for article in town.articles:
            page_agrees(Article.objects.get(pk=article.pk))  # which may have moved


def do(town: Town, step: tuple[str, int, int]) -> None:
    """Do one step as a request does: what is refused leaves nothing."""
    name, one, other = step
    act: Callable[[int, int], None] = getattr(town, name)
    try:
        with transaction.atomic():
            act(one, other)
    except ANSWERS:
        pass


def records_agree(step: Any) -> None:
    """Check each comment's records, and the threads against an oracle of the tests' own."""
    comments = Comment.objects.prefetch_related("decisions", "screenings", "revisions", "cases")
    rows = {comment.pk: comment for comment in comments}
    for comment in rows.values():
        record_agrees(comment, step)
        above = rows.get(comment.parent_id or 0)
        if comment.shown and above:
            assert above.shown, (step, "it stands below one that does not")
    for story in {comment.story_id for comment in rows.values()}:
        assert written(story) == recount(story), step
    counted = Case.objects.annotate(number=Count("reports"))
    assert [case for case in counted if case.number != case.report_count] == []
    assert not Translation.objects.exclude(comment__erased_at=None).exists()


def record_agrees(comment: Comment, step: Any) -> None:
    """Check that a comment is what its decisions, screenings, cases and texts say."""
    decisions = sorted(comment.decisions.all(), key=lambda row: row.pk)
    assert decisions[0].move == Move.POST
    chain = ["", *(row.status_after for row in decisions)]
    assert chain[:-1] == [row.status_before for row in decisions], step
    assert (chain[-1], decisions[-1].revision) == (comment.status, comment.revision), step
    texts = list(range(1, comment.revision + 1))
    assert sorted(row.revision for row in comment.screenings.all()) == texts, step
    assert sum(case.closed_at is None for case in comment.cases.all()) <= 1, step
    acts = {row.act for row in decisions}
    assert all(c.closing_act in acts for c in comment.cases.all() if c.closed_at), step
    if comment.erased_at:
        assert (comment.body, comment.guest_email, comment.address) == ("", "", ""), step
        assert comment.status in GONE, step
        assert not comment.revisions.all()
    else:
        assert [row.number for row in comment.revisions.all()] == texts[:-1], step
    if comment.status in COUNTED:
        assert comment.published_at, step
    if comment.status == Status.REJECTED:
        assert comment.published_at is None, (step, "readers have seen it: a tombstone stays")


def page_agrees(article: Article) -> None:
    """Check that a page shows the words of published comments, tombstones, and nothing else."""
    answer = Client().get(address("discussion", article))
    assert answer.status_code == 200
    page = answer.content.decode()
    found = re.findall(r'<article class="comment([^"]*)" id="comment-(\d+)"', page)
    standing = {int(pk): "is-tombstone" in kind for kind, pk in found}
    for comment in Comment.objects.on(article.story_id):
        if comment.parent_id is None:
            assert comment.shown == (comment.pk in standing)
        if comment.pk in standing:
            assert comment.shown
            assert standing[comment.pk] == (comment.status != Status.PUBLISHED)
        if comment.body and comment.status != Status.PUBLISHED:
            assert comment.body not in page


# --- Any text -------------------------------------------------------------------------------------

PIECES = [
    *"\u0301\u0323\u0489\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufe0f\u3164\ufeff",
    *"\n\r\t<>&\"' \x00\x1b\x85\ufffe\ud800\udfff",
    *[
        "👨‍👩‍👧‍👦",
        "🇺🇿",
        "👍🏽",
        "سلام",
        "می‌خواهم",
        "хлеб",
        "Oʻzbek",
        "ﬁ",
        "Ａ",
        "가",
        "r0tters",
        "rotter",
    ],
    *["> ", "\n\n> ", "https://example.org/", "http://", "</p><script>", "&amp;", "{{", "%s"],
]
LETTERS = st.characters(exclude_categories=()) | st.sampled_from(PIECES)
TEXTS = st.lists(LETTERS, min_size=1, max_size=40).map("".join)


def taken(text: str) -> str | None:
    """What a form makes of a text; None where it is refused."""
    try:
        return clean_body(text)
    except ValidationError:
        return None


@few
@given(first=TEXTS, second=TEXTS)
@example(first="a\ud800b", second="Fine.")
@example(first="rotters \u202e<b>", second="r\u200bo\u0301tters & https://example.org/<i>")
def test_any_text_survives_posting_screening_editing_and_display(
    first: str, second: str, town: Town
) -> None:
    bodies = [body for text in (first, second) if (body := taken(text))]
    if any(0xD800 <= ord(letter) < 0xE000 for letter in first):
        assert taken(first) is None
    if not bodies:
        return
    with taken_back():
        by = Writer(author=town.accounts[0])
        comment = post(town.articles[0], bodies[0], by=by, submission=uuid.uuid4())
        for body in bodies:
            comment = change(comment, body)
            stands(comment, body, town)
        comment.refresh_from_db()
        answer = post(town.articles[0], "Indeed.", by=by, submission=uuid.uuid4(), parent=comment)
        assert answer.status == Status.PUBLISHED
        if comment.revision > 1:
            changes = Client().get(f"{address('discussion', comment.article)}{comment.pk}/changes/")
            assert changes.status_code == 200


def stands(comment: Comment, body: str, town: Town) -> None:
    """Check what is stored, what all phases said, and what readers and moderators are shown."""
    stored = Comment.objects.get(pk=comment.pk)
    assert stored.body == body == clean_body(body)
    said = comment.screenings.get(revision=comment.revision).said
    assert [row["phase"] for row in said] == [
        path.rsplit(".", 1)[-1] for path in town.house.COMMENT_SCREENING
    ]
    assert {row["kind"] for row in said} <= {"pass", "hold"}
    desk = Client()
    desk.force_login(town.moderators[0])
    assert f'data-desk-card="{comment.pk}"' in desk.get(f"{DESK}?status=any").content.decode()
    if stored.status == Status.HELD:
        decide([stored], Move.APPROVE, by=town.moderators[0])
    page: Any = Client().get(address("discussion", comment.article))
    assert body_html(body) in page.content.decode()
    place = parse(page).find(f".//article[@id='comment-{comment.pk}']/div[@class='comment-body']")
    if "http" not in body:  # addresses are shown in short
        words = "".join(shown(place)).replace(">", "")
        assert words.split() == body.replace(">", "").split()
