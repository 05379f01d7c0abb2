"""What partners are told without asking, and what they said of it."""

from django.contrib import admin

from service.newsroom.admin.tables import Kept
from service.syndication.pushing.tables import Acknowledgement, Destination, Following, Push


@admin.register(Destination)
class DestinationAdmin(Kept):
    list_display = ("partner", "name", "kind", "active", "failures", "last_said", "due_at")
    list_filter = ("kind", "active")
    list_select_related = ("partner",)
    exclude = ("sealed_secret",)


@admin.register(Following)
class FollowingAdmin(Kept):
    list_display = ("destination", "entitlement", "through")
    list_select_related = ("destination__partner", "entitlement__partner", "entitlement__desk")


@admin.register(Push)
class PushAdmin(Kept):
    list_display = ("destination", "article", "state", "rank", "tries", "reply", "changed_at")
    list_filter = ("state", "destination__kind")
    list_select_related = ("destination__partner", "article__source")
    ordering = ("-pk",)


@admin.register(Acknowledgement)
class AcknowledgementAdmin(Kept):
    list_display = ("partner", "article", "status", "revision", "who", "at")
    list_select_related = ("partner", "article__source")
    ordering = ("-pk",)
