"""The Celery application. Importing it opens no connection."""

from celery import Celery

app = Celery("deskwire", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
