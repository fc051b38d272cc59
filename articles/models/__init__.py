"""The newsroom's records, by subject."""

from articles.models.blocks import Embed, Figure, Gallery, PullQuote, Text
from articles.models.imports import ImportedThing
from articles.models.missing_media import MissingMedia
from articles.models.moved import OldAddress
from articles.models.newsroom import Author, Masthead, Section, SectionName, Tag
from articles.models.photos import GalleryPhoto, Photo, PhotoGallery
from articles.models.stories import Article, Byline, Story
from articles.models.taken_pictures import TakenPicture
from articles.models.votes import ReaderVote

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Embed",
    "Figure",
    "Gallery",
    "GalleryPhoto",
    "ImportedThing",
    "Masthead",
    "MissingMedia",
    "OldAddress",
    "Photo",
    "PhotoGallery",
    "PullQuote",
    "ReaderVote",
    "Section",
    "SectionName",
    "Story",
    "Tag",
    "TakenPicture",
    "Text",
]
