"""What stands outside: public feeds and partner outlets."""

from django.contrib import admin

from service.feeds.models import FeedDocument
from service.newsroom.admin.tables import Brought, Kept
from service.syndication.models import Entitlement, Offer, Partner, PartnerKey, Receipt, Usage


@admin.register(FeedDocument)
class FeedDocumentAdmin(Kept):
    list_display = ("path", "entries", "size", "updated_at", "due_at")
    list_filter = ("desk", "language", "format")
    list_select_related = ("desk",)


@admin.register(Partner)
class PartnerAdmin(Brought):
    list_display = ("slug", "name", "active", "quota", "formats")
    readonly_fields = ("slug", "formats")


@admin.register(PartnerKey)
class PartnerKeyAdmin(Brought):
    """A key is ended here, and never shown: not even we know it."""

    list_display = ("partner", "name", "since", "ends_at", "networks", "used_at")
    fields = ("partner", "name", "since", "ends_at", "networks", "used_at")
    readonly_fields = ("partner", "since", "networks", "used_at")


@admin.register(Entitlement)
class EntitlementAdmin(Kept):
    list_display = ("path", "offered", "entries", "updated_at", "due_at", "ends_at", "ended_at")
    list_filter = ("partner", "language")
    list_select_related = ("partner", "desk")


@admin.register(Offer)
class OfferAdmin(Kept):
    """What partners were offered, in which state."""

    list_display = ("entitlement", "number", "article", "status", "signal", "at")
    list_filter = ("status", "signal", "entitlement__partner")
    list_select_related = ("entitlement__partner", "entitlement__desk", "article__source")
    ordering = ("-pk",)


@admin.register(Usage)
class UsageAdmin(Kept):
    """How often partners ask, by the hour."""

    list_display = ("partner", "hour", "requests", "refused")
    list_filter = ("partner",)
    ordering = ("-hour", "partner")


@admin.register(Receipt)
class ReceiptAdmin(Kept):
    list_display = ("entitlement", "document", "status", "through", "at")
    list_select_related = ("entitlement__partner", "entitlement__desk")
