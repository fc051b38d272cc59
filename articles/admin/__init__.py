"""The newsroom's desk in the Django admin, a module for each subject."""

from articles.admin import articles, galleries, newsroom, old_addresses, photos, stories

__all__ = ["articles", "galleries", "newsroom", "old_addresses", "photos", "stories"]
