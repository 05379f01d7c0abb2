"""Any JSON becomes items by an operator's mapping: one JMESPath expression for each field of an item.

`items` leads from the document to the list of entries; without it the document is the list, or the one
entry. Every other expression starts from an entry. What an expression finds is read as loosely as feeds are:
a number where text is wanted is text, one name where a list is wanted is a list of one.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from service.errors import Unreadable
from service.ingest import feed, fields
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean, text_of
from service.ingest.item import Harvest, Item, Picture, Status
from service.ingest.links import safe_url
from service.ingest.manuscript import paragraphs
from service.ingest.pictures import pixels

FIELDS = (
    *("id", "title", "summary", "body", "body_text", "url", "authors", "topics", "language"),
    *("translation_of", "image", "image_alt", "image_credit", "image_width", "image_height"),
    *("published", "updated", "embargo", "breaking", "status", "correction"),
)
"""What a mapping may say; `body` is HTML, `body_text` plain text with paragraphs between empty lines."""
LONGEST = 500
"""Characters of an expression."""


@cache
def compiled(expression: str) -> Any:
    """An expression, ready to search with. Raises ValueError with a sentence for the editor."""
    if len(expression) > LONGEST:
        raise ValueError(f"an expression has at most {LONGEST} characters")
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise ValueError(f"{expression!r} is no JMESPath expression: {plain(str(error))}") from error


def found(expression: object, value: Any) -> Any:
    """What `expression` finds in `value`; None where there is no expression, and where it does not apply."""
    if not isinstance(expression, str) or not expression:
        return None
    try:
        return compiled(expression).search(value)
    except JMESPathError:
        return None


def harvest(document: Any, url: str, hint: str, options: Mapping[str, Any]) -> Harvest:
    """The items of a parsed document. Raises Unreadable if its entries are not where the mapping says."""
    expression = options.get("items")
    entries = found(expression, document) if expression else document
    if isinstance(entries, Mapping):
        entries = [entries]
    if not isinstance(entries, list):
        raise Unreadable(f"holds no list at {expression or 'its top'!r}: see the source's items")
    wanted = options["fields"]
    return feed.gather(
        entries, lambda entry: _name(entry, wanted), lambda entry: _item(entry, wanted, url, hint)
    )


def _name(entry: object, wanted: Mapping[str, str]) -> str:
    return fields.identity(_text(found(wanted.get("id"), entry)))


def _item(entry: object, wanted: Mapping[str, str], url: str, hint: str) -> Item:
    """One entry. Raises Unreadable if it has no id, or says nothing."""
    if not isinstance(entry, Mapping):
        raise Unreadable("is no object")
    values = {name: found(expression, entry) for name, expression in wanted.items()}
    text = {name: _text(value) for name, value in values.items()}.get
    address = safe_url(text("url", ""), url) or "" if text("url", "") else ""
    identity = fields.identity(text("id", "") or address)
    if not identity:
        raise Unreadable("has no id and no url: see the source's fields")
    status = fields.status(text("status", ""))
    body = clean(text("body", "") or paragraphs(text("body_text", "")), address or url)
    title = fields.headline(text("title", ""))
    if not title and not body and status is Status.USABLE:
        raise Unreadable("has neither a headline nor a text: see the source's fields")
    return Item(
        external_id=identity,
        title=title,
        summary=shorten(text_of(text("summary", "")), fields.SUMMARY),
        body=body,
        url=address,
        authors=fields.authors(_texts(values.get("authors"))),
        topics=fields.topics(_texts(values.get("topics"))),
        language=fields.language(text("language", "") or hint),
        translation_of=fields.identity(text("translation_of", "")),
        image=_picture(text, address or url),
        published=moment(values.get("published")),
        updated=moment(values.get("updated")),
        embargo_until=moment(values.get("embargo")),
        breaking=values.get("breaking") is True,
        status=status,
        correction=shorten(plain(text("correction", "")), fields.SUMMARY),
    )


def moment(value: object) -> Any:
    """A date as APIs write it: text, or seconds (or milliseconds) since 1970. In UTC; None if it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return fields.epoch(value)
    return fields.moment(value)


def _picture(text: Any, base: str) -> Picture | None:
    address = safe_url(text("image", ""), base) if text("image", "") else None
    if not address:
        return None
    return Picture(
        address,
        alt=shorten(plain(text("image_alt", "")), fields.TITLE),
        credit=shorten(plain(text("image_credit", "")), fields.TITLE),
        width=pixels(text("image_width", "")),
        height=pixels(text("image_height", "")),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value:
        return _text(value[0])
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _texts(value: object) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(_text, values) if text]
