"""What other parts of the house say of an article on its page in the newsroom (ARTICLE_FACTS)."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from articles.models import Article


class Fact(NamedTuple):
    """A sentence under a label, and where that is changed ("": nowhere, for this person)."""

    label: str
    sentence: str
    url: str


def facts_of(request: HttpRequest, article: Article) -> list[Fact]:
    """Return what is said of an article, in the order of ARTICLE_FACTS."""
    sources = map(import_string, settings.ARTICLE_FACTS)
    return [Fact(*said) for source in sources for said in source(request, article)]
