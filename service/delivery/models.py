"""The ledger: who is to get what, and what became of it.

    Mailing ──┬── Message   the frozen text of one language variant, with slots for what differs by reader
              └── Batch     up to BATCH_SIZE deliveries of one message: the unit that workers claim, with the
                    │       counters of its rows
                    └── Delivery   one recipient, once

A delivery's life. Every state has an exit by time: a batch's claim ends, and whoever claims it next looks at
each row.

    planned ──claim──▶ (journal: submitting) ──▶ accepted      the transport took it
       ▲                      ├────────────────▶ deferred ──▶ …  not now: the batch is due again later
       │                      ├────────────────▶ failed        never
       └──── (found unsent) ──┴────────────────▶ uncertain     the worker ended in the middle, nothing tells
    planned ──▶ excluded                                       with the reason, at planning or before DATA

That a row is being submitted, by which attempt, and what was answered stands in the batch's journal
(journal.py) the moment it happens; the row is written once, when its batch is folded (fold.py). A digest
that was in a killed worker's hands and that nothing tells of is not repeated; a confirmation is.
"""

from django.db import models

from service.lease import Leased

BATCH_SIZE = 500
"""Large enough that a claim, a journal and a fold cost a mail next to nothing; small enough for a minute."""


class Mailing(models.Model):
    """One logical send: an edition, whatever the languages it goes out in. `key` names it for ever."""

    class Policy(models.TextChoices):
        ONCE = "once", "never repeated without evidence that it was not delivered"
        AGAIN = "again", "repeated when in doubt"

    class Lane(models.TextChoices):
        BULK = "bulk", "digests and other sendings to many"
        CONFIRM = "confirm", "a mail that somebody waits for: never behind a bulk sending"

    key = models.CharField(max_length=120, unique=True, help_text="for instance digest/asia/daily/2026-11-23")
    policy = models.CharField(max_length=5, choices=Policy.choices, default=Policy.ONCE)
    lane = models.CharField(max_length=8, choices=Lane.choices, default=Lane.BULK)
    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(
        null=True, blank=True, help_text="nothing of it leaves while this is set"
    )
    paused_because = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(
        null=True, blank=True, help_text="what had not left by then is excluded"
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="when the last recipient was accounted for"
    )
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="when the rows of its recipients were deleted; the counters stay"
    )

    def __str__(self) -> str:
        return self.key

    @property
    def standing(self) -> str:
        """cancelled, complete, paused or under way. Complete is only what was closed."""
        if self.cancelled_at:
            return "cancelled"
        if self.closed_at:
            return "complete"
        return "paused" if self.paused_at else "under way"


class Message(models.Model):
    """A frozen message: everything but the slots is the same for all its recipients."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="messages")
    label = models.CharField(max_length=200, help_text="which variant: run, locale and chain of languages")
    key = models.CharField(max_length=22, unique=True, help_text="unguessable: the address of the web view")
    language = models.CharField(max_length=35)
    sender_name = models.CharField(max_length=100)
    sender = models.EmailField()
    subject = models.CharField(max_length=300)
    headers = models.JSONField(default=dict, help_text="further headers; values may hold slots")
    text = models.TextField(help_text="the text part, with slots")
    html = models.TextField(help_text="the HTML part, with slots")
    view = models.TextField(help_text="the web view: the HTML part without anything of a reader")
    made_at = models.DateTimeField(help_text="the Date of every copy")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "label"], name="one_message_per_variant")]

    def __str__(self) -> str:
        return f"{self.mailing}: {self.label}"


class Batch(Leased):
    """Deliveries of one message that a worker claims together."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    home = models.CharField(
        max_length=80,
        blank=True,
        editable=False,
        help_text="the machine whose journal knows of an unfolded attempt",
    )
    home_at = models.DateTimeField(null=True, blank=True, editable=False)
    moved_at = models.DateTimeField(
        null=True, blank=True, help_text="when an outcome of one of its rows was last written down"
    )
    recipients = models.PositiveIntegerField(default=0, help_text="rows frozen at planning; never changes")
    planned = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    excluded_because = models.JSONField(default=dict, help_text="how many, by reason")

    class Meta:
        verbose_name_plural = "batches"
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="batches_are_numbered")]
        indexes = [
            models.Index(fields=["due_at"], name="batches_due", condition=models.Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.message} #{self.number}"


class Delivery(models.Model):
    """One mailing to one recipient, once."""

    class State(models.TextChoices):
        PLANNED = "planned", "to be sent"
        SUBMITTING = "submitting", "was in a worker's hands when that ended"
        ACCEPTED = "accepted", "taken by the transport"
        DEFERRED = "deferred", "refused for now"
        FAILED = "failed", "refused for ever"
        EXCLUDED = "excluded", "not to be sent, for a reason"
        UNCERTAIN = "uncertain", "may have been sent; not repeated"

    # The rows are made by statements that join both tables: the database need not look each of them up again.
    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False
    )
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False)
    recipient = models.CharField(max_length=32, help_text="public id of the reader, or of whoever gets it")
    address = models.CharField(max_length=320)
    scope = models.CharField(max_length=80, help_text="the list it belongs to; leaving that list stops it")
    subject = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="what its links are about: public id of a subscription",
    )
    slots = models.JSONField(
        default=dict, help_text="what is put in the message's slots, besides signed links"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    tries = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(
        max_length=500, blank=True, help_text="the transport's last word, or the reason of an exclusion"
    )
    changed_at = models.DateTimeField()

    class Meta:
        # No index names the state or anything else that changes: PostgreSQL then writes a row's new version
        # on its own page and leaves the indexes alone (docs/delivery.md has the measurements).
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "recipient"], name="one_delivery_per_recipient")
        ]

    def __str__(self) -> str:
        return f"{self.mailing} to {self.recipient}"


class Suppression(models.Model):
    """An address that must not be written to: at all (scope "*"), or in one list."""

    address = models.CharField(max_length=320, help_text="canonical form")
    scope = models.CharField(max_length=80, default="*")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "scope"], name="one_suppression_per_scope")]

    def __str__(self) -> str:
        return f"{self.address} ({self.scope})"
