"""A learned score as numbers: pieces of words and their weights, without any text in it.

Runs of two to four characters within words stand for a text, in any language; each has its place
by a hash, so a model keeps weights alone (and they are written as plain numbers: what is read from
the database is never executed).
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import exp
from typing import Any

from comments.words.folding import fold_letters

PLACES = 2**18
PIECES = 6  # words that a moderator is shown
Piece = tuple[str, float]


def is_installed() -> bool:
    """Whether the extra `[learn]` is there."""
    return find_spec("sklearn") is not None


@cache
def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 4),
        n_features=PLACES,
        alternate_sign=False,
        norm=None,
        lowercase=False,
        preprocessor=fold_letters,
    )


def vectors(texts: list[str]) -> Any:
    """Return texts as rows of a sparse matrix, each of length one."""
    from sklearn.preprocessing import normalize

    return normalize(_vectorizer().transform(texts))


@dataclass(frozen=True, eq=False)
class Weights:
    """What was learned: a weight a place, and what is added to all."""

    weights: Any
    offset: float

    @classmethod
    def learn(cls, texts: list[str], taken_out: list[bool]) -> "Weights":
        """Learn from texts; the same texts give the same weights."""
        from sklearn.linear_model import SGDClassifier

        learner = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=1, max_iter=20, tol=None)
        learner.fit(vectors(texts), taken_out)
        return cls(learner.coef_[0].astype("float32"), float(learner.intercept_[0]))

    @classmethod
    def read(cls, data: bytes) -> "Weights":
        """Return what to_bytes() gave."""
        import numpy

        with numpy.load(io.BytesIO(data), allow_pickle=False) as kept:
            return cls(kept["weights"], float(kept["offset"]))

    def to_bytes(self) -> bytes:
        """Return it to be kept."""
        import numpy

        kept = io.BytesIO()
        numpy.savez_compressed(kept, weights=self.weights, offset=numpy.float64(self.offset))
        return kept.getvalue()

    def scores(self, texts: list[str]) -> list[float]:
        """Return for each text how likely it is to be taken out, from 0 to 1."""
        if not texts:
            return []
        return [_share(value + self.offset) for value in vectors(texts) @ self.weights]

    def pieces(self, text: str) -> list[Piece]:
        """Return the words that moved a text's score most, each with by how much.

        A weight above 0 speaks for taking it out. A text's score is the sum of its words', since no
        run of characters goes beyond one.
        """
        words = list(dict.fromkeys(text.split()))
        if not words:
            return []
        rows = _vectorizer().transform(words)
        whole = _vectorizer().transform([text])
        length = float(whole.multiply(whole).sum()) ** 0.5 or 1.0
        times = [text.split().count(word) for word in words]
        moved = [
            (word, round(float(value) * number / length, 3))
            for word, value, number in zip(words, rows @ self.weights, times, strict=True)
        ]
        return sorted(filter(lambda piece: piece[1], moved), key=lambda one: -abs(one[1]))[:PIECES]


def _share(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, float(value)))))
