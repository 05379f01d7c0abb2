"""The house, its articles and the desks they stand on."""

from django.contrib import admin
from django.db import models

from service.desks.models import Desk, Placement, Print, Rule, Ruling, Story, Version
from service.house.models import House, Problem
from service.ingest.models import Article, Revision, Source
from service.newsroom.admin.tables import Beside, Brought, Kept


@admin.register(House)
class HouseAdmin(Brought):
    list_display = ("name", "url", "foreign_passages")
    readonly_fields = ("tag_authority", "founded_at")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Problem)
class ProblemAdmin(Kept):
    list_display = ("place", "what", "times", "seen_at", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    search_fields = ("place", "what")


@admin.register(Source)
class SourceAdmin(Brought):
    list_display = ("name", "kind", "location", "state", "failures", "pulled_at", "due_at")
    list_filter = ("kind", "state")
    search_fields = ("name", "location")
    fields = ("name", "kind", "location", "language", "every_minutes", "state", "due_at")
    readonly_fields = ("name", "kind", "location")


@admin.register(Article)
class ArticleAdmin(Kept):
    list_display = ("external_id", "source", "key", "revision", "state", "first_seen_at")
    list_filter = ("source", "state")
    list_select_related = ("source",)
    search_fields = ("external_id", "key")


@admin.register(Revision)
class RevisionAdmin(Kept):
    list_display = ("title", "article", "number", "language", "published_at", "taken_at")
    list_select_related = ("article__source",)
    search_fields = ("title", "article__external_id", "article__key")


@admin.register(Desk)
class DeskAdmin(Brought):
    list_display = ("slug", "parent", "regions", "accent")
    list_select_related = ("parent",)
    search_fields = ("slug",)
    fields = ("slug", "parent", "regions", "names", "accent", "founded_at")
    readonly_fields = ("slug", "parent", "regions", "founded_at")


@admin.register(Story)
class StoryAdmin(Kept):
    list_display = ("key", "opened_at")
    search_fields = ("key", "versions__title")


class PlacementsBeside(Beside):
    model = Placement
    fields = ("desk", "because", "weight")


@admin.register(Version)
class VersionAdmin(Kept):
    list_display = ("title", "language", "state", "published_at", "flagged")
    list_filter = ("state", "language")
    search_fields = ("title", "article__key")
    inlines = (PlacementsBeside,)

    @admin.display(description="flags")
    def flagged(self, version: Version) -> str:
        """What the editors are told of it, in a word each."""
        return ", ".join(flag["code"] for flag in version.flags)


@admin.register(Placement)
class PlacementAdmin(Kept):
    list_display = ("version", "desk", "because", "weight")
    list_filter = ("desk",)
    list_select_related = ("version", "desk")


@admin.register(Rule)
class RuleAdmin(Kept):
    list_display = ("name", "desk", "effect", "keeper", "active")
    list_select_related = ("desk",)


@admin.register(Ruling)
class RulingAdmin(Kept):
    list_display = ("article", "kind", "desk", "note", "who", "at")
    list_filter = ("kind", "desk")
    list_select_related = ("article__source", "desk")


@admin.register(Print)
class PrintAdmin(Kept):
    list_display = ("version", "value")
    list_select_related = ("version",)
