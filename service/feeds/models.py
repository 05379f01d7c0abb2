"""The table of the standing feeds."""

from django.db import models

from service.desks.models import Desk
from service.lease import Leased


class FeedDocument(Leased):
    """One published feed file: a desk, a language, a format. Due when an article of it changed."""

    class Format(models.TextChoices):
        RSS = "rss.xml", "RSS 2.0"
        ATOM = "atom.xml", "Atom 1.0"
        JSON = "feed.json", "JSON Feed 1.1"

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="feed_documents")
    language = models.CharField(max_length=35)
    format = models.CharField(max_length=10, choices=Format.choices, help_text="the name of the file")
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="of the bytes that are up; empty: none yet"
    )
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    entries = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text="the document's own date: its Last-Modified"
    )

    outcome = models.CharField(
        max_length=10, blank=True, help_text="of the last build: written, unchanged, refused"
    )
    built_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True, help_text="when its bytes last changed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "language", "format"], name="one_document_per_address")
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """The file's path below the feeds' folder, and its address below /feeds/."""
        return f"{self.desk.slug}/{self.language}/{self.format}"
