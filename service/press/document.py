"""The row of a document that stands: shared by the public feeds and the partners' (an abstract table)."""

from django.db import models

from service.lease import Leased


class Document(Leased):
    """A document in a language, put up as a file. Due when something in it changed."""

    language = models.CharField(max_length=35, help_text="BCP 47 tag")
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="of the bytes that are up; empty: none yet"
    )
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    entries = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text="the document's own date: its Last-Modified"
    )
    outcome = models.CharField(
        max_length=10, blank=True, help_text="of the last build: written, unchanged, refused"
    )
    built_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True, help_text="when its bytes last changed")

    class Meta:
        abstract = True
