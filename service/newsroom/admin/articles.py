"""Where articles come from, the articles, and what was set aside."""

from django.contrib import admin

from service.house.models import Problem
from service.ingest.models import Article, Dispatch, Host, HubLease, Revision, Source
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
    fields = (
        *("name", "kind", "location", "moved_to", "language", "options", "every_minutes", "longest_minutes"),
        *("state", "due_at", "failures", "visited_at", "news_at", "last_pull"),
    )
    readonly_fields = (
        *("name", "kind", "location", "moved_to", "options"),
        *("failures", "visited_at", "news_at", "last_pull"),
    )


@admin.register(Dispatch)
class DispatchAdmin(Kept):
    list_display = ("message_id", "source", "label", "came_at", "read_at")
    list_filter = ("source", ("read_at", admin.EmptyFieldListFilter))
    list_select_related = ("source",)
    exclude = ("body",)


@admin.register(HubLease)
class HubLeaseAdmin(Kept):
    list_display = ("source", "hub", "state", "asked_at", "ends_at", "heard_at")
    list_filter = ("state",)
    list_select_related = ("source",)
    exclude = ("token",)


@admin.register(Host)
class HostAdmin(Kept):
    list_display = ("name", "free_at")
    search_fields = ("name",)


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
