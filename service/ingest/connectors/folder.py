"""A folder of files: all of it is looked at each time, so it needs no cursor."""

from pathlib import Path

from service.ingest import folder
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.fetch import Web


def read(errand: Errand, web: Web) -> Reading:
    """See `Connector`."""
    return Reading(folder.harvest(Path(errand.location), errand.now))
