"""Items of a JSON Feed (https://www.jsonfeed.org/version/1.1/), read as loosely as people write it."""

import json
from collections.abc import Mapping
from typing import Any

from service.errors import Unreadable
from service.ingest import fields
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean, text_of
from service.ingest.item import Item, Picture, Status
from service.ingest.links import safe_url
from service.ingest.manuscript import paragraphs

Entry = Mapping[str, Any]

_VERSION = "https://jsonfeed.org/version/1"
_TEXTS = {"content_html", "content_text", "title", "_deskwire"}


def parse(text: str) -> Entry:
    """The document in `text`. Raises Unreadable if it is no JSON Feed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is no JSON: {plain(str(error))}") from error
    return admit(document)


def admit(document: object) -> Entry:
    """A JSON Feed out of a parsed document; a bare item is a feed of one. Raises Unreadable."""
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, str) and version.removeprefix("https://www.").startswith(
        (_VERSION, _VERSION.removeprefix("https://"))
    ):
        return dict(document) if isinstance(document, dict) else {}
    if isinstance(document, dict) and "id" in document and document.keys() & _TEXTS:
        return {"version": f"{_VERSION}.1", "items": [document]}
    raise Unreadable("is JSON and no JSON Feed: its version names none")


def entries(document: Entry) -> list[Any]:
    """What the document holds as items, of whatever shape."""
    items = document.get("items")
    return items if isinstance(items, list) else []


def name(entry: object) -> str:
    """What an editor finds the entry by, whatever is wrong with it; empty if it has no id and no url."""
    return fields.identity(_identity(entry) or _text(entry, "url")) if isinstance(entry, Mapping) else ""


def item(entry: object, document: Entry, url: str, hint: str = "") -> Item:
    """The item of one entry of the feed at `url`; `hint` is the language an operator gave.

    JSON Feed has no words for a takedown, an embargo or a correction: they are read out of an extension of
    our own, `_deskwire`, with the keys status, embargo, breaking, correction and translation_of.

    Raises Unreadable if it has no id, or says nothing.
    """
    if not isinstance(entry, Mapping):
        raise Unreadable("is no object")
    address = safe_url(_text(entry, "url"), url) or ""
    identity = fields.identity(_identity(entry) or address)
    if not identity:
        raise Unreadable("has no id and no url: nothing to know it by")
    body = clean(_text(entry, "content_html") or paragraphs(_text(entry, "content_text")), address or url)
    body = body or clean(paragraphs(_text(entry, "summary")))
    title = fields.headline(_text(entry, "title"))
    own = entry.get("_deskwire")
    own = own if isinstance(own, Mapping) else {}
    status = fields.status(_text(own, "status"))
    if not title and not body and status is Status.USABLE:
        raise Unreadable("has neither a headline nor a text")
    return Item(
        external_id=identity,
        title=title,
        summary=shorten(text_of(_text(entry, "summary")), fields.SUMMARY),
        body=body,
        url=address,
        authors=fields.authors(_authors(entry)),
        topics=fields.topics(tag for tag in _list(entry, "tags") if isinstance(tag, str)),
        language=fields.language(_text(entry, "language") or hint or _text(document, "language")),
        translation_of=fields.identity(_original(entry) or _text(own, "translation_of")),
        image=_picture(entry, address or url),
        published=fields.moment(_text(entry, "date_published")),
        updated=fields.moment(_text(entry, "date_modified")),
        embargo_until=fields.moment(_text(own, "embargo")),
        breaking=own.get("breaking") is True,
        status=status,
        correction=shorten(plain(_text(own, "correction")), fields.SUMMARY),
    )


def _original(entry: Entry) -> str:
    return _text(entry, "translated_from") or _text(entry, "_translated_from")


def _identity(entry: Entry) -> str:
    """The id; publishers write numbers although the specification wants text."""
    value = entry.get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _authors(entry: Entry) -> list[str]:
    """The names of version 1.1's authors, else of version 1's author."""
    people = _list(entry, "authors") or [entry.get("author")]
    return [_text(person, "name") for person in people if isinstance(person, Mapping)]


def _picture(entry: Entry, base: str) -> Picture | None:
    address = safe_url(_text(entry, "image") or _text(entry, "banner_image"), base)
    return Picture(url=address) if address and (entry.get("image") or entry.get("banner_image")) else None


def _list(entry: Entry, key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
