"""The article's page, whose template lets django-comments-xtd show the comments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from benchmarks.ordinary.models import Article


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article with its comments and the form of a new one."""
    return render(request, "xtd_news/article.html", {"article": get_object_or_404(Article, pk=pk)})
