"""Who may do what: every role tries every action through the admin's own addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import (
    Article,
    Author,
    Gallery,
    GalleryPhoto,
    Masthead,
    PhotoGallery,
    Tag,
    Text,
)
from articles.models.stories import ArticleStatus
from tests.articles.admin_form import add_article, change_article, change_url, shown_in
from tests.making import Make

ROLES = ["nobody", "reader", "Moderators", "Reporters", "Editors", "Administrators"]
REPORTERS = {"Reporters", "Editors", "Administrators"}
EDITORS = {"Editors", "Administrators"}
ADMINISTRATORS = {"Administrators"}
DRAFT = {"status": "draft", "publish_at": None, "first_published_at": None}


@dataclass
class World:
    """Somebody at a browser, and what there is for them to work on."""

    client: Client
    person: Any
    make: Any

    def article(self, *, own: bool, **fields: Any) -> Article:
        """Make a draft, or an article with other fields, of this person's or of somebody's."""
        begun_by = self.person if own else None
        return self.make["article"](**(DRAFT | fields), created_by=begun_by)

    def opens(self, name: str, *args: Any) -> bool:
        """Whether an address answers with its page."""
        return self.client.get(reverse(f"admin:{name}", args=args)).status_code == 200

    def may_change(self, name: str, pk: int) -> bool:
        """Whether a record's page is there with fields to change, and takes what is sent."""
        url = reverse(f"admin:{name}_change", args=[pk])
        page = self.client.get(url)
        if page.status_code != 200 or not page.context["has_change_permission"]:
            return self.client.post(url, {}).status_code == 200
        return self.client.post(url, shown_in(page)).status_code == 302

    def press(self, article: Article, button: str) -> str:
        """Press a button of an article's form; return the status that it has afterwards."""
        if self.client.get(change_url(article)).status_code == 200:
            change_article(self.client, article, press=button)
        else:
            self.client.post(change_url(article), {"_move": button})
        article.refresh_from_db()
        return article.status

    def deletes(self, article: Article) -> bool:
        """Whether an article is gone after somebody has confirmed its deletion."""
        url = reverse("admin:articles_article_delete", args=[article.pk])
        self.client.post(url, {"post": "yes"})
        return not Article.objects.filter(pk=article.pk).exists()

    def gallery(self, *, published: bool) -> int:
        """Make a gallery that an article shows; return its id."""
        gallery = PhotoGallery.objects.create(title="The flood")
        GalleryPhoto.objects.create(gallery=gallery, photo=self.make["photo"]())
        article = self.make["article"](**({} if published else DRAFT))
        Gallery.objects.create(parent=article, gallery=gallery, ordering=20)
        return gallery.pk


def begins_an_article(world: World) -> bool:
    if not world.opens("articles_article_add"):
        return False
    add_article(world.client, headline="Begun")
    return Article.objects.filter(headline="Begun", created_by=world.person).exists()


def lists(world: World, **fields: Any) -> bool:
    own = fields.pop("own")
    article = world.make["article"](**fields, created_by=world.person if own else None)
    page = world.client.get(reverse("admin:articles_article_changelist"))
    return page.status_code == 200 and article in page.context["cl"].result_list


def changes(world: World, *, own: bool, **fields: Any) -> bool:
    article = world.make["article"](**fields, created_by=world.person if own else None)
    return world.may_change("articles_article", article.pk)


def publishes(world: World, *, own: bool) -> bool:
    return world.press(world.article(own=own), "publish") == ArticleStatus.PUBLISHED


REVIEW = DRAFT | {"status": "in_review"}
OUT: dict[str, Any] = {}  # published, as make_article makes them

