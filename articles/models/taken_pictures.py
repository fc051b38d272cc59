"""Which pictures of other sites were taken in, so that none is taken twice."""

from django.db import models

from articles.models.photos import Photo

LONGEST = 700  # characters; an entry of an index ends at 2,700 bytes, almost all here take one


class TakenPicture(models.Model):
    """A picture's address elsewhere, the SHA-256 of the file that came from there, and the photo.

    The photo's own checksum is of the clean picture, which nobody knows before it is decoded.
    """

    address = models.CharField(max_length=LONGEST)
    checksum = models.CharField(max_length=64, db_index=True)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], name="picture_is_taken_once_an_address")
        ]

    def __str__(self) -> str:
        return self.address
