"""The Django app of this room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "service.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
