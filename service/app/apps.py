"""The Django app of this room."""

from django.apps import AppConfig


class DeskwireConfig(AppConfig):
    name = "service.app"
    label = "app"
    default_auto_field = "django.db.models.BigAutoField"
