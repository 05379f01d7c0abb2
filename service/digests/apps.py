"""The Django app of this room."""

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "service.digests"
    label = "digests"
    default_auto_field = "django.db.models.BigAutoField"
