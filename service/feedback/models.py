"""The tables of what readers and mail servers told us."""

from django.db import models

from service.lease import Leased


class Arrival(Leased):
    """Something that came in, as it came: a mail, or a provider's notice. Kept before it is understood.

    The same thing twice is one row. Its bytes are forgotten after a while; its digest stays, so that it is
    still known when it comes again.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="of what makes it the same thing again")
    channel = models.CharField(max_length=20, help_text="mail, or the provider whose notice it is")
    recipient = models.CharField(
        max_length=320, blank=True, help_text="a mail's envelope recipient: it may hold our token"
    )
    about = models.JSONField(default=dict, help_text="the headers of a notice that are needed to read it")
    raw = models.BinaryField(help_text="as it came; emptied when it is forgotten")
    arrived_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=300, blank=True, help_text="what came of it, once it was read")

    def __str__(self) -> str:
        return f"{self.channel} {self.digest[:12]}"


class Event(models.Model):
    """A piece of news about a mail or a reader, whichever way it came. Added to, never changed."""

    class Kind(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "left a list"
        RETURNED = "returned", "took the leaving back"
        DELIVERED = "delivered", "taken by the mailbox's own server"
        DEFERRED = "deferred", "not taken yet"
        BOUNCED = "bounced", "not taken, for good"
        COMPLAINED = "complained", "called spam by its reader"
        REPLIED = "replied", "answered by a program"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subscription = models.CharField(max_length=32, blank=True, help_text="public id of the subscription")
    how = models.CharField(max_length=50, help_text="one-click, page, mail, reply, log, or a provider")
    at = models.DateTimeField()
    key = models.CharField(
        max_length=64, unique=True, null=True, help_text="the same news again has it again"
    )
    delivery = models.BigIntegerField(null=True, db_index=True, help_text="the ledger's row")
    mailing = models.BigIntegerField(null=True)
    address = models.CharField(max_length=320, blank=True)
    domain = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, blank=True, help_text="enhanced code (RFC 3463)")
    said = models.CharField(max_length=500, blank=True, help_text="the other side's words")
    mark = models.CharField(max_length=120, blank=True, help_text="the other side's name for this very copy")
    disputed = models.BooleanField(default=False, help_text="it names a recipient who is not the ledger's")
    arrival = models.ForeignKey(
        Arrival, null=True, on_delete=models.SET_NULL, related_name="events", db_index=False
    )

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["address", "at"], name="events_of_an_address"),
            models.Index(fields=["mailing", "kind", "domain"], name="events_of_a_mailing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subscription or self.address}"


class Heard(models.Model):
    """How many refusals of a batch were already made events of."""

    batch = models.BigIntegerField(unique=True)
    failed = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "heard"

    def __str__(self) -> str:
        return f"batch {self.batch}: {self.failed} failed, {self.deferred} deferred"


class Watched(models.Model):
    """When a mailing that is under way last moved: when its count of recipients to do last changed."""

    mailing = models.BigIntegerField(unique=True)
    to_do = models.PositiveIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "watched"

    def __str__(self) -> str:
        return f"mailing {self.mailing}: {self.to_do} to do"
