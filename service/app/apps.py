"""The Django app of this room."""

from django.apps import AppConfig


class DeskwireConfig(AppConfig):
    name = "service.app"
    label = "app"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Logs are set up once Django is, and the doorbell gets the Celery application it sounds through."""
        from service.app import celery as _celery  # noqa: F401 - made the current one by its import
        from service.app import logs

        logs.set_up()
