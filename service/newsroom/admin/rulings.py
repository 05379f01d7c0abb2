"""Articles as the house reads them, those that are held, and the editors' words on them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from service import clock
from service.desks import editors
from service.desks.editors import Kind
from service.desks.flags import FIXED, KINDS
from service.desks.models import Held, Placement, Print, Ruling, Story, Version
from service.errors import NoSuchRuling
from service.newsroom.admin.tables import Beside, Kept, ModelForm

RECORD = (
    *("article", "revision", "story", "story_because", "translation_of", "translated_from", "topics"),
    *("minutes", "published_at", "updated_at", "released_at", "mailable_at", "said"),
)


class Flagged(admin.SimpleListFilter):
    """Versions that a flag is told of."""

    title = parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Every flag there is."""
        return [(code, code) for code in (*KINDS, *FIXED)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Looked for in the column's text: every database can."""
        if self.value() not in (*KINDS, *FIXED):
            return queryset
        return queryset.filter(flags__icontains=f'"{self.value()}"')


class PlacementsBeside(Beside):
    model = Placement
    fields = ("desk", "by", "because", "weight")


def _reasons(rows: Iterable[dict[str, Any]], name: str) -> SafeString:
    """One line for each: what, and why."""
    return format_html_join("", "<div>{}: {}</div>", ((row[name], row["because"]) for row in rows))


def _add(version: Version, kind: str, called: str) -> SafeString:
    """A link to the form that says something of this version."""
    at = f"?article={version.article_id}&seen={version.revision}&kind={kind}"
    return format_html('<a href="{}{}">{}</a>', reverse("admin:desks_ruling_add"), at, called)


class ReadAdmin(Kept):
    """An article as the house reads it, with all its reasons."""

    list_select_related = ("article__source",)
    search_fields = ("title", "article__key", "article__external_id")
    inlines = (PlacementsBeside,)
    fieldsets = (
        (None, {"fields": ("say", "title", "state", "held_at", "told", "kept_off_of", "about", "names")}),
        ("Language", {"fields": ("language", "language_because", "title_because", "passages")}),
        ("Text", {"fields": ("summary", "body", "biography", "authors", "url", "image")}),
        ("Record", {"fields": RECORD}),
    )
    readonly_fields = ("say", "told", "kept_off_of", "about", "names", "said")

    def has_rule_permission(self, request: HttpRequest) -> bool:
        """Whoever was given the right to add rulings."""
        return request.user.has_perm("desks.add_ruling")

    @admin.display(description="editors")
    def say(self, version: Version) -> SafeString:
        """Where an editor says something of it."""
        other = "release" if version.state == Version.State.HELD else "hold"
        links = [_add(version, "pin", "put it on a desk"), _add(version, "bar", "bar it from a desk")]
        links += [_add(version, "leave", "leave a desk to the rules"), _add(version, other, f"{other} it")]
        return format_html_join(" · ", "{}", ((link,) for link in links))

    @admin.display(description="flags")
    def flagged(self, version: Version) -> str:
        """What the editors are told of it, in a word each."""
        return ", ".join(flag["code"] for flag in version.flags)

    @admin.display(description="flags")
    def told(self, version: Version) -> SafeString:
        """What the editors are told of it, and which of that holds it."""
        marks = (
            {**flag, "code": f"{flag['code']} (holds)"} if flag.get("holds") else flag
            for flag in version.flags
        )
        return _reasons(marks, "code")

    @admin.display(description="kept off")
    def kept_off_of(self, version: Version) -> SafeString:
        """The desks it would stand on."""
        return _reasons(version.kept_off, "slug")

    @admin.display(description="about")
    def about(self, version: Version) -> SafeString:
        """Its topics."""
        return _reasons(version.subjects, "code")

    @admin.display(description="places")
    def names(self, version: Version) -> SafeString:
        """The regions it names."""
        return _reasons(version.regions, "code")

    @admin.display(description="editors said")
    def said(self, version: Version) -> SafeString:
        """Every ruling on its article, in the order they were said."""
        rows = Ruling.objects.filter(article=version.article_id).select_related("desk")
        told = (
            (f"{row.at:%Y-%m-%d %H:%M}", row.who, row.get_kind_display(), row.desk or "", row.note)
            for row in rows
        )
        return format_html_join("", "<div>{} {} {} {} {}</div>", told)


@admin.register(Version)
class VersionAdmin(ReadAdmin):
    list_display = ("title", "language", "state", "published_at", "flagged")
    list_filter = ("state", Flagged, "language", "placements__desk", "article__source")


@admin.register(Held)
class HeldAdmin(ReadAdmin):
    """The queue of what waits, longest waiting first."""

    list_display = ("title", "language", "source", "holding", "since")
    list_filter = (Flagged, "language", "article__source")
    actions = ("release",)

    @admin.display(ordering="article__source__name")
    def source(self, version: Version) -> str:
        """Where it came from."""
        return version.article.source.name

    @admin.display(description="held because")
    def holding(self, version: Version) -> SafeString:
        """What holds it, and why that was said."""
        return _reasons((flag for flag in version.flags if flag.get("holds")), "code")

    @admin.display(ordering="held_at", description="waits")
    def since(self, version: Version) -> str:
        """How long it has been waiting."""
        return timesince(version.held_at, clock.now()) if version.held_at else ""

    @admin.action(description="Release what the rules hold", permissions=["rule"])
    def release(self, request: HttpRequest, rows: QuerySet[Held]) -> None:
        """Those that an editor holds are left: she had her reason, and they are released one by one."""
        for version in rows.select_related("article"):
            if any(flag["code"] == "held-by-editor" for flag in version.flags):
                self.message_user(
                    request, f"{version}: an editor holds it; release it on its page", messages.WARNING
                )
                continue
            who = request.user.get_username()
            try:
                editors.rule(version.article, Kind.RELEASE, who, clock.now(), seen=version.revision)
            except NoSuchRuling as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"{version}: released")


