"""Every address of the pages. The feeds and the partners' feeds are answered before Django (app/asgi.py)."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("newsroom/", admin.site.urls),
]
