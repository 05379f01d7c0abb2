"""Items of ninjs, the IPTC's news in JSON: versions 1 (Superdesk, AP), 2 and 3.

The versions differ most in how they write their keys (versioncreated, versionCreated) and in whether a
headline is one text or a list of them; keys are compared in lower case, and both are read. Text alone is
taken: a picture, video or planning item is no article.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from service.errors import Unreadable
from service.ingest import fields
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean, text_of
from service.ingest.item import Item, Picture, Status
from service.ingest.links import safe_url
from service.ingest.manuscript import paragraphs

Entry = Mapping[str, Any]

MEDIA_TOPIC = re.compile(r"(?:medtop:|subject:|newscodes/mediatopic/|newscodes/medtop/)([0-9]{8})\Z")
"""How the IPTC's Media Topics are named: by QCode or by address."""
CORRECTION = re.compile(r"\bcorrect(?:s|ed|ion|ing)\b", re.IGNORECASE)

_LISTS = ("items", "_items", "results", "data")
"""Where services put their items in an envelope of their own."""
_READ = {"", "text", "composite"}
_TRANSLATION = re.compile(r"translat", re.IGNORECASE)


def entries(document: Any) -> list[Any] | None:
    """The texts in a parsed document, alone, in a list or in an envelope; None if it is no ninjs."""
    if isinstance(document, Mapping) and not _is_ninjs(document):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), None)
    if isinstance(document, Mapping):
        document = [document]
    if not isinstance(document, list) or not any(_is_ninjs(one) for one in document):
        return None
    return [one for one in document if _is_read(one)]


def name(entry: object) -> str:
    """What an editor finds the entry by."""
    return fields.identity(_text(_lower(entry), "uri"))


def item(entry: object, url: str, hint: str = "") -> Item:
    """The item of one ninjs object that came from `url`. Raises Unreadable if it has no uri, or no text."""
    news = _lower(entry)
    identity = fields.identity(_text(news, "uri"))
    if not identity:
        raise Unreadable("has no uri: nothing to know it by")
    status = fields.status(_text(news, "pubstatus"))
    address = _address(news, url)
    title = fields.headline(_one_of(news, "headlines", "headline") or _text(news, "title"))
    body = clean(_body(news), address or url)
    if not title and not body and status is Status.USABLE:
        raise Unreadable("has neither a headline nor a text")
    note = plain(_text(news, "ednote"))
    return Item(
        external_id=identity,
        title=title,
        summary=shorten(text_of(_one_of(news, "descriptions", "description_text")), fields.SUMMARY),
        body=body,
        url=address,
        authors=fields.authors(_authors(news)),
        topics=fields.topics(_topics(news)),
        language=fields.language(_text(news, "language") or hint),
        translation_of=fields.identity(_original(news)),
        image=_picture(news, address or url),
        published=fields.moment(_text(news, "firstpublished") or _text(news, "firstcreated"))
        or fields.moment(_text(news, "versioncreated")),
        updated=fields.moment(_text(news, "versioncreated")),
        embargo_until=fields.moment(_text(news, "embargoeduntil") or _text(news, "embargoed")),
        status=status,
        correction=shorten(note, fields.SUMMARY) if CORRECTION.search(note) else "",
    )


def _is_ninjs(entry: object) -> bool:
    return isinstance(entry, Mapping) and isinstance(entry.get("uri"), str)


def _is_read(entry: object) -> bool:
    return not isinstance(entry, Mapping) or _text(_lower(entry), "type").lower() in _READ


def _one_of(news: Entry, several: str, single: str) -> str:
    """A text, or of several the first that has no special role: version 1 writes one, later ones a list."""
    texts = [_lower(one) for one in _list(news, several)]
    texts = [one for one in texts if _text(one, "value").strip()]
    plain_ones = [one for one in texts if _text(one, "role").lower() in {"", "main", "primary"}]
    return _text((plain_ones or texts)[0], "value") if texts else _text(news, single)


