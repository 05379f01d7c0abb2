"""The editions that were made, and the ledger."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from service import clock
from service.audience.addresses import canonical
from service.delivery.account import COUNTERS
from service.delivery.models import Batch, Delivery, Message, Suppression
from service.digests.models import Edition, EditionItem, Run
from service.errors import BadAddress
from service.newsroom.admin.tables import Beside, Kept, ModelAdmin, ModelForm


@admin.register(Edition)
class EditionAdmin(Kept):
    list_display = ("digest", "date", "mailing")
    list_filter = ("digest",)
    list_select_related = ("digest__desk", "mailing")
    date_hierarchy = "date"


class ItemsBeside(Beside):
    model = EditionItem
    fields = ("position", "story", "because")


@admin.register(Run)
class RunAdmin(Kept):
    list_display = ("edition", "instant", "state", "recipients")
    list_filter = ("state",)
    list_select_related = ("edition__digest__desk",)
    inlines = (ItemsBeside,)


@admin.register(EditionItem)
class EditionItemAdmin(Kept):
    list_display = ("run", "position", "story", "because")
    list_select_related = ("run__edition__digest__desk", "story")


@admin.register(Message)
class MessageAdmin(Kept):
    list_display = ("mailing", "label", "language", "subject", "made_at")
    list_filter = ("language",)
    list_select_related = ("mailing",)
    search_fields = ("subject", "mailing__key")
    exclude = ("html", "view")


@admin.register(Batch)
class BatchAdmin(Kept):
    list_display = ("message", "number", *COUNTERS, "due_at", "claimed_until", "tries")
    list_select_related = ("message__mailing",)


@admin.register(Delivery)
class DeliveryAdmin(Kept):
    list_display = ("mailing", "address", "scope", "state", "tries", "reply", "changed_at")
    list_filter = ("state",)
    list_select_related = ("mailing",)
    search_fields = ("address", "recipient", "mailing__key")
    exclude = ("slots",)


class SuppressionForm(ModelForm):
    """A suppression by hand: the address is stored as delivery compares it."""

    def clean_address(self) -> str:
        """The canonical form of what was typed."""
        try:
            return canonical(self.cleaned_data["address"])
        except BadAddress as error:
            raise ValidationError(str(error)) from error


@admin.register(Suppression)
class SuppressionAdmin(ModelAdmin):
    list_display = ("address", "scope", "reason", "since")
    search_fields = ("address",)
    form = SuppressionForm

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"since": clock.now()}
