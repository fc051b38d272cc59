"""The newsroom's records, by subject."""

from articles.models.blocks import Embed, Figure, Gallery, PullQuote, Text
from articles.models.newsroom import Author, Masthead, Section, SectionName, Tag
from articles.models.photos import GalleryPhoto, Photo, PhotoGallery
from articles.models.stories import Article, Byline, Story
from articles.models.votes import ReaderVote

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Embed",
    "Figure",
    "Gallery",
    "GalleryPhoto",
    "Masthead",
    "Photo",
    "PhotoGallery",
    "PullQuote",
    "ReaderVote",
    "Section",
    "SectionName",
    "Story",
    "Tag",
    "Text",
]
