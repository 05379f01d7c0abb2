"""The Django app of this room."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "service.house"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"
