"""Answers to "Do you like this article?", one a reader, no account needed."""

from django.db import models

from articles.models.stories import Article, Story


class ReaderVote(models.Model):
    """A reader's answer. The reader is the keyed hash of a random token in a cookie."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="votes", db_index=False)
    reader = models.CharField(max_length=64)
    address = models.CharField(max_length=64, help_text="Keyed hash of the network address.")
    likes = models.BooleanField()
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "reader"], name="one_vote_a_reader")
        ]
        indexes = [models.Index(fields=["address", "voted_at"], name="votes_of_an_address")]

    def __str__(self) -> str:
        return f"{'yes' if self.likes else 'no'} to {self.article_id}"
