"""Addresses of the newspaper's lists, by language: sections, authors, tags, the archive."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from articles import views
from articles.models.newsroom import RESERVED_SLUGS
from articles.public_page import public_page


class SectionConverter(SlugConverter):
    """A section's slug: a word that no other page's address begins with."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_SLUGS))})/){SlugConverter.regex}"


register_converter(SectionConverter, "section")

urlpatterns = [
    path(
        "<lang:language>/author/<slug:slug>/",
        public_page(views.author, reads=["before"]),
        name="author",
    ),
    path(
        "<lang:language>/tag/<str:slug>/",
        public_page(views.tag, reads=["before"]),
        name="tag",
    ),
    path("<lang:language>/archive/", public_page(views.archive), name="archive"),
    path("<lang:language>/archive/<int:year>/", public_page(views.archive), name="archive_year"),
    path(
        "<lang:language>/archive/<int:year>/<int:month>/<int:day>/",
        public_page(views.archive_day, reads=["before"]),
        name="archive_day",
    ),
    path("<lang:language>/preview/<int:pk>/", views.preview, name="preview"),
    path(
        "<lang:language>/<section:slug>/",
        public_page(views.section, reads=["before"]),
        name="section",
    ),
]