def _body(news: Entry) -> str:
    """The text as HTML: the longest that is marked up, else the longest that is not."""
    bodies = [_lower(one) for one in _list(news, "bodies")]
    marked = [_text(one, "value") for one in bodies if "html" in _text(one, "contenttype").lower()]
    marked += [_text(news, key) for key in ("body_html", "body_xhtml")]
    bare = [_text(one, "value") for one in bodies if "html" not in _text(one, "contenttype").lower()]
    bare.append(_text(news, "body_text"))
    best = max(marked, key=len, default="")
    if best.strip():
        return best
    other = max(bare, key=len, default="")
    return other if re.search(r"</(?:p|div|h[1-6])>", other) else paragraphs(other)


def _address(news: Entry, url: str) -> str:
    """Where it is published: a web rendition, an id or a uri that is an address."""
    renditions = [_lower(one) for one in _several(news, "renditions")]
    web = [_text(one, "href") for one in renditions if _text(one, "name").lower() in {"web", "html"}]
    ids = [_text(one, "value") for one in map(_lower, _list(news, "altids"))]
    found = [*web, *(one for one in ids if one.startswith(("http://", "https://"))), _text(news, "uri")]
    return next((safe for one in found if one.startswith("http") and (safe := safe_url(one, url))), "")


def _authors(news: Entry) -> list[str]:
    people = [_lower(one) for one in _list(news, "authors")]
    named = [_text(one, "name") for one in people if _text(one, "name")]
    return named or [_text(news, "by") or _text(news, "byline")]


def _topics(news: Entry) -> Iterable[str]:
    """Names of its subjects, and their codes where they are the IPTC's Media Topics."""
    for one in map(_lower, [*_list(news, "subjects"), *_list(news, "subject")]):
        for key in ("uri", "literal", "code"):
            if code := MEDIA_TOPIC.search(_text(one, key)):
                yield f"medtop:{code[1]}"
        yield _text(one, "name")


def _original(news: Entry) -> str:
    """What it says it is a translation of: in words of its own, an alternative id, or an association."""
    if said := _text(news, "translated_from") or _text(news, "translationof"):
        return said
    for one in map(_lower, _list(news, "altids")):
        if _TRANSLATION.search(_text(one, "role")):
            return _text(one, "value")
    for one in map(_lower, _several(news, "associations")):
        if _TRANSLATION.search(_text(one, "rel") or _text(one, "name")):
            return _text(one, "uri")
    return ""


def _picture(news: Entry, base: str) -> Picture | None:
    """The first associated picture, at its largest."""
    for one in map(_lower, _several(news, "associations")):
        if _text(one, "type").lower() not in {"picture", "graphic"}:
            continue
        sized = [_lower(rendition) for rendition in _several(one, "renditions")]
        for rendition in sorted(sized, key=lambda it: -(_number(it, "width") or 0)):
            if address := safe_url(_text(rendition, "href"), base) if _text(rendition, "href") else None:
                alt = text_of(_one_of(one, "descriptions", "description_text"))
                credit = _text(one, "by") or _text(one, "byline") or _text(one, "copyrightholder")
                return Picture(
                    address,
                    shorten(plain(alt), fields.TITLE),
                    shorten(plain(credit), fields.TITLE),
                    _number(rendition, "width"),
                    _number(rendition, "height"),
                )
    return None


def _lower(value: object) -> Entry:
    """An object with its keys in lower case; an empty one for anything else."""
    return {str(key).lower(): it for key, it in value.items()} if isinstance(value, Mapping) else {}


def _several(news: Entry, key: str) -> list[Any]:
    """A list, or version 1's object of named things, each told its name."""
    value = news.get(key)
    if isinstance(value, Mapping):
        return [{"name": name, **one} for name, one in value.items() if isinstance(one, Mapping)]
    return value if isinstance(value, list) else []


def _list(news: Entry, key: str) -> list[Any]:
    value = news.get(key)
    return value if isinstance(value, list) else []


def _text(news: Entry, key: str) -> str:
    value = news.get(key)
    return value if isinstance(value, str) else ""


def _number(news: Entry, key: str) -> int | None:
    value = news.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000 else None
