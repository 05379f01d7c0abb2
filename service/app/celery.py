"""The Celery application. Importing it opens no connection."""

from celery import Celery

app = Celery("deskwire")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
