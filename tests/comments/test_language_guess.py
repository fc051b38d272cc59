"""The language of a comment, guessed from its text."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from comments.language_guess import guess

UNSURE = "??"  # stands for the page's language

ENGLISH = [
    "The bridge was closed in 1998 as well, and nobody said so.",
    "I agree with the mayor.",
    "Thanks!",
    "Great article, thank you.",
    "No.",
    "It’s the same every spring: first the flood, then the promises.",
    "Who’s paying for the lamp in Swallow Street?",
    "My brother's dog crossed the lake before the ferry did.",
    "Samarqand and Farg'ona are not the only towns with a water problem.",
]
UZBEK = [
    "Ko‘prik 1998-yilda ham yopilgan edi, lekin hech kim aytmadi.",
    "Koʻprik qachon ochiladi?",
    "Rahmat!",
    "Juda to'g'ri aytilgan.",
    "Yaxshi maqola ekan, rahmat sizga",
    "Bizning mahallada ham suv yo`q, kim javob beradi?",
    "Suv narxi yana oshibdi, odamlar qanday yashaydi?",
    "qoyil",
]
UZBEK_CYRILLIC = [
    "Кўприк 1998 йилда ҳам ёпилган эди, лекин ҳеч ким айтмади.",
    "Раҳмат!",
    "Жуда тўғри айтилган.",
    "Бизнинг маҳаллада ҳам сув йўқ",
    "Янги мактаб учун катта рахмат",
]
RUSSIAN = [
    "Мост закрывали и в 1998 году, но никто об этом не сказал.",
    "Спасибо!",
    "Согласен.",
    "Мэр сам как лампа, честное слово",
    "Когда откроют мост?",
    "Почему в Фергане опять нет воды, кто ответит людям?",
    "Бред какой-то",
]
PERSIAN = [
    "پل در سال ۱۳۷۷ هم بسته شده بود و کسی چیزی نگفت.",
    "ممنون!",
    "می‌خواهم بدانم چه کسی پاسخ می‌دهد.",
    "خیلی خوب بود",
    "آیا شهردار این را خوانده است؟ 2026",
]
NONE_OF_OURS = [
    "",
    "1998!",
    "👍👍👍",
    "https://example.org/the/news/of/the/day",
    "これは日本語です。",
    "Das Rathaus wurde nach dem Hochwasser nicht wieder aufgebaut.",
    "Le pont était déjà fermé en mille neuf cent quatre-vingt-dix-huit.",
    "Köprü bugün de kapalıydı ve kimse bir şey söylemedi.",
    "Пул соли гузашта низ баста буд ва ҳеҷ кас чизе нагуфт.",
    "Көпір былтыр да жабық болды, бірақ ешкім ештеңе айтқан жоқ.",
    "Міст був закритий і торік, але ніхто нічого не сказав.",
    "یہ پل پچھلے سال بھی بند تھا",
    "Привет, this is half of one and половина of the other, правда?",
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ENGLISH),
        *(("uz", text) for text in UZBEK + UZBEK_CYRILLIC),
        *(("ru", text) for text in RUSSIAN),
        *(("fa", text) for text in PERSIAN),
        *((UNSURE, text) for text in NONE_OF_OURS),
    ],
)
def test_a_text_is_known_by_its_script_letters_and_words(language: str, text: str) -> None:
    assert guess(text, otherwise=UNSURE) == language


def test_what_is_quoted_says_nothing_of_who_quotes_it() -> None:
    text = "> The bridge was closed in 1998 as well, and nobody said so.\nБыла такая история."
    assert guess(text, otherwise="en") == "ru"
    assert guess("> The bridge was closed and nobody said so.", otherwise="ru") == "en"


def test_a_name_or_a_loan_in_another_script_changes_nothing() -> None:
    assert guess("А кто такой этот Nilufar Sattor, он хоть был там?", otherwise="en") == "ru"
    assert guess("The word мост means bridge, that is all.", otherwise="ru") == "en"


def test_only_languages_of_the_newspaper_are_guessed(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    assert guess("Juda to'g'ri aytilgan.", otherwise="ru") == "ru"
    assert guess("ممنون!", otherwise="en") == "en"


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert guess(text, otherwise=UNSURE) in {"en", "ru", "uz", "fa", UNSURE}


def test_the_longest_comment_takes_no_time_to_speak_of() -> None:
    for text in ("a" * 6000, "o'" * 3000, "\u0301a " * 2000, "> " * 3000, "x@" * 3000):
        begun = perf_counter()
        guess(text, otherwise=UNSURE)
        assert perf_counter() - begun < 1  # seconds, on a busy machine; it takes milliseconds
