"""Notices on articles: editors correct, withdraw, kill and reinstate; the record shows who and why."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from service import clock
from service.errors import NoSuchNotice
from service.ingest import advisories
from service.ingest.models import Advisory
from service.ingest.standing import Kind, Voice, objection, standing
from service.newsroom.admin.tables import Kept, ModelForm


class NoticeForm(ModelForm):
    """A notice, and for a correction what it puts right."""

    note = forms.CharField(
        widget=forms.Textarea, help_text="the reason, or what was corrected; it goes on record"
    )
    title = forms.CharField(required=False, max_length=500, help_text="corrections alone: the right headline")
    summary = forms.CharField(
        required=False, widget=forms.Textarea, help_text="corrections alone: the right summary"
    )
    body = forms.CharField(
        required=False, widget=forms.Textarea, help_text="corrections alone: the right text, in HTML"
    )

    class Meta:
        model = Advisory
        fields = ("article", "kind", "note")

    def clean(self) -> dict[str, Any]:
        """Say why a notice would mean nothing, beside the form."""
        given = super().clean() or {}
        article, kind = given.get("article"), given.get("kind")
        if article and kind:
            said = standing(one.notice for one in article.advisories.order_by("pk"))
            if why := objection(said, (Kind(kind), Voice.HOUSE)):
                raise forms.ValidationError(f"No {kind} can be given: {why}.")
            if kind == Kind.CORRECTION and not any(given.get(name) for name in advisories.CORRECTABLE):
                raise forms.ValidationError("Give the headline, the summary or the text that is right.")
        return given


@admin.register(Advisory)
class AdvisoryAdmin(Kept):
    form = NoticeForm
    list_display = ("kind", "article", "voice", "who", "note", "at")
    list_filter = ("kind", "voice")
    list_select_related = ("article__source",)
    search_fields = ("article__key", "article__external_id", "note", "who")
    autocomplete_fields = ("article",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever was given the right to add advisories."""
        return request.user.has_perm("ingest.add_advisory")

    def save_model(self, request: HttpRequest, obj: Advisory, form: Any, change: bool) -> None:
        """Give the notice; the line does the rest. The row is evidence: nothing else is saved here."""
        given = form.cleaned_data
        changes = {name: given[name] for name in advisories.CORRECTABLE}
        try:
            row = advisories.give(
                obj.article, Kind(obj.kind), given["note"], request.user.get_username(), clock.now(), changes
            )
        except NoSuchNotice as error:  # somebody else's notice, or a text that cannot be used
            self.message_user(request, str(error), messages.ERROR)
        else:
            obj.pk, obj.at = row.pk, row.at

    def log_addition(self, request: HttpRequest, obj: Advisory, message: Any) -> Any:
        """The notice itself is the log; one that was not given has nothing to be logged."""
        return super().log_addition(request, obj, message) if obj.pk else None

    def response_add(self, request: HttpRequest, obj: Advisory, post_url_continue: str | None = None) -> Any:
        """Back to the list, without a word of success where there was none."""
        if obj.pk:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse("admin:ingest_advisory_add"))
