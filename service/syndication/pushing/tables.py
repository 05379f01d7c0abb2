"""The tables of pushing: destinations, how far each has been told, pushes, and what partners acknowledged.

    Partner ──┬── Destination ──┬── Following   up to which offer of an entitlement pushes were planned
              │                 └── Push        one state of one article, to be handed over
              └── Acknowledgement               the partner said that it took it

A push's life. Every state has an exit: a destination that stands still is shown as a problem.

    waiting ──▶ handed      the other side took it
       ├──────▶ refused     the other side will never take it, or it is too old to be news
       └──────▶ overtaken   a later state of the article is to be told instead
"""

from django.db import models

from service.lease import Leased


class Destination(Leased):
    """Where a partner wants to be told, and how. Due when something waits for it; one worker at a time."""

    class Kind(models.TextChoices):
        POST = "post", "signed HTTP POST"
        SFTP = "sftp", "file by SFTP"
        MAIL = "mail", "e-mail"

    partner = models.ForeignKey("syndication.Partner", on_delete=models.CASCADE, related_name="destinations")
    name = models.SlugField(max_length=50, help_text="tells a partner's destinations apart")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.CharField(
        max_length=2000, help_text="https://…, sftp://user@host/folder, or a mail address"
    )
    sealed_secret = models.TextField(
        blank=True, editable=False, help_text="signing key, password or private key, encrypted"
    )
    host_key = models.TextField(
        blank=True, help_text="SFTP: the server's public key, as in known_hosts; no other one is believed"
    )
    document = models.CharField(
        max_length=40, default="atom", help_text="the format: ninjs, newsml, atom ..."
    )
    notices_only = models.BooleanField(
        default=False, help_text="only corrections, withdrawals and kills, for partners that fetch the rest"
    )
    active = models.BooleanField(default=True)
    closed_because = models.CharField(
        max_length=300, blank=True, help_text="why nothing is pushed any more, in the other side's words"
    )
    since = models.DateTimeField(help_text="offers before are not pushed")
    failures = models.PositiveIntegerField(
        default=0, editable=False, help_text="rounds in a row in which the other side was not to be had"
    )
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    last_said = models.CharField(
        max_length=300, blank=True, editable=False, help_text="the other side's last word"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "name"], name="destinations_have_names")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"


class Following(models.Model):
    """Up to which offer of an entitlement a destination's pushes were planned."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="followings")
    entitlement = models.ForeignKey(
        "syndication.Entitlement", on_delete=models.CASCADE, related_name="followings"
    )
    through = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["destination", "entitlement"], name="one_following_each")
        ]

    def __str__(self) -> str:
        return f"{self.destination} of {self.entitlement} to {self.through}"


class Push(models.Model):
    """One state of one article for one destination. Whatever becomes of it, the row stays."""

    class State(models.TextChoices):
        WAITING = "waiting", "to be handed over"
        HANDED = "handed", "taken by the other side"
        REFUSED = "refused", "never to be taken"
        OVERTAKEN = "overtaken", "a later state went instead"

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="pushes")
    offer = models.ForeignKey("syndication.Offer", on_delete=models.PROTECT, related_name="pushes")
    article = models.ForeignKey("ingest.Article", on_delete=models.PROTECT, related_name="pushes")
    turn = models.PositiveIntegerField(help_text="how many states of the article were planned for it here")
    rank = models.PositiveSmallIntegerField(help_text="0 before all others: kills, then withdrawals ...")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(help_text="not before")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reply = models.CharField(max_length=300, blank=True, help_text="the other side's last word")

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [
            models.UniqueConstraint(fields=["destination", "article", "turn"], name="pushes_take_turns"),
            models.UniqueConstraint(fields=["destination", "offer"], name="one_push_per_offer"),
        ]
        indexes = [
            models.Index(
                fields=["destination", "rank", "id"],
                name="pushes_waiting",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer} to {self.destination}"


class Acknowledgement(models.Model):
    """A partner said that it took an article in this state. Rows are added, never changed."""

    partner = models.ForeignKey(
        "syndication.Partner", on_delete=models.CASCADE, related_name="acknowledgements"
    )
    article = models.ForeignKey("ingest.Article", on_delete=models.PROTECT, related_name="acknowledgements")
    revision = models.PositiveIntegerField()
    status = models.CharField(max_length=10, help_text="usable, withheld or canceled")
    who = models.CharField(max_length=150, help_text="the key's name, or the editor who heard it")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partner", "article", "at"], name="acknowledgements_by_article")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.article} {self.status}"
