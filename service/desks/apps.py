"""The Django app of this room."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "service.desks"
    label = "desks"
    default_auto_field = "django.db.models.BigAutoField"
