"""Feeds and news documents at an address: asked for conditionally, read whatever they turn out to be.

RSS, RDF, Atom, JSON Feed, ninjs and NewsML-G2 all come this way: the document says what it is. A hub that
it names (WebSub section 4: Link headers first, then its own links) is handed on.
"""

from service.errors import Unreadable, Unsafe
from service.ingest import documents
from service.ingest.connectors import answers
from service.ingest.connectors.connector import Errand, Hub, Reading
from service.ingest.connectors.discovery import discover
from service.ingest.fetch import Web, shown


def read(errand: Errand, web: Web) -> Reading:
    """See `Connector`."""
    answer = web.get(errand.location, answers.validators(errand.cursor))
    if answer.status == 304:
        return Reading(None, errand.cursor, fresh_for=answers.fresh_for(answer), hub=_hub_again(errand))
    answers.judge(answer, errand.now)
    try:
        label = answer.headers.get("content-type", "")
        harvest = documents.harvest(answer.body, answer.url, label, errand.language)
    except (Unreadable, Unsafe) as error:
        raise type(error)(f"{shown(answer.url)} {error}") from error
    found = discover(answer)
    cursor: dict[str, str] = answers.kept(answer)
    if found:
        cursor |= {"hub": found.address, "topic": found.topic}
    return Reading(harvest, cursor, fresh_for=answers.fresh_for(answer), moved_to=answer.moved_to, hub=found)


def _hub_again(errand: Errand) -> Hub | None:
    """The hub that the version we have named."""
    address, topic = errand.cursor.get("hub"), errand.cursor.get("topic")
    return Hub(address, topic) if address and topic else None
