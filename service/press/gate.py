"""The gate before publishing. Pure: values, bytes and `now` in, a verdict out.

Pieces are looked at first: one that is at fault is left out with its reason, the rest goes to print. Then the
printed document is read back as a feed reader would read it and held against its copy: if anything is not
as it was meant, the document is not published, and the last good one stays up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from service.errors import NotPublishable
from service.press.proof import Line, Proof, read
from service.render.feeds import Draw
from service.render.feeds_mend import second
from service.render.feeds_text import FORBIDDEN, is_web_address, legible, line, parsed
from service.render.values import FeedCopy, Piece

ADDRESSES = ("href", "src", "poster", "srcset")
"""Attributes of an article's HTML that hold addresses."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Passed:
    """A document that may be published: the bytes, the copy as printed, and what was left out of it."""

    body: bytes
    copy: FeedCopy
    left_out: Mapping[str, str]
    """Why, by the piece's id."""


def through(copy: FeedCopy, draw: Draw, name: str, now: datetime) -> Passed:
    """Print what is fit of `copy` with `draw`, as the file `name`. Raises NotPublishable."""
    fit, left_out = sifted(copy, now)
    body = draw(fit)
    if why := misprint(read(body, name), fit, now):
        raise NotPublishable(f"{copy.self_url}: {why}")
    if stray := FORBIDDEN.search(body.decode()):
        raise NotPublishable(f"{copy.self_url}: holds the control character U+{ord(stray[0]):04X}")
    return Passed(body, fit, left_out)


def sifted(copy: FeedCopy, now: datetime) -> tuple[FeedCopy, dict[str, str]]:
    """`copy` with its fit pieces alone, dated by them, and why the others were left out, by id."""
    fit: dict[str, Piece] = {}
    left_out: dict[str, str] = {}
    for piece in copy.pieces:
        if piece.id in fit:
            left_out[piece.id] = "its id is there twice; the first one stays"
        elif why := unfit(piece, copy.language, now):
            left_out[piece.id] = why
        else:
            fit[piece.id] = piece
    if not left_out:
        return copy, left_out
    updated = max((piece.updated for piece in fit.values()), default=min(copy.updated, now))
    return replace(copy, pieces=tuple(fit.values()), updated=updated), left_out


def unfit(piece: Piece, language: str, now: datetime) -> str:
    """Why `piece` cannot stand in a feed in `language`; empty if it can."""
    if not piece.id.startswith("tag:"):
        return f"its id {piece.id!r} is not a tag: URI"
    if not legible(line(piece.title)):
        return "there is nothing to see in its title"
    if piece.language != language:
        return f"it is in {piece.language}, the feed in {language}"
    if max(piece.published, piece.updated) > now:
        return f"it is dated in the future: {max(piece.published, piece.updated):%Y-%m-%d %H:%M} UTC"
    if piece.updated < piece.published:
        return "it was changed before it was published"
    return _bad_address(piece)


def _bad_address(piece: Piece) -> str:
    if not is_web_address(piece.url):
        return f"its address {piece.url!r} is not an absolute http or https address"
    if piece.image and not is_web_address(piece.image.url):
        return f"its picture's address {piece.image.url!r} is not an absolute http or https address"
    for markup in (piece.summary, piece.body):
        if (relative := relative_address(markup)) is not None:
            return f"it holds the relative address {relative!r}; readers would look for it on their own site"
    return ""


def relative_address(markup: str) -> str | None:
    """The first address in the HTML that is not absolute; None if there is none.

    Of a srcset, the first address is looked at.
    """
    if not any(f"{name}=" in markup for name in ADDRESSES):
        return None
    elements = parsed(markup).iter(etree.Element)
    found = (element.get(name) for element in elements for name in ADDRESSES)
    return next((address for address in found if address is not None and not _leads_somewhere(address)), None)


def _leads_somewhere(address: str) -> bool:
    """Whether it is absolute, or leads to a place in the article itself."""
    return address.startswith("#") or address.strip().partition(":")[0].lower() in SCHEMES


def misprint(proof: Proof, copy: FeedCopy, now: datetime) -> str:
    """What a reader would find in the printed document that its copy did not say; empty if nothing."""
    if proof.language != copy.language:
        return f"its language is {proof.language!r} and should be {copy.language!r}"
    if proof.self_url != copy.self_url:
        return f"it says that its own address is {proof.self_url!r}"
    if proof.updated != second(copy.updated) or proof.updated > now:
        return f"its date is {proof.updated} and should be {second(copy.updated)}, not after {now}"
    if [entry.id for entry in proof.lines] != [piece.id for piece in copy.pieces]:
        return "its entries are not those of its copy, or not in their order"
    pairs = zip(proof.lines, copy.pieces, strict=True)
    return next((why for entry, piece in pairs if (why := _misprinted(entry, piece))), "")


def _misprinted(entry: Line, piece: Piece) -> str:
    meant = Line(piece.id, line(piece.title), piece.url, second(piece.published), second(piece.updated))
    return "" if entry == meant else f"the entry {piece.id} came out as {entry}"
