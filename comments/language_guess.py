"""Which of the newspaper's languages a comment is written in, guessed from its text.

By script first; then, among the languages that share it, by frequent words and by what only one of
them writes. Where that says little, the language of the page stands: a wrong guess gives a reader's
screen reader the wrong voice, the page's language only the one that it speaks anyway.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import regex
from django.conf import settings

MOST_WORDS = 60  # words that are looked at: more change no guess
LONGEST_WORD = 40  # letters; what is longer is no word
DOMINANT = 0.6  # the share of the letters that one script has to have
SURE = 0.12  # the share of the words that have to speak for a language
CLEARLY = 2  # times as many as speak for the next one
ADDRESSES = regex.compile(r"https?://\S+|\S{1,64}@\S+")
QUOTED = regex.compile(r"^>.*$", regex.MULTILINE)
WORD = regex.compile(r"\p{L}(?:[\p{L}\p{M}'’‘ʻʼ`´\u200c]*[\p{L}\p{M}])?")
APOSTROPHES = regex.compile(r"[’‘ʻʼ`´]")
SCRIPTS = {
    "latin": regex.compile(r"\p{Latin}+"),
    "cyrillic": regex.compile(r"\p{Cyrillic}+"),
    "arabic": regex.compile(r"\p{Arabic}+"),
    "other": regex.compile(r"[\p{L}--[\p{Latin}\p{Cyrillic}\p{Arabic}]]+", regex.VERSION1),
}


@dataclass(frozen=True, eq=False)
class Traits:
    """What shows that words are of a language, in one of the scripts that it is written in.

    `words` are frequent ones (in small letters, with the plain apostrophe). Of others `endings` and
    `letters` speak for it, and `foreign` letters against it.
    """

    language: str
    script: str
    words: frozenset[str]
    endings: tuple[str, ...]
    letters: str
    foreign: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRAITS = (
    Traits(
        "en",
        "latin",
        _words(
            "the of and to is that it in for on with as was were at by this have has had from or"
            " an be are not but they you we he she his her their our your my me us them what which"
            " who when where why how all any some no nobody everybody one about after again also"
            " always because been before being can could did do does don't doesn't didn't isn't"
            " it's i'm can't won't even every first get go going good great here if into just know"
            " like made make many more most much must need never new nothing now only other out"
            " over people please really right said same say see should so still such sure than"
            " thank thanks then there these thing think those time too true under until up very"
            " want way well wrong will would yes yet agree article comment news read nice best"
        ),
        ("ting", "king", "ding", "ning", "ment", "tion", "ly", "ould", "ness", "'s", "n't"),
        r"ght|^wh",
        r"[^\x00-\x7f]|q(?!u)",
    ),
    Traits(
        "uz",
        "latin",
        _words(
            "va bu uchun bilan emas ham bir deb lekin yaxshi kerak bor yo'q men siz biz ular u"
            " shu o'sha nima nega kim qanday qachon qayer qayerda juda hali endi faqat har hamma"
            " hech agar chunki ammo yoki esa edi ekan bo'lsa bo'ladi bo'lgan bo'lib kabi haqida"
            " keyin oldin yana mana ha rahmat raxmat salom assalomu alaykum to'g'ri noto'g'ri"
            " katta kichik yangi odam odamlar xalq yurt kun yil ish narsa gap biror balki albatta"
            " eng ko'p oz sababi bo'yicha orqali uni buni shuni meni sizga menga bizga ularga"
            " qilish qildi qiladi qilgan berdi beradi degan deydi bormi yo'qmi mumkin zarur kelib"
            " maqola izoh fikr xabar zo'r barakalla qoyil afsus achinarli bugun erta kecha"
        ),
        (
            *("lari", "larni", "larga", "larda", "lardan", "larning", "imiz", "ingiz", "ning"),
            *("moqda", "yapti", "yapman", "adigan", "dagi", "maydi", "ladi", "lanadi", "lgan"),
            *("likni", "chilik", "mizga", "mizni", "sizlar", "misiz", "magan", "gani"),
        ),
        r"[og]'(?!s$|d$|ll$|re$|ve$|clock)\p{L}|q(?!u)",
        r"w|[^\x00-\x7f]|c(?!h)|th|ck",
    ),
    Traits(
        "ru",
        "cyrillic",
        _words(
            "и в во не на что он она оно они я мы вы ты с со как а то все всё так его её но да по"
            " только мне было вот от меня ещё еще нет о об из ему теперь когда даже ну ли если"
            " уже или ни быть был была были него до вас нибудь опять уж вам ведь там потом себя"
            " ничего может тут где есть надо для без чего раз тоже себе под будет тогда кто этот"
            " это этого эта эти того потому какой какая этом почти мой моя наш ваш чтобы нас нам"
            " их чем за при про между очень хорошо плохо спасибо согласен согласна статья автор"
            " правда правильно люди человек просто почему зачем сейчас здесь больше лучше нужно"
            " можно нельзя хороший который которые которая новости молодцы конечно привет"
        ),
        (
            *("ого", "его", "ому", "ами", "ями", "ость", "ении", "ение", "ться", "тся"),
            *("ют", "ая", "ый", "ий", "ых", "их", "ешь", "ишь", "ть"),
        ),
        r"[ыщ]",
        r"[^а-яё'-]",
    ),
    Traits(
        "uz",
        "cyrillic",
        _words(
            "ва бу учун билан эмас ҳам бир деб лекин яхши керак бор йўқ мен сиз биз улар у шу ўша"
            " нима нега ким қандай қачон қаерда жуда ҳали энди фақат ҳар ҳамма ҳеч агар чунки аммо"
            " ёки эса эди экан бўлса бўлади бўлган бўлиб каби ҳақида кейин олдин яна мана ҳа"
            " раҳмат рахмат салом ассалому алайкум тўғри нотўғри катта кичик янги одам одамлар халқ"
            " юрт кун йил иш нарса гап балки албатта энг кўп уни буни менга сизга бизга қилиш"
            " қилди қилади қилган берди беради деган дейди мумкин"
            " зарур мақола изоҳ фикр хабар зўр қойил афсус"
        ),
        (
            *("лари", "ларни", "ларга", "ларда", "лардан", "ларнинг", "имиз", "ингиз", "нинг"),
            *("моқда", "япти", "япман", "адиган", "даги", "майди", "лади", "ланади", "лган"),
        ),
        r"[ўқғҳ]",
        r"[ыщ]|[^а-яёўқғҳ'-]",
    ),
    Traits("fa", "arabic", frozenset(), (), r"\p{Arabic}", r"[\u06c1ںےٹڈڑھەېۆێڭۇۈڕڵ]"),
)
BY_SCRIPT = {
    script: tuple(traits for traits in TRAITS if traits.script == script) for script in SCRIPTS
}
LETTERS = {
    traits: (regex.compile(traits.letters), regex.compile(traits.foreign)) for traits in TRAITS
}


def guess(text: str, *, otherwise: str) -> str:
    """Return the code of the language that a text is in, one of LANGUAGES.

    `otherwise` is the answer where the text does not say it clearly: the page's language.
    """
    if "@" in text or "://" in text:  # most texts have neither, and looking for them takes long
        text = ADDRESSES.sub(" ", text)
    own = QUOTED.sub("", text) if ">" in text else text
    words = _first_words(own) or _first_words(text)
    script = _script_of("".join(words))
    spoken = APOSTROPHES.sub("'", " ".join(words).lower()).split()
    sums = map(sum, zip(*[_votes(script, word) for word in spoken], strict=True))
    points = zip(sums, [traits.language for traits in BY_SCRIPT.get(script, ())], strict=False)
    offered = {code for code, _name in settings.LANGUAGES}
    ranked = sorted([row for row in points if row[1] in offered], reverse=True)
    return _clear_winner(ranked, len(spoken)) or otherwise


def _first_words(text: str) -> list[str]:
    return [found[0] for found in islice(WORD.finditer(text), MOST_WORDS)]


def _script_of(letters: str) -> str:
    """Return the script that most letters have; "" where none has nearly all."""
    if letters.isascii():
        return "latin" if letters else ""
    found = {name: sum(map(len, pattern.findall(letters))) for name, pattern in SCRIPTS.items()}
    name = max(found, key=lambda script: found[script])
    return name if found[name] > DOMINANT * sum(found.values()) else ""


@lru_cache(maxsize=20_000)  # a language's words come again and again; an import asks of millions
def _votes(script: str, word: str) -> tuple[int, ...]:
    """Return what a word says about each language that is written in a script."""
    return tuple(_speaks_for(traits, word) for traits in BY_SCRIPT.get(script, ()))


def _speaks_for(traits: Traits, word: str) -> int:
    """Return 1 where a word shows a language, -1 where it shows another, else 0."""
    if word in traits.words:
        return 1
    if len(word) > LONGEST_WORD:
        return 0
    letters, foreign = LETTERS[traits]
    if foreign.search(word):
        return -1
    return 1 if word.endswith(traits.endings) or letters.search(word) else 0


def _clear_winner(ranked: list[tuple[int, str]], words: int) -> str:
    """Return the first of languages by their points where it is far enough ahead, else \"\"."""
    if not ranked or ranked[0][0] < max(1, SURE * words):
        return ""
    if len(ranked) > 1 and ranked[0][0] < CLEARLY * ranked[1][0]:
        return ""
    return ranked[0][1]
