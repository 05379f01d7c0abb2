"""The Django app of this room."""

from django.apps import AppConfig


class DeskwireConfig(AppConfig):
    name = "service.app"
    label = "app"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Logs are set up once Django is."""
        from service.app import logs

        logs.set_up()
