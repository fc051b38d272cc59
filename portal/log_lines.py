"""Lines of the log: no token that opens something for its holder stands in one.

Django writes the path of a request that went wrong, and a library may write an address into an
error. So it is the finished line, its traceback included, from which tokens are taken.
"""

import logging
import re

# Addresses whose next part is a secret: a guest's link, the stop of a mail, a report's own page.
SECRET = re.compile(
    r"((?:/|%2F)(?:your-comment(?:/|%2F)open|mail(?:/|%2F)stop|reports)(?:/|%2F))[^/\s\"'?&<>%]+"
)


def without_tokens(line: str) -> str:
    """Return a line with an ellipsis for each token in it."""
    return SECRET.sub(r"\1…", line)


class LineFormatter(logging.Formatter):
    """Writes a record as a line, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, and the traceback below it."""
        return without_tokens(super().format(record))
