"""Addresses that once led somewhere: written when something moves, looked up where nothing answers.

An address is remembered once; remembering it again gives it its new goal. What leads to an article
leads to wherever the article is, so chains do not arise; `to` is followed when it is written.
"""

from articles.models import Article, Author, Photo, Section, Tag


def remember(
    old_path: str,
    *,
    article: Article | None = None,
    section: Section | None = None,
    author: Author | None = None,
    tag: Tag | None = None,
    photo: Photo | None = None,
    to: str = "",
    query: str = "",
    language: str = "",
) -> None:
    """Let an old address lead to one thing for ever (301), as soon as readers may see that.

    `old_path` is a path or a whole address, of which the path counts; `query` ("p=17") where the
    query decides. `language` says whose edition's page of a section, author or tag is meant, ""
    for the first masthead's. `to` is a path of ours. Exactly one goal is given: ValueError.
    Does nothing for an address that is its own goal.
    """
    raise NotImplementedError


def moved_to(path: str, query: str = "") -> str | None:
    """Return where an address that nothing answers leads now: a path of ours; None for nowhere."""
    raise NotImplementedError
