"""The table of the standing feeds."""

from django.db import models

from service.desks.models import Desk
from service.press.document import Document


class FeedDocument(Document):
    """One published feed file: a desk, a language, a format. Due when an article of it changed."""

    class Format(models.TextChoices):
        RSS = "rss.xml", "RSS 2.0"
        ATOM = "atom.xml", "Atom 1.0"
        JSON = "feed.json", "JSON Feed 1.1"

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="feed_documents")
    format = models.CharField(max_length=10, choices=Format.choices, help_text="the name of the file")

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


from service.feeds.hub.tables import (  # noqa: E402 - its tables name the one above
    HubDelivery,
    HubHost,
    HubRequest,
    HubSubscription,
)

__all__ = ["FeedDocument", "HubDelivery", "HubHost", "HubRequest", "HubSubscription"]
