"""Names: unique as they look; nobody passes for the newspaper or for somebody of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Masthead
from comments.name_folding import FOLDED_CHARACTERS, fold
from comments.names import FOLDED_TITLES, TITLES, refuse_names_of_staff, staff_in_sql
from portal.accounts.display_names import clean_display_name, folded_if_free
from portal.models import User
from tests.making import Make
from tests.portal.accounts.walking import sign_up

ALIKE = [
    ("Irina Velskaya", "IRINA  VELSKAYA"),
    ("Irina Velskaya", "lrina Velskaya"),  # an l for the I
    ("Irina Velskaya", "Іrinа Vеlskауа"),  # five letters are Cyrillic
    ("Irina Velskaya", "Irina\u200b Vel\u200dskaya"),
    ("Irina Velskaya", "I\u00adrina Velskaya\u2060"),
    ("Irina Velskaya", "Irína Vëlskaya"),
    ("Irina Velskaya", "𝐈𝐫𝐢𝐧𝐚 Ｖｅｌｓｋａｙａ"),
    ("Irina Velskaya", "Irina Velskaya ✔"),
    ("Irina Velskaya", "Irina_Velskaya."),
    ("Ирина Вельская", "ИРИНА ВЕЛЬСКАЯ"),
    ("Marta Stern", "Marta Stem"),
    ("Reader 10", "Reader IO"),
    ("Aleko", "Αleκο"),  # Greek
    ("خواننده ۱۲", "خواننده 12"),
    ("خواننده ١٢", "خواننده ۱۲"),
    ("کریم یزدی", "كريم يزدي"),  # an Arabic keyboard
    ("علی‌رضا", "علیرضا"),
    ("Gʻayrat Toʻra", "G'ayrat To’ra"),
    ("Fyodor", "Fyоdоr"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna", "Anne"), ("Anna Berg", "Anna Burg"), ("علی", "عالی"), ("★", "☆"), ("कि", "की"),
     ("Зоя", "Зоа"), ("Reader 1", "Reader 2")],
)  # fmt: skip
def test_names_that_differ_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(min_size=1, max_size=60))
def test_folding_takes_any_text_and_ends(name: str) -> None:
    assert len(fold(name)) <= FOLDED_CHARACTERS


def test_the_longest_name_fits_its_column() -> None:
    assert len(fold("ﷺ" * 60)) <= FOLDED_CHARACTERS


@pytest.mark.parametrize("title", TITLES)
def test_titles_of_the_newsroom_are_nobodys(db: None, title: str) -> None:
    assert fold(title) in FOLDED_TITLES
    for name in (title, f"Anna, {title}", f"★ {title.upper()} ★"):
        with pytest.raises(ValidationError) as refusal:
            refuse_names_of_staff(name)
        assert refusal.value.code == "title"


@pytest.mark.parametrize("name", ["M0derator", "Αdmin", "@dmin", "A.d.m.i.n", "Еditor"])
def test_a_title_in_disguise_is_one(db: None, name: str) -> None:
    with pytest.raises(ValidationError):
        refuse_names_of_staff(name)


@pytest.mark.parametrize("name", ["Editha", "Adminah", "Staffan", "Модератов", "Anna"])
def test_a_name_that_begins_like_a_title_is_free(db: None, name: str) -> None:
    refuse_names_of_staff(name)


@pytest.mark.parametrize(
    "name",
    ["Irina Velskaya", "irina velskaya", "Іrina Velskaya", "Irina Velskaya, Courier",
     "The real Irina Velskaya", "IrinaVelskaya", "I r i n a Velskaya"],
)  # fmt: skip
def test_nobody_imitates_the_newsroom(make_user: Make, name: str) -> None:
    make_user("Editors", display_name="Irina Velskaya")
    with pytest.raises(ValidationError) as refusal:
        refuse_names_of_staff(name)
    assert refusal.value.code == "staff"


@pytest.mark.parametrize("name", ["Irina", "Irina Berg", "Velskaya"])
def test_who_shares_a_word_with_the_newsroom_is_free(make_user: Make, name: str) -> None:
    make_user("Editors", display_name="Irina Velskaya")
    refuse_names_of_staff(name)


def test_a_single_word_of_the_newsroom_is_taken_as_a_whole_only(make_user: Make) -> None:
    make_user("Editors", display_name="Irina")
    refuse_names_of_staff("Irina Berg")
    with pytest.raises(ValidationError):
        refuse_names_of_staff("irina")


def test_who_has_left_the_newsroom_binds_nobody(make_user: Make) -> None:
    make_user("Editors", display_name="Irina Velskaya", is_active=False)
    refuse_names_of_staff("Irina Velskaya the Second")


def test_namesakes_in_the_newsroom_are_both_protected(make_user: Make) -> None:
    first = make_user("Editors", display_name="Irina Velskaya")
    second = make_user("Reporters", display_name="Irina Velskaya")
    assert (first.display_name_folded, second.display_name_folded) == ("irina veiskaya", "")
    User.objects.filter(pk=first.pk).update(is_staff=False)
    with pytest.raises(ValidationError):
        refuse_names_of_staff("Irina Velskaya")


def test_the_newspapers_own_names_are_nobodys(db: None) -> None:
    Masthead.objects.create(language="en", name="The Sarvon Courier")
    for name in ("The Sarvon Courier", "the sarvon couríer", "Broadsheet"):
        with pytest.raises(ValidationError) as refusal:
            clean_display_name(name)
        assert refusal.value.code == "newspaper"


def test_two_readers_do_not_look_alike(make_user: Make) -> None:
    rita = make_user(display_name="Rita Halm")
    with pytest.raises(ValidationError) as refusal:
        clean_display_name("Ritа Наlm")  # three letters are Cyrillic
    assert refusal.value.code == "taken"
    assert clean_display_name("Rita Halm", of=rita) == "Rita Halm"
    assert clean_display_name("RITA HALM", of=rita) == "RITA HALM"


def test_a_member_of_staff_may_have_a_readers_name(make_user: Make) -> None:
    make_user(display_name="Rita Halm")
    assert folded_if_free(User(display_name="Rita Halm")) == ""


def test_a_new_account_is_told_which_names_it_cannot_have(client: Client, make_user: Make) -> None:
    make_user("Editors", display_name="Irina Velskaya")
    page = sign_up(client, "rita@example.org", "lrina Velskaya")
    assert "goes by this name" in page.content.decode()
    assert not User.objects.filter(email="rita@example.org").exists()


def test_the_newsroom_is_found_among_many_readers_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read faster whole
        cursor.execute(f"EXPLAIN {staff_in_sql()}")
        plan = "\n".join(line for [line] in cursor.fetchall())
    assert "user_of_the_staff" in plan
