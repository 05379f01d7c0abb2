"""The Django app of this room."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "service.feeds"
    label = "feeds"
    default_auto_field = "django.db.models.BigAutoField"
