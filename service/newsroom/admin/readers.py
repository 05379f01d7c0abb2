"""The readers, what they want, and what they agreed to or took back."""

from django.contrib import admin

from service.audience.models import Consent, Reader, Subscription
from service.newsroom.admin.tables import Beside, Brought, Kept


class SubscriptionsBeside(Beside):
    model = Subscription
    fields = ("desk", "cadence", "since", "ended_at")


class ConsentsBeside(Beside):
    model = Consent
    fields = ("verb", "scope", "how", "at")


@admin.register(Reader)
class ReaderAdmin(Brought):
    list_display = ("address", "languages", "timezone", "state", "since")
    list_filter = ("state",)
    search_fields = ("address",)
    fields = ("address", "languages", "timezone", "state", "since")
    readonly_fields = ("address", "since")
    inlines = (SubscriptionsBeside, ConsentsBeside)


@admin.register(Subscription)
class SubscriptionAdmin(Kept):
    list_display = ("reader", "desk", "cadence", "since", "ended_at")
    list_filter = ("desk", "cadence", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("reader", "desk")
    search_fields = ("reader__address",)


@admin.register(Consent)
class ConsentAdmin(Kept):
    list_display = ("reader", "verb", "scope", "how", "at")
    list_filter = ("verb",)
    list_select_related = ("reader",)
    search_fields = ("reader__address",)
