"""The house: what the newsroom file says of it, and the editors' policy for each flag."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from service import clock
from service.desks import flags
from service.desks.board import filed_policies
from service.house.models import House
from service.newsroom.admin.tables import Brought, ModelForm
from service.newsroom.waking import wake_articles

POLICIES = [(policy, policy) for policy in flags.POLICIES]


def _named(code: str) -> str:
    """The form's field for a flag."""
    return f"flag_{code.replace('-', '_')}"


FIELDS = {
    _named(code): forms.ChoiceField(label=code, required=False, help_text=kind.means)
    for code, kind in flags.KINDS.items()
}


class PoliciesForm(ModelForm):
    """A policy for each flag; where the editors say nothing, the newsroom file's counts."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        filed = flags.policies(filed_policies(self.instance), {})
        for code in flags.KINDS:
            if isinstance(field := self.fields.get(_named(code)), forms.ChoiceField):
                field.choices = [("", f"as the newsroom file says ({filed[code]})"), *POLICIES]
                field.initial = self.instance.flags_edited.get(code, "")

    def clean(self) -> dict[str, Any]:
        """The policies that the editors set."""
        given = super().clean() or {}
        edited = {code: given.get(_named(code), "") for code in flags.KINDS}
        self.instance.flags_edited = {code: policy for code, policy in edited.items() if policy}
        return given


HouseForm = type("HouseForm", (PoliciesForm,), dict(FIELDS))


@admin.register(House)
class HouseAdmin(Brought):
    """The file's columns are to be read: the next load would bring them back."""

    form = HouseForm
    list_display = ("name", "url", "languages")
    readonly_fields = (
        *("name", "url", "languages", "sender", "postal_address", "tag_authority", "founded_at"),
        *("settle_minutes", "mails_a_day", "short_words", "topics"),
    )
    fieldsets = (
        (None, {"fields": readonly_fields}),
        ("Flags", {"fields": tuple(FIELDS), "description": "hold: waits for an editor; flag: only told"}),
    )

    def save_model(self, request: HttpRequest, obj: House, form: Any, change: bool) -> None:
        """Only the editors' policies are saved; articles are placed again."""
        obj.save(update_fields=["flags_edited"])
        if form.changed_data:
            wake_articles(clock.now())
