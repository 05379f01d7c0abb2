"""Where a document says its hub is (WebSub section 4). Values in, values out.

Link headers go before links inside the document. Both the hub and the topic (rel=self) must be there; the
topic is whatever the publisher calls itself, and never changes the address that we ask.
"""

import json
import re
from collections.abc import Iterable

from service.ingest.connectors.connector import Hub
from service.ingest.fetch import Answer
from service.ingest.links import safe_url

HEAD = 65_536
"""Bytes of a document that are searched: feeds name their hub before their entries."""

_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[A-Za-z*]+\s*=\s*(?:\"[^\"]*\"|[^\s,;\"]+))*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:[A-Za-z][\w.\-]{0,20}:)?link\b([^<>]{1,4000})>")
_ATTRIBUTE = re.compile(r"""\b(rel|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def discover(answer: Answer) -> Hub | None:
    """The hub and topic that `answer` names, None if it does not name both."""
    named = [*links(answer.headers.get("link", "")), *_elements(answer.body), *_json(answer.body)]
    hub, topic = (
        next((safe for said, href in named if said == rel and (safe := safe_url(href, answer.url))), None)
        for rel in ("hub", "self")
    )
    return Hub(hub, topic) if hub and topic else None


def links(value: str) -> Iterable[tuple[str, str]]:
    """(relation, target) of each link of a Link header (RFC 8288 section 3)."""
    for target, parameters in _LINK.findall(value[:8000]):
        rel = _REL.search(parameters)
        for word in (rel[1] or rel[2] or "").lower().split() if rel else ():
            yield word, target


def _elements(body: bytes) -> Iterable[tuple[str, str]]:
    """The same of a feed's own link elements, before its first entry."""
    head = re.split(rb"<(?:[A-Za-z][\w.\-]{0,20}:)?(?:item|entry)\b", body[:HEAD], maxsplit=1)[0]
    for element in _ELEMENT.findall(head):
        found = _ATTRIBUTE.findall(element.decode("utf-8", "ignore"))
        values = {name: (double or single).replace("&amp;", "&") for name, double, single in found}
        for word in values.get("rel", "").lower().split():
            yield word, values.get("href", "")


def _json(body: bytes) -> Iterable[tuple[str, str]]:
    """The same of a JSON Feed's `hubs` and `feed_url` (version 1.1)."""
    if not body[:64].lstrip().startswith(b"{"):
        return
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    hubs = document.get("hubs")
    for hub in hubs if isinstance(hubs, list) else []:
        if isinstance(hub, dict) and str(hub.get("type", "")).lower() in {"websub", "pubsubhubbub"}:
            yield "hub", str(hub.get("url", ""))
    if isinstance(document.get("feed_url"), str):
        yield "self", document["feed_url"]