class RulingForm(ModelForm):
    """An editor's word on an article."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        required=False, max_length=200, help_text="why, for colleagues; it stands in the reasons"
    )

    class Meta:
        model = Ruling
        fields = ("article", "kind", "desk", "note")

    def clean(self) -> dict[str, Any]:
        """Say why a ruling would mean nothing, beside the form."""
        given = super().clean() or {}
        article, kind = given.get("article"), given.get("kind")
        if article and kind:
            version = Version.objects.filter(article=article).first()
            if why := editors.objection(article, version, Kind(kind), given.get("desk"), given.get("seen")):
                raise forms.ValidationError(f"{why[0].upper()}{why[1:]}.")
        return given


@admin.register(Ruling)
class RulingAdmin(Kept):
    form = RulingForm
    list_display = ("article", "kind", "desk", "note", "who", "at")
    list_filter = ("kind", "desk")
    list_select_related = ("article__source", "desk")
    search_fields = ("article__key", "article__external_id", "note", "who")
    autocomplete_fields = ("article",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever was given the right to add rulings."""
        return request.user.has_perm("desks.add_ruling")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Adding, what is to be said; afterwards, the whole row."""
        whole = ("article", "kind", "desk", "revision", "codes", "note", "who", "at")
        return whole if obj else ("article", "kind", "desk", "note", "seen")

    def save_model(self, request: HttpRequest, obj: Ruling, form: Any, change: bool) -> None:
        """Rule; the line does the rest."""
        given = form.cleaned_data
        try:
            row = editors.rule(
                obj.article,
                Kind(obj.kind),
                request.user.get_username(),
                clock.now(),
                desk=given["desk"],
                note=given["note"],
                seen=given["seen"],
            )
        except NoSuchRuling as error:  # it changed between the form's check and now
            self.message_user(request, str(error), messages.ERROR)
        else:
            obj.pk, obj.at = row.pk, row.at

    def log_addition(self, request: HttpRequest, obj: Ruling, message: Any) -> Any:
        """A ruling that was not given has nothing to be logged."""
        return super().log_addition(request, obj, message) if obj.pk else None

    def response_add(self, request: HttpRequest, obj: Ruling, post_url_continue: str | None = None) -> Any:
        """Back to the list, without a word of success where there was none."""
        return super().response_add(request, obj, post_url_continue) if obj.pk else self._again()

    def _again(self) -> HttpResponse:
        return HttpResponse(status=302, headers={"Location": reverse("admin:desks_ruling_add")})


@admin.register(Placement)
class PlacementAdmin(Kept):
    list_display = ("version", "desk", "by", "because", "weight")
    list_filter = ("desk", "by")
    list_select_related = ("version", "desk")


@admin.register(Story)
class StoryAdmin(Kept):
    list_display = ("key", "opened_at")
    search_fields = ("key", "versions__title")


@admin.register(Print)
class PrintAdmin(Kept):
    list_display = ("version", "value")
    list_select_related = ("version",)
