"""Who is told of a feed's change, who asks to be, and every delivery with what became of it."""

from django.db import models
from django.db.models import Q, QuerySet

from service.lease import Leased

CALLBACK = 1000
"""Characters of a callback: enough for a capability, little enough for an index."""


class HubRequest(Leased):
    """Somebody asked to subscribe, or to end it; nothing changes until the callback confirms it.

    One for each topic and callback: a later request replaces an earlier one that still waits.
    """

    class Mode(models.TextChoices):
        SUBSCRIBE = "subscribe"
        UNSUBSCRIBE = "unsubscribe"

    document = models.ForeignKey("feeds.FeedDocument", on_delete=models.CASCADE, related_name="+")
    callback = models.CharField(max_length=CALLBACK)
    host = models.CharField(max_length=255)
    mode = models.CharField(max_length=11, choices=Mode.choices)
    lease_seconds = models.PositiveIntegerField()
    sealed_secret = models.TextField(blank=True, editable=False)
    asked_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "callback"], name="one_request_per_topic_and_callback"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.document} for {self.host}"


class HubHost(models.Model):
    """How often a host was verified for strangers in the present hour."""

    name = models.CharField(max_length=255, unique=True)
    hour = models.DateTimeField(help_text="when the hour began")
    asked = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class HubSubscription(Leased):
    """A subscriber that confirmed, or an outside hub that the newsroom file names; due when to be told."""

    class Kind(models.TextChoices):
        SUBSCRIBER = "subscriber"
        HUB = "hub", "outside hub"

    class State(models.TextChoices):
        HELD = "held"
        ENDED = "ended", "its lease is over, or it was given back"
        GONE = "gone", "the callback said that it is no more"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SUBSCRIBER)
    document = models.ForeignKey(
        "feeds.FeedDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    callback = models.CharField(max_length=CALLBACK)
    host = models.CharField(max_length=255, db_index=True)
    state = models.CharField(max_length=5, choices=State.choices, default=State.HELD)
    sealed_secret = models.TextField(blank=True, editable=False)
    since = models.DateTimeField()
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="end of the lease; an outside hub has none"
    )
    knows = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the version it is known to have"
    )
    failures = models.PositiveSmallIntegerField(default=0, help_text="calls in a row that failed")
    said = models.CharField(max_length=300, blank=True, help_text="its last answer")
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "callback"], name="one_subscription_per_callback"),
            models.CheckConstraint(
                condition=Q(kind="hub", document=None) | Q(kind="subscriber", document__isnull=False),
                name="a_subscriber_has_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document or 'all feeds'} to {self.host}"

    @classmethod
    def prompt(cls) -> QuerySet["HubSubscription"]:
        """Those that answered the last time: told at once, and never behind those that did not."""
        return cls._standing().filter(failures=0)

    @classmethod
    def laggard(cls) -> QuerySet["HubSubscription"]:
        """Those that did not."""
        return cls._standing().filter(failures__gt=0)

    @classmethod
    def _standing(cls) -> QuerySet["HubSubscription"]:
        return cls.objects.filter(state=cls.State.HELD).select_related("document__desk")


class HubDelivery(models.Model):
    """One version of one document for one of them, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        HANDED = "handed"
        OVERTAKEN = "overtaken", "a newer version goes instead"
        GIVEN_UP = "given up", "it was refused for too long"

    subscription = models.ForeignKey(HubSubscription, on_delete=models.CASCADE, related_name="deliveries")
    document = models.ForeignKey("feeds.FeedDocument", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="of the version that was up when it was planned")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    said = models.CharField(max_length=300, blank=True, help_text="the last answer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "document"],
                condition=Q(state="waiting"),
                name="one_delivery_waits_per_topic",
            )
        ]
        indexes = [models.Index(fields=["changed_at"])]

    def __str__(self) -> str:
        return f"{self.document} for {self.subscription.host}"
