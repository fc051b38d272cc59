"""Lines of the log: no token that opens something for its holder stands in one.

Django writes the path of a request that went wrong, and a library may write an address into an
error. So it is the finished line, its traceback included, from which tokens are taken.
"""

import logging
import re
from typing import Any

# Addresses whose next part is a secret: a guest's link, the stop of a mail, a report's own page.
SECRET = re.compile(
    r"((?:/|%2F)(?:your-comment(?:/|%2F)open|mail(?:/|%2F)stop|reports)(?:/|%2F))[^/\s\"'?&<>%]+"
)


def without_tokens(line: str) -> str:
    """Return a line with an ellipsis for each token in it."""
    return SECRET.sub(r"\1…", line)


def logging_at(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything from a level on goes to the console, a line each."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "portal.log_lines.LineFormatter",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # else each line comes twice in DEBUG
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["console"], "propagate": False},  # of `make dev`
            "procrastinate": {"level": "WARNING"},
            "PIL": {"level": "WARNING"},
            "asyncio": {"level": "WARNING"},
            "fido2": {"level": "WARNING"},  # it would name each passkey that is used
        },
    }


class LineFormatter(logging.Formatter):
    """Writes a record as a line, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, and the traceback below it."""
        return without_tokens(super().format(record))
