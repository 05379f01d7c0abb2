"""The tables of syndication: partner outlets, their keys, what they may have, what they took."""

from django.db import models

from service.desks.models import Desk
from service.lease import Leased


class Partner(models.Model):
    """An outlet that republishes our articles in full."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class PartnerKey(models.Model):
    """A key a partner shows. Only its SHA-256 is kept: keys are long and random, or trial keys."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=50, default="first")
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"


class Entitlement(Leased):
    """A partner may have a desk's articles in a language: one private Atom feed."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="entitlements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="entitlements")
    language = models.CharField(max_length=35)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)

    outcome = models.CharField(
        max_length=10, blank=True, help_text="of the last build: written, unchanged, refused"
    )
    built_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True, help_text="when its bytes last changed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "desk", "language"], name="one_entitlement_each")
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """The file's path below the partners' folder, and its address below /partners/."""
        return f"{self.partner.slug}/{self.desk.slug}/{self.language}/atom.xml"


class Receipt(models.Model):
    """A partner took a version of its feed."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="receipts")
    sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(help_text="200 taken, 304 had it already")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entitlement} {self.status}"
