"""What the phases of screening said in this process, and how long they took: for the operator.

Each failure is in the log with its traceback. A phase that takes longer than its allowance
(COMMENT_PHASE_MILLISECONDS) is named in the log at most once a minute, and counted every time; the
portal shows the counts as metrics (docs/operating.md).
"""

import logging
import threading
import time
from collections import Counter

logger = logging.getLogger(__name__)
SILENCE = 60.0  # seconds between two complaints about the same slow phase


class Counts:
    """Numbers since the process began, under one lock."""

    def __init__(self) -> None:
        self.said: Counter[tuple[str, str]] = Counter()  # by phase, and what it said
        self.slow: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}
        self.complained: dict[str, float] = {}
        self.lock = threading.Lock()

    def add(self, phase: str, kind: str, seconds: float, *, is_slow: bool) -> bool:
        """Count what a phase said; return whether its slowness is to be complained about now."""
        now = time.monotonic()
        with self.lock:
            self.said[phase, kind] += 1
            self.seconds[phase] = self.seconds.get(phase, 0.0) + seconds
            if not is_slow:
                return False
            self.slow[phase] += 1
            if now - self.complained.get(phase, -SILENCE) < SILENCE:
                return False
            self.complained[phase] = now
            return True


counts = Counts()


def note_said(phase: str, kind: str, seconds: float, allowance: float) -> None:
    """Count what a phase said of a text, and name it in the log where it took longer than allowed.

    Both times are in seconds.
    """
    if counts.add(phase, kind, seconds, is_slow=seconds > allowance):
        logger.warning(
            "The screening phase %s took %.0f ms; its allowance is %d ms "
            "(COMMENT_PHASE_MILLISECONDS). People wait for it when they post.",
            phase,
            seconds * 1000,
            allowance * 1000,
        )


def note_failure(phase: str) -> None:
    """Write down, with its traceback, the exception with which a phase failed."""
    logger.exception("The screening phase %s failed; what it was asked about is held.", phase)
