"""A document becomes items, whatever it turns out to be: the one entry to the parsers.

    an operator's mapping      any JSON, where the source has one
    ninjs 1 to 3               JSON objects with a uri (IPTC)
    JSON Feed 1 and 1.1        or one bare item of it
    NewsML-G2                  news messages and items (IPTC)
    RSS, RDF, Atom             everything else

Nothing here opens an address or a file. What it is, the document says; labels lie.
"""

import json
from collections.abc import Mapping
from typing import Any

from service.errors import Unreadable
from service.ingest import decoding, feed, jsonfeed, mapping, newsml, ninjs
from service.ingest.characters import plain
from service.ingest.item import Harvest

NO_OPTIONS: Mapping[str, Any] = {}


def harvest(
    data: bytes, url: str, label: str = "", hint: str = "", options: Mapping[str, Any] = NO_OPTIONS
) -> Harvest:
    """The items of the document in `data`, which came from `url` with the Content-Type `label`.

    `hint` is the language an operator gave the source, `options` what the newsroom file says of it. An item
    at fault is set aside. Raises Unreadable for what is no such document, Unsafe for one that could do harm.
    """
    data, note = decoding.document(data, label, hint)
    if decoding.is_json(data):
        return of_json(_parsed(decoding.whole(data)), url, hint, options).noted(note)
    if newsml.is_news(data):
        return newsml.harvest(decoding.whole(data), url, hint).noted(note)
    return feed.of_xml(data, url, hint).noted(note)


def of_json(value: Any, url: str, hint: str = "", options: Mapping[str, Any] = NO_OPTIONS) -> Harvest:
    """The items of a JSON document. Raises Unreadable for one of another kind."""
    if options.get("fields"):
        return mapping.harvest(value, url, hint, options)
    if (entries := ninjs.entries(value)) is not None:
        return feed.gather(entries, ninjs.name, lambda entry: ninjs.item(entry, url, hint))
    return feed.of_json(jsonfeed.admit(value), url, hint)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is no JSON: {plain(str(error))}") from error