ACTIONS: dict[str, tuple[Callable[[World], bool], set[str]]] = {
    "begin an article": (begins_an_article, REPORTERS),
    "list their own draft": (lambda w: lists(w, own=True, **DRAFT), REPORTERS),
    "list another's draft": (lambda w: lists(w, own=False, **DRAFT), EDITORS),
    "list their own published article": (lambda w: lists(w, own=True, **OUT), EDITORS),
    "change their own draft": (lambda w: changes(w, own=True, **DRAFT), REPORTERS),
    "change their own article in review": (lambda w: changes(w, own=True, **REVIEW), REPORTERS),
    "change another's draft": (lambda w: changes(w, own=False, **DRAFT), EDITORS),
    "change their own published article": (lambda w: changes(w, own=True, **OUT), EDITORS),
    "change another's published article": (lambda w: changes(w, own=False, **OUT), EDITORS),
    "send their own draft to review": (
        lambda w: w.press(w.article(own=True), "submit") == "in_review",
        REPORTERS,
    ),
    "take their own article out of review": (
        lambda w: w.press(w.article(own=True, status="in_review"), "back_to_draft") == "draft",
        REPORTERS,
    ),
    "publish their own draft": (lambda w: publishes(w, own=True), EDITORS),
    "publish another's draft": (lambda w: publishes(w, own=False), EDITORS),
    "withdraw an article": (
        lambda w: w.press(w.make["article"](created_by=w.person), "withdraw") == "withdrawn",
        EDITORS,
    ),
    "delete a draft": (lambda w: w.deletes(w.article(own=True)), EDITORS),
    "delete a published article": (
        lambda w: w.deletes(w.make["article"](created_by=w.person)),
        set(),
    ),
    "see the archive of photos": (lambda w: w.opens("articles_photo_changelist"), REPORTERS),
    "add a photo": (lambda w: w.opens("articles_photo_add"), REPORTERS),
    "add a gallery": (lambda w: w.opens("articles_photogallery_add"), REPORTERS),
    "change a gallery that is not published": (
        lambda w: w.may_change("articles_photogallery", w.gallery(published=False)),
        REPORTERS,
    ),
    "change a gallery that readers see": (
        lambda w: w.may_change("articles_photogallery", w.gallery(published=True)),
        EDITORS,
    ),
    "begin a story": (lambda w: w.opens("articles_story_add"), REPORTERS),
    "rename a story": (
        lambda w: w.may_change("articles_story", w.make["article"]().story_id),
        EDITORS,
    ),
    "add a tag": (lambda w: w.opens("articles_tag_add"), REPORTERS),
    "rename a tag": (
        lambda w: w.may_change("articles_tag", Tag.objects.create(name="Dam", slug="dam").pk),
        EDITORS,
    ),
    "add a section": (lambda w: w.opens("articles_section_add"), EDITORS),
    "change a section": (
        lambda w: w.may_change("articles_section", w.make["section"]("money", "Money").pk),
        EDITORS,
    ),
    "add an author": (lambda w: w.opens("articles_author_add"), EDITORS),
    "change an author": (
        lambda w: w.may_change("articles_author", Author.objects.create(name="A", slug="a").pk),
        EDITORS,
    ),
    "add a masthead": (lambda w: w.opens("articles_masthead_add"), ADMINISTRATORS),
    "change a masthead": (
        lambda w: w.may_change(
            "articles_masthead", Masthead.objects.create(language="fa", name="پیک").pk
        ),
        ADMINISTRATORS,
    ),
    "add a user": (lambda w: w.opens("portal_user_add"), ADMINISTRATORS),
    "see users": (lambda w: w.opens("portal_user_changelist"), ADMINISTRATORS),
    "see roles": (lambda w: w.opens("auth_group_changelist"), ADMINISTRATORS),
    "see comments that wait": (
        lambda w: w.opens("comments_comment_waiting"),
        {"Moderators", "Administrators"},
    ),
    "add a rule of the policy": (lambda w: w.opens("comments_rule_add"), ADMINISTRATORS),
}


@pytest.fixture
def make_world(
    make_user: Make, make_article: Make, make_photo: Make, make_section: Make
) -> Callable[[str], World]:
    def make(role: str) -> World:
        client = Client()
        person = None
        if role != "nobody":
            person = make_user("" if role == "reader" else role)
            client.force_login(person)
        makers = {"article": make_article, "photo": make_photo, "section": make_section}
        return World(client, person, makers)

    return make


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_can_do_exactly_what_is_its_own(
    action: str, role: str, make_world: Callable[[str], World]
) -> None:
    attempt, allowed = ACTIONS[action]
    assert attempt(make_world(role)) == (role in allowed)


def test_a_reporter_who_forges_a_button_changes_nothing(
    make_world: Callable[[str], World],
) -> None:
    world = make_world("Reporters")
    article = world.article(own=True)
    page = world.client.get(change_url(article))
    forged = shown_in(page) | {"headline": "Forged", "_move": "publish"}
    assert world.client.post(change_url(article), forged).status_code == 403
    article.refresh_from_db()
    assert article.status == ArticleStatus.DRAFT
    assert article.headline != "Forged"


def test_a_reporter_cannot_reach_another_persons_text_by_its_block(
    make_world: Callable[[str], World],
) -> None:
    world = make_world("Reporters")
    own, other = world.article(own=True), world.article(own=False)
    theirs = Text.objects.get(parent=other)
    page = world.client.get(change_url(own))
    forged = shown_in(page) | {
        "articles_text_set-0-id": theirs.pk,
        "articles_text_set-0-html": "<p>Forged</p>",
    }
    world.client.post(change_url(own), forged)
    theirs.refresh_from_db()
    assert "Forged" not in theirs.html
    assert theirs.parent_id == other.pk
