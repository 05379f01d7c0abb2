"""The tables of the audience: readers, what they want, what they agreed to."""

from uuid import uuid4

from django.db import models

from service.desks.models import Desk


def new_public_id() -> str:
    """128 random bits in hex: the name of a reader or subscription outside this database."""
    return uuid4().hex


class Reader(models.Model):
    """A person who reads us by mail, in their own languages at their own hour."""

    class State(models.TextChoices):
        ACTIVE = "active", "gets mail"
        UNCONFIRMED = "unconfirmed", "has not confirmed yet"
        GONE = "gone", "left"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id)
    address = models.CharField(
        max_length=320, unique=True, help_text="canonical: NFC, domain as A-labels, lower case"
    )
    languages = models.JSONField(
        default=list, help_text="BCP 47 tags, best first; the first is that of the mail itself"
    )
    timezone = models.CharField(max_length=64, default="UTC", help_text="IANA name")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Subscription(models.Model):
    """A reader wants a desk's digests. Kept when it ends, as evidence."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="subscriptions")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="subscriptions")
    cadence = models.CharField(max_length=10, help_text="daily, weekly or breaking")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "desk", "cadence"], name="one_subscription_per_digest")
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.desk} {self.cadence}"

    @property
    def scope(self) -> str:
        """The name of the list in the ledger and in suppressions."""
        return f"{self.desk.slug}/{self.cadence}"


class Consent(models.Model):
    """What a reader agreed to or took back: added to, never changed."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="consents")
    verb = models.CharField(max_length=20, help_text="agreed, left, returned, imported")
    scope = models.CharField(max_length=80, help_text="the list, or * for all")
    how = models.CharField(max_length=200, help_text="page, one-click, newsroom file ...")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.reader} {self.verb} {self.scope}"
