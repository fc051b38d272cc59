"""An article and what is said under it, as a tutorial would have them."""

from django.db import models
from django.utils import timezone


class Article(models.Model):
    """Something to read."""

    headline = models.CharField(max_length=160)
    html = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return its page: django-comments-xtd links to it."""
        return f"/article/{self.pk}/"


class Comment(models.Model):
    """What somebody says about it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    name = models.CharField(max_length=60)
    email = models.EmailField()
    body = models.TextField(max_length=1500)
    submitted_at = models.DateTimeField(default=timezone.now)
    is_removed = models.BooleanField(default=False)
    level = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "email"])]

    def __str__(self) -> str:
        return self.name
