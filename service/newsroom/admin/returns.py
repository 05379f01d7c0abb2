"""What came back: news about mails and readers, and what it was read from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from service.feedback.models import Arrival, Event, Heard, Watched
from service.newsroom.admin.tables import Kept


@admin.register(Event)
class EventAdmin(Kept):
    list_display = ("kind", "address", "reason", "status", "how", "at", "said")
    list_filter = ("kind", "reason", "how")
    search_fields = ("address", "subscription")
    exclude = ("key",)


@admin.register(Arrival)
class ArrivalAdmin(Kept):
    """What came in, as it came. Its recipient holds a token, so it is not shown."""

    list_display = ("channel", "arrived_at", "outcome", "due_at", "tries")
    list_filter = ("channel",)
    exclude = ("raw", "recipient", "about")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Lists do without the bytes."""
        return super().get_queryset(request).defer("raw")


@admin.register(Heard)
class HeardAdmin(Kept):
    list_display = ("batch", "failed", "deferred")


@admin.register(Watched)
class WatchedAdmin(Kept):
    list_display = ("mailing", "to_do", "moved_at")
