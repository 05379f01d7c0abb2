"""The digests and their editions: what comes next in all languages side by side, and the editors' words."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin

from service import clock
from service.digests import words
from service.digests.models import Digest, EditorsWord, Erratum, Told
from service.digests.preview import Preview, preview
from service.digests.views import POLICY
from service.errors import NoEdition
from service.house.models import House
from service.newsroom.admin.tables import Brought, Kept, ModelForm

LETTER = {**POLICY, "frame-ancestors": [SELF]}


@admin.register(Digest)
class DigestAdmin(Brought):
    list_display = ("desk", "cadence", "hour", "weekday", "maximum", "approval_minutes", "paused", "ahead")
    list_filter = ("cadence", "paused")
    list_select_related = ("desk",)
    readonly_fields = (
        *("desk", "cadence", "ahead", "minimum", "sections", "fallback", "language", "wait_minutes"),
        *("outdated", "corrections", "unapproved"),
    )

    @admin.display(description="next edition")
    def ahead(self, digest: Digest) -> SafeString | str:
        """Where its next edition is seen in every language."""
        if digest.cadence == Digest.Cadence.BREAKING:
            return ""
        return format_html('<a href="{}">preview</a>', reverse("admin:digest_preview", args=[digest.pk]))

    def get_urls(self) -> list[URLPattern]:
        """The previews beside the usual pages."""
        site = self.admin_site.admin_view
        letter: Callable[..., Any] = self.letter
        page: Callable[..., Any] = self.editions
        letter = csp_replace(LETTER)(xframe_options_sameorigin(letter))
        page = csp_update({"frame-src": [SELF]})(page)
        own = [
            path("<int:pk>/preview/", site(page), name="digest_preview"),
            path("<int:pk>/preview/<str:language>/", site(letter), name="digest_letter"),
        ]
        return [*own, *super().get_urls()]

    def editions(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One edition in all languages of the house."""
        house, digest = House.get(), self._digest(request, pk)
        made = [self._made(request, digest, [language]) for language in house.languages]
        day = made[0].day
        about = urlencode({"digest": digest.pk, "date": day})
        add = reverse("admin:digests_editorsword_add")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{digest}, {day}",
            "previews": made,
            "remark": made[0].remark,
            "words": EditorsWord.objects.filter(digest=digest, date=day).select_related("story"),
            "say": [(kind.label, f"{add}?{about}&kind={kind.value}") for kind in words.Kind],
            "change": add,
            "about": about,
        }
        return TemplateResponse(request, "newsroom/editions.html", context)

    def letter(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The mail of one language, as anybody may see it."""
        made = self._made(request, self._digest(request, pk), [language])
        if made.letter is None:
            raise Http404("nothing would be sent")
        return HttpResponse(made.letter.view)

    def _digest(self, request: HttpRequest, pk: int) -> Digest:
        digest: Digest | None = self.get_queryset(request).select_related("desk").filter(pk=pk).first()
        if digest is None or not self.has_view_permission(request, digest):
            raise Http404("no such digest")
        return digest

    def _made(self, request: HttpRequest, digest: Digest, reading: list[str]) -> Preview:
        try:
            given = request.GET.get("date")
            day = date.fromisoformat(given) if given else None
            return preview(digest, House.get(), reading, clock.now(), day)
        except (NoEdition, ValueError) as error:
            raise Http404(str(error)) from error


class WordForm(ModelForm):
    """What an editor says of an edition."""

    class Meta:
        model = EditorsWord
        fields = ("digest", "date", "kind", "story", "place", "language", "text")

    def clean(self) -> dict[str, Any]:
        """Say why a word would mean nothing, beside the form."""
        given = super().clean() or {}
        if {"digest", "date", "kind"} <= given.keys() and (
            fault := words.objection(EditorsWord(**{name: given.get(name) for name in self.Meta.fields}))
        ):
            raise forms.ValidationError(f"{fault[0].upper()}{fault[1:]}.")
        return given


@admin.register(EditorsWord)
class EditorsWordAdmin(Kept):
    form = WordForm
    list_display = ("digest", "date", "kind", "story", "place", "language", "who", "at")
    list_filter = ("kind", "digest")
    list_select_related = ("digest__desk", "story")
    raw_id_fields = ("story",)
    date_hierarchy = "date"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever was given the right to add words."""
        return request.user.has_perm("digests.add_editorsword")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Adding, what is to be said; afterwards, the whole row."""
        return (*WordForm.Meta.fields, "who", "at") if obj else WordForm.Meta.fields

    def save_model(self, request: HttpRequest, obj: EditorsWord, form: Any, change: bool) -> None:
        """Say it; runs that wait for it go on at once."""
        matter = {name: form.cleaned_data[name] for name in ("story", "place", "language", "text")}
        row = words.say(obj.digest, obj.date, obj.kind, request.user.get_username(), clock.now(), **matter)
        obj.pk, obj.at, obj.who = row.pk, row.at, row.who


@admin.register(Erratum)
class ErratumAdmin(Kept):
    list_display = ("advisory", "digest", "mailing", "looked_at")
    list_select_related = ("advisory__article__source", "digest__desk", "mailing")


@admin.register(Told)
class ToldAdmin(Kept):
    list_display = ("message", "place", "version", "because")
    list_select_related = ("message__mailing", "version")
    search_fields = ("message__mailing__key", "version__title")
