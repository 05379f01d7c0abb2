"""Where articles come from, the articles, and what was set aside."""

from django.contrib import admin

from service.house.models import Problem
from service.ingest.models import Article, Revision, Source
from service.newsroom.admin.tables import Brought, Kept


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
