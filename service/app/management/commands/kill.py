"""`deskwire kill ARTICLE --reason WHY`: the house's own notice."""

from service.app.notices import Notice
from service.ingest.standing import Kind


class Command(Notice):
    """Give the notice."""

    help = "Take an article off every desk, feed and edition to come, for good."
    kind = Kind.KILL
