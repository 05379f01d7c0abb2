"""Every address of the pages. The feeds are answered before Django (app/asgi.py).

Named addresses come before those that begin with a language, so that no language can be mistaken for one.
"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path, re_path

from service.app.health import healthz, readyz
from service.app.metrics import metrics
from service.digests.views import archive, past, view
from service.feedback.hooks.views import mail_hook
from service.feedback.views import unsubscribe
from service.feeds import lists, pages
from service.feeds.hub.views import hub
from service.ingest.hooks.push import ingest_hook
from service.ingest.hooks.websub import websub_hook
from service.syndication.api import acknowledgements, standing_notices
from service.syndication.views import partner_feed

LANGUAGE = r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)"
SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("newsroom/", admin.site.urls),
    path("hooks/ingest/<slug:source>", ingest_hook, name="ingest-hook"),
    path("hooks/websub/<slug:source>/<str:token>", websub_hook, name="websub-hook"),
    path("hub", hub, name="hub"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("view/<str:key>", view, name="view"),
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
    path("hooks/mail/<slug:provider>", mail_hook, name="mail-hook"),
    path("partners/<slug:slug>/notices.json", standing_notices, name="partner-notices"),
    path("partners/<slug:slug>/acknowledgements", acknowledgements, name="partner-acknowledgements"),
    path("partners/<slug:slug>/<slug:desk>/<str:lang>/<str:name>", partner_feed, name="partner-feed"),
    path("partners/<slug:slug>/<slug:desk>/<str:lang>/archive/<int:archive>/<str:name>", partner_feed),
    path("partners/<slug:slug>/<slug:desk>/<str:lang>/advance/<str:name>", partner_feed, {"advance": True}),
    path("robots.txt", lists.robots, name="robots"),
    re_path(rf"^feeds/{LANGUAGE}\.opml$", lists.feed_list, name="feed-list"),
    re_path(rf"^sitemap-{LANGUAGE}\.xml$", lists.news_sitemap, name="news-sitemap"),
    path("", pages.root, name="root"),
    re_path(rf"^{LANGUAGE}/$", pages.start, name="start"),
    re_path(rf"^{LANGUAGE}/article/(?P<key>[0-9a-f]{{16}})/$", pages.article, name="article"),
    re_path(rf"^{LANGUAGE}/{SLUG}/archive/$", archive, name="archive"),
    re_path(rf"^{LANGUAGE}/{SLUG}/archive/(?P<name>[a-z]+-[0-9a-f-]+)/$", past, name="past-edition"),
    re_path(rf"^{LANGUAGE}/{SLUG}/$", pages.desk, name="desk"),
]
handler404 = "service.feeds.pages.not_found"
