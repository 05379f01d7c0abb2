"""The table of what readers and mail servers told us."""

from django.db import models


class Event(models.Model):
    """Something that came back: so far, one-click unsubscriptions. Added to, never changed."""

    class Kind(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "left by one click or by the page"
        RETURNED = "returned", "took the leaving back"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subscription = models.CharField(max_length=32, help_text="public id of the subscription")
    how = models.CharField(max_length=50, help_text="one-click or page")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subscription}"
