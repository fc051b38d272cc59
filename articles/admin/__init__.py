"""The newsroom's desk in the Django admin, a module for each subject."""

from articles.admin import articles, galleries, newsroom, photos, stories

__all__ = ["articles", "galleries", "newsroom", "photos", "stories"]
