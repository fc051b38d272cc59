"""What `make bench` may be told, and what it says where it cannot do as told."""

import pytest

from benchmarks.__main__ import _chosen
from benchmarks.options import BadOption, Options
from benchmarks.programs import how_to_install
from benchmarks.scenarios import LARGE, SCENARIOS


def test_words_change_the_defaults() -> None:
    options = Options.read(["ONLY=hit,miss", "SIZES=42,5_000", "SECONDS=0.5", "ROUNDS=5"])
    assert options.only == ("hit", "miss")
    assert options.sizes == (42, 5000)
    assert (options.seconds, options.rounds) == (0.5, 5)
    assert options.articles == Options().articles


@pytest.mark.parametrize(
    "word", ["ROUND=3", "hit", "ROUNDS=", "ROUNDS=three", "ROUNDS=0", "SECONDS=-1", "COMMENTS=10"]
)
def test_a_word_that_cannot_be_meant_is_refused(word: str) -> None:
    with pytest.raises(BadOption):
        Options.read([word])


def test_the_scenarios_asked_for_are_run_in_their_own_order() -> None:
    assert _chosen(Options(only=("miss", "hit"))) == ["hit", "miss"]
    assert _chosen(Options()) == [name for name in SCENARIOS if name != "desk"]
    assert _chosen(Options(only=("desk", "hit"))) == ["hit", "desk"]
    with pytest.raises(BadOption, match="There is no scenario fast"):
        _chosen(Options(only=("fast",)))


def test_only_scenarios_that_exist_ask_for_a_large_newspaper() -> None:
    assert set(SCENARIOS) > LARGE


def test_root_installs_and_others_are_told_in_one_sentence_who_may() -> None:
    on_debian = {"apt-get": "/usr/bin/apt-get"}.get
    assert how_to_install(["wrk"], find=on_debian, is_root=True) == ([], "")
    _before, sentence = how_to_install(["wrk", "nginx-light"], find=on_debian, is_root=False)
    assert "apt-get install -y --no-install-recommends wrk nginx-light" in sentence
    _before, sentence = how_to_install(["wrk"], find={}.get, is_root=True)
    assert sentence == "The benchmark needs wrk: install them, then try again."
