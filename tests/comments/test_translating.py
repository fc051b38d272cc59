"""A comment in the language of an edition: who translates, what its readers see, until when."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.erasing import erase
from comments.featuring import feature
from comments.models import Comment, ModeratorScope, Move, Translation
from comments.moderation import decide, lock_comments
from comments.translating import TranslationRefused, take_back, translate
from tests.comments.reading import SAME_ORIGIN, address, parse, text_of
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

UZBEK = "Koʻprik 1998-yilda ham yopilgan edi."
ENGLISH = "The bridge had been closed in 1998 as well."


@pytest.fixture
def house(make_article: Make, make_comment: Make, make_user: Make) -> Any:
    """A story in two languages, a comment in one of them, and somebody who may translate."""
    uzbek = make_article(language="uz")
    english = make_article(story=uzbek.story, section=uzbek.section)
    said = make_comment(article=uzbek, body=UZBEK, language="uz")
    return SimpleNamespace(
        uzbek=uzbek, english=english, said=said, translator=make_user("Translators")
    )


def page(house: Any, language: str = "english") -> Any:
    return Client().get(address("discussion", getattr(house, language)))


def english(house: Any, body: str = ENGLISH, revision: int = 1) -> None:
    translate(house.said, "en", body, by=house.translator, seen_revision=revision)


def test_readers_of_the_other_edition_see_the_translation_and_the_original_without_a_script(
    house: Any,
) -> None:
    before = text_of(page(house))
    assert UZBEK in before
    assert "Translated from" not in before
    english(house)
    shown = parse(page(house)).find(".//article[@class='comment']")
    words = shown.find("./div[@class='comment-body']")
    assert "".join(words.itertext()) == ENGLISH
    assert "lang" not in words.attrib, "it is in the language of the page"
    original = shown.find("./details")
    assert "Translated from Uzbek · show original" in "".join(original.find("summary").itertext())
    assert original.find("div").attrib["dir"] == "ltr"
    assert original.find("div").attrib["lang"] == "uz"
    assert "".join(original.find("div").itertext()) == UZBEK
    assert "open" not in original.attrib


def test_readers_of_its_own_edition_see_no_translation(house: Any) -> None:
    english(house)
    shown = text_of(page(house, "uzbek"))
    assert UZBEK in shown
    assert ENGLISH not in shown


def test_a_comment_that_was_changed_since_is_shown_in_its_own_words(house: Any) -> None:
    english(house)
    changed = {"revision": 2, "edited_at": timezone.now(), "body": "Yoʻq, 1997-yilda."}
    Comment.objects.filter(pk=house.said.pk).update(**changed)
    shown = text_of(page(house))
    assert changed["body"] in shown
    assert ENGLISH not in shown
    with pytest.raises(TranslationRefused, match="changed while you were translating"):
        english(house)
    english(house, "No, in 1997.", revision=2)
    assert "No, in 1997." in text_of(page(house))
    assert Translation.objects.count() == 1


def test_a_removed_comment_shows_neither(house: Any, make_rule: Make) -> None:
    english(house)
    decide([house.said], Move.REMOVE, by=house.translator, rule=make_rule())
    shown = text_of(page(house))
    assert ENGLISH not in shown
    assert UZBEK not in shown
    with pytest.raises(TranslationRefused, match="Only a published comment"):
        english(house)


def test_taken_back_it_is_the_original_again_and_both_are_recorded(house: Any) -> None:
    english(house)
    take_back(house.said, "en", by=house.translator)
    take_back(house.said, "en", by=house.translator)
    assert UZBEK in text_of(page(house))
    log = LogEntry.objects.filter(user=house.translator).order_by("pk")
    messages = [entry.change_message for entry in log]
    assert messages == ["Translated (en).", "No longer translated (en)."]


def test_erasing_the_words_erases_their_translation(house: Any, make_rule: Make) -> None:
    english(house)
    decide([house.said], Move.REMOVE, by=house.translator, rule=make_rule())
    erase([house.said])
    assert not Translation.objects.exists()


def test_a_featured_comment_is_quoted_in_the_language_of_the_edition(house: Any) -> None:
    english(house)
    feature(house.said, by=house.translator)
    quoted = parse(page(house)).find(".//aside[@class='featured']//blockquote")
    assert "".join(quoted.itertext()).strip() == ENGLISH
    assert "lang" not in quoted.attrib


def test_a_text_is_not_translated_into_its_own_language(house: Any) -> None:
    with pytest.raises(TranslationRefused, match="in this language already"):
        translate(house.said, "uz", "Bir narsa.", by=house.translator, seen_revision=1)


def test_a_moderators_limits_hold_for_translating(house: Any, make_section: Make) -> None:
    limit = ModeratorScope.objects.create(moderator=house.translator)
    limit.sections.add(make_section("sport", "Sport"))
    with pytest.raises(TranslationRefused, match="outside the sections and languages"):
        english(house)
    limit.sections.clear()
    english(house)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Translators", True),
        ("Moderators", True),
        ("Editors", True),
        ("Administrators", True),
        ("Reporters", False),
        ("", False),
    ],
)
def test_who_may_translate(role: str, may: bool, house: Any, make_user: Make) -> None:
    client = Client()
    client.force_login(make_user(role))
    url = address("translate_comment", house.english, pk=house.said.pk)
    assert client.get(url).status_code == (200 if may else 403)
    acts = client.get(address("comment_acts", house.english, pk=house.said.pk))
    assert ("Translate it for readers" in text_of(acts)) is may
    sent = client.post(url, {"body": ENGLISH, "revision": "1"}, headers=SAME_ORIGIN)
    assert Translation.objects.exists() is may
    assert sent.status_code == (303 if may else 403)


def test_strangers_are_not_let_in(house: Any) -> None:
    url = address("translate_comment", house.english, pk=house.said.pk)
    assert Client().get(url).status_code == 403


def test_the_form_keeps_what_was_typed_and_shows_the_new_text(house: Any) -> None:
    client = Client()
    client.force_login(house.translator)
    url = address("translate_comment", house.english, pk=house.said.pk)
    Comment.objects.filter(pk=house.said.pk).update(
        revision=2, edited_at=timezone.now(), body="Yoʻq, 1997-yilda."
    )
    sent = client.post(url, {"body": ENGLISH, "revision": "1"}, headers=SAME_ORIGIN)
    assert sent.status_code == 422
    said = text_of(sent)
    assert "changed while you were translating" in said
    assert "Yoʻq, 1997-yilda." in said
    assert ENGLISH in said
    assert b'name="revision" value="2"' in sent.content
    again = client.post(url, {"body": "No, in 1997.", "revision": "2"}, headers=SAME_ORIGIN)
    assert again.headers["Location"].endswith(f"#comment-{house.said.pk}")
    taken = client.post(url, {"take_back": "1", "revision": "2"}, headers=SAME_ORIGIN)
    assert taken.status_code == 303
    assert not Translation.objects.exists()


@pytest.mark.parametrize("body", ["", "  ", "x" * 3001, "a\x00b"])
def test_what_cannot_be_stored_is_refused_in_words(body: str, house: Any) -> None:
    client = Client()
    client.force_login(house.translator)
    url = address("translate_comment", house.english, pk=house.said.pk)
    sent = client.post(url, {"body": body, "revision": "1"}, headers=SAME_ORIGIN)
    assert sent.status_code == 422
    assert "The translation was not saved" in text_of(sent)
    assert not Translation.objects.exists()


def test_translations_cost_a_page_no_query(house: Any, make_comment: Make) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(house)
        return len(counted)

    page(house)  # the connection has the plan of a discussion from here on
    before = queries()
    for number in range(5):
        more = make_comment(article=house.uzbek, body=f"{UZBEK} {number}", language="uz")
        translate(more, "en", f"{ENGLISH} {number}", by=house.translator, seen_revision=1)
    assert queries() == before


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_translation_in_one_moment_do_not_mix(house: Any) -> None:
    changed = {"revision": 2, "edited_at": timezone.now(), "body": "Yoʻq, 1997-yilda."}

    def edit() -> None:
        [locked] = lock_comments([house.said.pk])
        Comment.objects.filter(pk=locked.pk).update(**changed)

    with uncommitted(edit) as commit:
        translating = InThread(lambda: english(house))
        assert translating.is_blocked()
        commit()
        with pytest.raises(TranslationRefused, match="changed while you were translating"):
            translating.result()


def test_the_translator_s_page_names_nobody_over_a_tombstone(
    house: Any, client: Client, make_rule: Make
) -> None:
    client.force_login(house.translator)
    url = address("translate_comment", house.english, pk=house.said.pk)
    assert house.said.name in text_of(client.get(url))
    decide([house.said], Move.REMOVE, by=house.translator, rule=make_rule())
    assert house.said.name not in text_of(client.get(url))
