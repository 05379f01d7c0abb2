"""The Django app of this room."""

from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "service.audience"
    label = "audience"
    default_auto_field = "django.db.models.BigAutoField"
