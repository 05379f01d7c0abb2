"""The Django app of this room."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "service.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"
