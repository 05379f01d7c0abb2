"""The hub: who asked to be told, who is told, and every delivery."""

from django.contrib import admin

from service.feeds.models import HubDelivery, HubHost, HubRequest, HubSubscription
from service.newsroom.admin.tables import Kept


@admin.register(HubSubscription)
class HubSubscriptionAdmin(Kept):
    list_display = ("host", "kind", "document", "state", "ends_at", "failures", "said", "due_at")
    list_filter = ("kind", "state")
    list_select_related = ("document__desk",)
    search_fields = ("host",)
    exclude = ("callback", "sealed_secret")  # a callback is a capability


@admin.register(HubRequest)
class HubRequestAdmin(Kept):
    list_display = ("host", "mode", "document", "asked_at", "failures")
    list_filter = ("mode",)
    list_select_related = ("document__desk",)
    exclude = ("callback", "sealed_secret")


@admin.register(HubDelivery)
class HubDeliveryAdmin(Kept):
    list_display = ("subscription", "document", "state", "tries", "made_at", "changed_at", "said")
    list_filter = ("state",)
    list_select_related = ("document__desk", "subscription__document__desk")


@admin.register(HubHost)
class HubHostAdmin(Kept):
    list_display = ("name", "hour", "asked")
    search_fields = ("name",)
