"""The Django app of this room."""

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "service.syndication"
    label = "syndication"
    default_auto_field = "django.db.models.BigAutoField"
