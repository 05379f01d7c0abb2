"""The Django app of this room."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "service.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
