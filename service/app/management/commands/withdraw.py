"""`deskwire withdraw ARTICLE --reason WHY`: the house's own notice."""

from service.app.notices import Notice
from service.ingest.standing import Kind


class Command(Notice):
    """Give the notice."""

    help = "Take an article off its desks until it is reinstated."
    kind = Kind.WITHDRAWAL
