"""A ready string, a page from a template, and a form that inserts one row."""

from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from benchmarks.ordinary.models import Article, Comment


@cache
def _page() -> bytes:
    return Path(settings.PAGE_FOLDER, "body.html").read_bytes()


def ready(request: HttpRequest) -> HttpResponse:
    """Answer with the very page that ours makes, as a string that is there already."""
    return HttpResponse(_page())


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article and its comments: two queries and a template."""
    found = get_object_or_404(Article, pk=pk)
    comments = found.comments.select_related("parent")
    return render(request, "ordinary/article.html", {"article": found, "comments": comments})


class CommentForm(forms.ModelForm):
    """What a reader fills in."""

    class Meta:
        model = Comment
        fields = ["name", "email", "body"]


def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the token (middleware), validate, look for a duplicate, insert one row."""
    found = get_object_or_404(Article, pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return HttpResponse("The form is not valid.", status=422)
    said = {name: form.cleaned_data[name] for name in ("email", "body")}
    if Comment.objects.filter(article=found, **said).exists():
        return HttpResponse("You have said that already.", status=409)
    comment = form.save(commit=False)
    comment.article = found
    comment.save()
    return HttpResponseRedirect(f"{found.get_absolute_url()}#{comment.pk}", status=303)
