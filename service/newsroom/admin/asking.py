"""Desks and rules: what they ask for, whose word counts, and how a row is given back to the newsroom file."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from service import clock
from service.desks.holdings import descendants
from service.desks.models import Asking, Desk, Rule
from service.ingest.models import Source
from service.newsroom import checks
from service.newsroom.admin.tables import Brought, ModelForm
from service.newsroom.asking import ASKED
from service.newsroom.keeping import different, give_back, take_over
from service.newsroom.table import nearest
from service.newsroom.waking import wake_articles, wake_desk
from service.render.names import ACCENTS


class Lines(forms.CharField):
    """A list, one value a line, every one of them checked."""

    def __init__(self, check: Callable[[str], str], **rest: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3}), **rest)
        self.check = check

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list, each value once."""
        lines = [line.strip() for line in (value or "").splitlines()]
        found: dict[str, None] = {}
        for line in filter(None, lines):
            try:
                found[self.check(line)] = None
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return list(found)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list is another one; the order of lines says nothing."""
        try:
            return set(initial or ()) != set(self.to_python(data))
        except ValidationError:
            return True


def _source(name: str) -> str:
    """A source that there is."""
    known = list(Source.objects.values_list("name", flat=True))
    if name not in known:
        raise ValueError(f"there is no source {name!r}; {nearest(name, known)}")
    return name


class AskingForm(ModelForm):
    """The five kinds of things that can be asked for. All that are filled in must be met."""

    regions = Lines(checks.region, help_text="UN M.49 codes or ISO 3166 countries, one a line: 142, KZ")
    topics = Lines(checks.topic, help_text="IPTC Media Topics by code or English name, one a line")
    sources = Lines(_source, help_text="names of sources, one a line")
    tags = Lines(checks.tag, help_text="categories as sources write them, one a line; case does not count")
    languages = Lines(checks.language, help_text="BCP 47 tags, one a line; zh means zh-Hans too")


class RuleForm(AskingForm):
    """A rule asks for something."""

    class Meta:
        model = Rule
        fields = ("name", "desk", "effect", *ASKED, "active")

    def clean(self) -> dict[str, Any]:
        """A rule that asks for nothing is refused."""
        given = super().clean() or {}
        if not self.errors and not any(given.get(key) for key in ASKED):
            raise ValidationError("The rule asks for nothing: fill in one of the five kinds.")
        return given


class DeskForm(AskingForm):
    """A desk may ask for nothing: it holds what the desks below it hold, or what rules give it."""

    accent = forms.ChoiceField(
        required=False, choices=[("", "by its slug"), *((name, name) for name in ACCENTS)]
    )

    class Meta:
        model = Desk
        fields = ("slug", "parent", *ASKED, "names", "accent")

    def clean_slug(self) -> str:
        """A slug that is safe in addresses and paths."""
        try:
            return checks.slug(self.cleaned_data["slug"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_parent(self) -> Desk | None:
        """A desk that is not below this one."""
        parent: Desk | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent in descendants(self.instance):
            raise ValidationError(f"the desk would be above itself: {parent} is below it")
        return parent

    def clean_names(self) -> dict[str, str]:
        """One line of text by language."""
        names = self.cleaned_data["names"] or {}
        if not isinstance(names, dict):
            raise ValidationError('names are written as in {"fr": "Asie centrale"}')
        found = {}
        for tag, name in names.items():
            if not isinstance(name, str) or not name.strip() or not name.isprintable():
                raise ValidationError(f"{tag}: a name is one line of text in quotes")
            try:
                found[checks.language(tag)] = name.strip()
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return found


class AskingAdmin(Brought):
    """Whoever changes a row makes it the editors'; loads of the newsroom file leave it alone from then on."""

    actions = ("give_back_to_file",)
    list_per_page = 100

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever was given the right."""
        return super(Brought, self).has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The row is the editors' now; articles are placed again."""
        if change and self._same(obj):
            return
        take_over(obj)
        super().save_model(request, obj, form, change)
        self.wake(obj)

    def _same(self, row: Any) -> bool:
        """Whether the row says what it says in the table."""
        there = type(row)._default_manager.get(pk=row.pk)
        return all(
            getattr(there, field.attname) == getattr(row, field.attname)
            for field in row._meta.concrete_fields
        )

    def wake(self, row: Any) -> None:
        """What changes with the row."""
        wake_articles(clock.now())

    @admin.display(description="asks for")
    def asks_for(self, row: Asking) -> str:
        """The five kinds in one line."""
        return "; ".join(f"{key}: {', '.join(getattr(row, key))}" for key in ASKED if getattr(row, key))

    @admin.display(description="the file says otherwise of")
    def file_says_otherwise(self, row: Any) -> str:
        """The columns in which the editors' word and the file's differ."""
        return ", ".join(different(row))

    @admin.action(description="Give back to the newsroom file", permissions=["change"])
    def give_back_to_file(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """The file's word counts again, as it was loaded last."""
        for row in rows:
            if give_back(row):
                self.wake(row)
                self.log_change(request, row, "given back to the newsroom file")
            else:
                self.message_user(request, f"{row}: the newsroom file does not know it", messages.WARNING)


@admin.register(Desk)
class DeskAdmin(AskingAdmin):
    form = DeskForm
    list_display = ("slug", "parent", "asks_for", "accent", "keeper", "file_says_otherwise")
    list_select_related = ("parent",)
    list_filter = ("keeper",)
    search_fields = ("slug",)
    readonly_fields = ("keeper", "founded_at")
    fields = ("slug", "parent", *ASKED, "names", "accent", "keeper", "founded_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """A slug stands in addresses that readers have: it is given once."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Desk, form: Any, change: bool) -> None:
        """A new desk is founded now."""
        if not change:
            obj.founded_at = clock.now()
        super().save_model(request, obj, form, change)

    def wake(self, row: Desk) -> None:
        """Its documents too."""
        super().wake(row)
        wake_desk(row, clock.now())


@admin.register(Rule)
class RuleAdmin(AskingAdmin):
    form = RuleForm
    list_display = ("name", "desk", "effect", "asks_for", "active", "keeper", "file_says_otherwise")
    list_select_related = ("desk",)
    list_filter = ("desk", "effect", "active", "keeper")
    search_fields = ("name",)
    readonly_fields = ("keeper",)
    fields = ("name", "desk", "effect", *ASKED, "active", "keeper")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A rule that the file knows would come back with the next load: it is switched off instead."""
        allowed = super(Brought, self).has_delete_permission(request, obj)
        return allowed and not (isinstance(obj, Rule) and obj.filed is not None)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Rules are deleted one by one: what the file knows is not."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def delete_model(self, request: HttpRequest, obj: Rule) -> None:
        """Articles are placed again without it."""
        super().delete_model(request, obj)
        self.wake(obj)
