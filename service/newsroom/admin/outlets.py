"""What stands outside: public feeds and partner outlets."""

from django.contrib import admin

from service.feeds.models import FeedDocument
from service.newsroom.admin.tables import Brought, Kept
from service.syndication.models import Entitlement, Partner, PartnerKey, Receipt


@admin.register(FeedDocument)
class FeedDocumentAdmin(Kept):
    list_display = ("path", "entries", "size", "updated_at", "due_at")
    list_filter = ("desk", "language", "format")
    list_select_related = ("desk",)


@admin.register(Partner)
class PartnerAdmin(Brought):
    list_display = ("slug", "name", "active")
    readonly_fields = ("slug",)


@admin.register(PartnerKey)
class PartnerKeyAdmin(Brought):
    """A key is ended here, and never shown: not even we know it."""

    list_display = ("partner", "name", "since", "ends_at")
    fields = ("partner", "name", "since", "ends_at")
    readonly_fields = ("partner", "since")


@admin.register(Entitlement)
class EntitlementAdmin(Kept):
    list_display = ("path", "entries", "size", "updated_at", "due_at", "ended_at")
    list_filter = ("partner", "language")
    list_select_related = ("partner", "desk")


@admin.register(Receipt)
class ReceiptAdmin(Kept):
    list_display = ("entitlement", "status", "at")
    list_select_related = ("entitlement__partner", "entitlement__desk")
