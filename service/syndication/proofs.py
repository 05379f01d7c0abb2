"""A partner's document, drawn and proofread: what is at fault is left out, what came out wrong is not given.

Pure. The same questions as at the gate of the public feeds (`press.gate`) are asked of every entry.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from service.errors import NotPublishable
from service.press.gate import unfit
from service.render.feeds_text import FORBIDDEN
from service.render.partners.values import Entry, PartnerCopy

if TYPE_CHECKING:
    from service.syndication.formats import Format

NAR = "{http://iptc.org/std/nar/2006-10-01/}"


@dataclass(frozen=True, slots=True)
class Proofed:
    """A document that may be given: its bytes, its copy as printed, and what was left out of it."""

    body: bytes
    copy: PartnerCopy
    left_out: Mapping[str, str]
    """Why, by the entry's id."""


def sifted(copy: PartnerCopy, now: datetime) -> tuple[PartnerCopy, dict[str, str]]:
    """`copy` with its fit entries alone, and why the others were left out, by id."""
    fit: dict[str, Entry] = {}
    left_out: dict[str, str] = {}
    for entry in copy.entries:
        if why := unfit(entry.piece, copy.language, now):
            left_out[entry.piece.id] = why
        elif entry.piece.id in fit:
            left_out[entry.piece.id] = "its id is there twice; the newest one stays"
        else:
            fit[entry.piece.id] = entry
    if not left_out:
        return copy, left_out
    updated = max((entry.piece.updated for entry in fit.values()), default=min(copy.updated, now))
    return replace(copy, entries=tuple(fit.values()), updated=updated), left_out


def proofed(copy: PartnerCopy, form: "Format", now: datetime) -> Proofed:
    """Draw what is fit of `copy`. Raises NotPublishable where the document did not come out as meant."""
    fit, left_out = sifted(copy, now)
    fit = form.fit(fit)
    body = form.draw(fit)
    try:
        found = form.ids(body)
    except (etree.XMLSyntaxError, ValueError, LookupError, TypeError) as error:
        raise NotPublishable(f"{copy.self_url}: a partner could not read it: {error}") from error
    if found != [entry.piece.id for entry in fit.entries]:
        raise NotPublishable(f"{copy.self_url}: its entries are not those of its copy, or not in their order")
    if stray := FORBIDDEN.search(body.decode()):
        raise NotPublishable(f"{copy.self_url}: holds the control character U+{ord(stray[0]):04X}")
    return Proofed(body, fit, left_out)


def ninjs_ids(body: bytes) -> list[str]:
    """The uris of a ninjs document's items."""
    return [str(item["uri"]) for item in json.loads(body)["associations"]]


def newsml_ids(body: bytes) -> list[str]:
    """The guids of a news message's items."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    return [item.attrib["guid"] for item in root.iter(f"{NAR}newsItem")]
