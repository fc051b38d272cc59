"""Shouting and gibberish: what is held, and above all what is not."""

import pytest

from comments.phases.shouting import reasons_in

HELD = [
    "THEY HAVE ALL FORGOTTEN ABOUT THE BRIDGE",
    "ПОЧЕМУ НИКТО НЕ СКАЗАЛ НАМ ОБ ЭТОМ МОСТЕ",
    "KO‘PRIK HAQIDA HECH KIM BIZGA AYTMADI",
    "Why was nobody told?!?!?!?!?!",
    "Нет!!!!!!!! Это неправда.",
    "Nooooooooooooooooooooo, not the bridge again",
    "хахахаха ааааааааааааааааааааа",
    "asdfghjkl qwrtpsdfg zxcvbnmdf hjklghj",
    "фывапролджэ йцкнгшщзх прлджчсмт",
    "sdkfjhskdjfh ksjdhfksjdhf kjshdfkjhs",
    "ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho ho",
    "T̴̡̢̨h̵̛̀́e̷̢̡̛ b̴̡̢̨r̵̛̀́i̷̢̡̛d̴̡̢̨g̵̛̀́e̷̢̡̛ is here",
    "x" * 70,
]
PASSED = [
    "The bridge was closed in 1998 as well.",
    "NATO, the UN and UNESCO met in the town HALL.",
    "I AM SO HAPPY TODAY",
    "THIS one word is loud, the others are not loud at all.",
    "Really?! I did not know that!!!",
    "Этот мост закрывали и в 1998 году, взгляните на снимок.",
    "Взгляд с моста: сквозь туман ничего не видно.",
    "Bu ko‘prik 1998-yilda ham yopilgan edi.",
    "این پل در سال ۱۳۷۷ هم بسته شده بود و هیچ کس خبر نداشت.",
    "چرا به ما نگفتند؟؟ خیلی بد است!!",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk ist ein langes Wort.",
    "Chtěl bych vědět, proč ho zavřeli. Strč prst skrz krk.",
    "Ba mươi năm trước cầu cũng đã bị đóng một lần rồi, tôi nhớ rõ.",
    "這座橋在一九九八年也曾經關閉過，我記得很清楚，當時大家都很不方便，整個冬天都要繞路走，孩子們上學要多走一個小時，老人家也沒辦法去看病，希望這次可以早點修好",
    "See https://example.org/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA and say what you think.",
    "!!",
    "42",
    "🌉🌉🌉",
    "Hahaha, that is funny.",
]


@pytest.mark.parametrize("text", HELD)
def test_what_nobody_would_read_is_held(text: str) -> None:
    assert list(reasons_in(text))


@pytest.mark.parametrize("text", PASSED)
def test_what_people_write_passes(text: str) -> None:
    assert not list(reasons_in(text))
