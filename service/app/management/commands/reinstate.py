"""`deskwire reinstate ARTICLE --reason WHY`: the house's own notice."""

from service.app.notices import Notice
from service.ingest.standing import Kind


class Command(Notice):
    """Give the notice."""

    help = "Let an article that the house withdrew, or that was killed, stand again."
    kind = Kind.REINSTATEMENT
