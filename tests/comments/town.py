"""A house with its people and all that they can do, for the tests of acts in any order."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from pytest_django import Settings

from articles.models import Article
from comments import bulk, recommending, translating
from comments.bulk import BulkRefused
from comments.confirming import confirm
from comments.editing import EditRefused, delete
from comments.erasing import erase
from comments.leaving import delete_comments, take_back_recommendations
from comments.models import BulkAct, Comment, ModeratorScope, Move, Sanction, SanctionKind, Status
from comments.moderation import NEEDS_RULE, decide
from comments.posting import PostRefused, Writer, post
from comments.recommending import Person, RecommendRefused
from comments.reporting import ReportRefused, report
from comments.sanctions import SanctionRefused, Target, lift, sanction
from comments.translating import TranslationRefused, translate
from comments.undoing import undo
from tests.comments.own_words import change, owner
from tests.making import Make

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


few = settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking one takes many minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
