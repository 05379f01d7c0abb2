"""A partner's document as IPTC ninjs 3.1: one composite item whose associations are the articles.

ninjs describes one item at a time and has no word for a list; a composite is the IPTC's own answer. Where
the document stands among others goes into the Link header, for ninjs has no place for that either.
"""

import json
from typing import Any

from service.render.feeds_parts import ISO_3166, M49, bylines, picture_type, stamp
from service.render.feeds_text import line, plain
from service.render.names import territory_name
from service.render.partners.atom import titled
from service.render.partners.excerpt import words_in
from service.render.partners.parts import MEDIA_TOPICS, body_of, summary_of
from service.render.partners.values import Entry, PartnerCopy
from service.render.partners.words import caution_text
from service.render.values import Image

NINJS_TYPE = "application/json"
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
HTML, TEXT = "text/html", "text/plain"


def ninjs(copy: PartnerCopy) -> bytes:
    """The document, UTF-8 with a newline at its end."""
    document = {
        "standard": STANDARD,
        "uri": copy.id,
        "type": "composite",
        "language": copy.language,
        "versionCreated": stamp(copy.updated),
        "pubStatus": "usable",
        "headlines": [{"role": "main", "contentType": TEXT, "value": titled(copy.title, copy.id)}],
        "descriptions": [{"role": "main", "contentType": TEXT, "value": line(copy.subtitle)}],
        "copyrightHolder": line(copy.house),
        "copyrightNotice": line(copy.rights),
        "altIds": [{"role": "self", "value": copy.self_url}],
        "associations": [_item(entry, number, copy) for number, entry in enumerate(copy.entries, start=1)],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, number: int, copy: PartnerCopy) -> dict[str, Any]:
    piece, body = entry.piece, body_of(entry, copy.house)
    item: dict[str, Any] = {
        "name": f"item-{number}",
        "rel": "item",
        "uri": piece.id,
        "type": "text",
        "representationType": "full" if entry.whole else "partial",
        "version": str(entry.version),
        "firstCreated": stamp(piece.published),
        "versionCreated": stamp(piece.updated),
        "embargoedUntil": stamp(entry.embargo_until) if entry.embargo_until else "",
        "pubStatus": entry.status,
        "language": piece.language,
        "headlines": [_said("main", TEXT, titled(piece.title, piece.id))],
        "by": ", ".join(bylines(piece)),
        "people": [{"name": name, "rel": "author"} for name in bylines(piece)],
        "bodies": [_body(body)] if body else [],
        "edNote": caution_text(entry),
        "copyrightHolder": line(copy.house),
        "copyrightNotice": line(copy.rights),
        "usageTerms": line(copy.terms),
        "altIds": _other_names(entry),
    }
    if entry.stands:
        item |= _about(entry, copy)
    return {key: value for key, value in item.items() if value}


def _about(entry: Entry, copy: PartnerCopy) -> dict[str, Any]:
    """What is said of an article that may be used, and not of one that was taken back."""
    piece = entry.piece
    summary = plain(summary_of(entry)) if piece.summary else ""
    return {
        "descriptions": [_said("summary", TEXT, summary)] if summary else [],
        "infoSources": [{"name": line(piece.source), "role": "origin"}, {"name": line(copy.house)}],
        "subjects": [
            {"name": line(one.name), "rel": "about", "uri": f"{MEDIA_TOPICS}{one.code}"}
            for one in entry.subjects
        ],
        "places": [_place(code, piece.language) for code in piece.regions],
        "renditions": [_rendition(piece.image)] if piece.image else [],
    }


def _body(body: str) -> dict[str, Any]:
    text = plain(body)
    return {
        "role": "main",
        "contentType": HTML,
        "charCount": len(text),
        "wordCount": words_in(text),
        "value": body,
    }


def _said(role: str, kind: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": kind, "value": value}


def _other_names(entry: Entry) -> list[dict[str, str]]:
    """The canonical address; the signal, for which ninjs has no key; the pages in other languages."""
    piece = entry.piece
    found = [{"role": "canonical", "value": piece.url}]
    if entry.signal:
        found.append({"role": "signal", "value": f"sig:{entry.signal}"})
    if entry.stands:
        found += [{"role": f"translation:{one.language}", "value": one.url} for one in piece.siblings]
    return found


def _place(code: str, language: str) -> dict[str, str]:
    scheme = f"{M49}#" if code.isdigit() else f"{ISO_3166}:"
    return {"name": territory_name(code, language), "rel": "about", "uri": f"{scheme}{code}"}


def _rendition(image: Image) -> dict[str, Any]:
    known = {
        "name": "main",
        "href": image.url,
        "contentType": picture_type(image),
        "title": " ".join(filter(None, (line(image.alt), f"({line(image.credit)})" if image.credit else ""))),
        "width": image.width or 0,
        "height": image.height or 0,
    }
    return {key: value for key, value in known.items() if value}
