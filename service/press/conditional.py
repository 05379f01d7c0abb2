"""What a client already has, and what it can unpack: RFC 9110 sections 8.8, 12.5.3 and 13. Pure.

Entity tags are taken as they come back in the wild: in lists, weakened by a proxy that compressed
(W/"..."), with the suffix of Apache or Jetty ("...-gzip", "...--gzip"), without quotes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
CODED = re.compile(r"(?:--?(?:gzip|br|deflate|zstd))+$")
OFFERED = ("br", "gzip")
"""Content codings, best first."""


def not_modified(headers: Mapping[str, str], etag: str, modified: datetime) -> bool:
    """Whether the client has this version: If-None-Match if it is there, else If-Modified-Since.

    `headers` by lower-case name; `etag` with quotes; `modified` to the whole second.
    """
    if "if-none-match" in headers:
        return _has(headers["if-none-match"], etag)
    return _has_since(headers.get("if-modified-since", ""), modified)


def _has(listed: str, etag: str) -> bool:
    if listed.strip() == "*":
        return True
    version = CODED.sub("", etag.strip('"'))
    tags = (quoted or bare for quoted, bare in TAG.findall(listed))
    return any(CODED.sub("", tag) == version for tag in tags)


def _has_since(date: str, modified: datetime) -> bool:
    """A date at or after ours counts: some clients send dates of their own making."""
    try:
        since = parsedate_to_datetime(date)
    except ValueError:
        return False
    if since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    return since >= modified


def codings(accept_encoding: str) -> list[str]:
    """The codings to try for this Accept-Encoding, best first; the plain bytes always serve."""
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameter = item.partition(";")
        weights[name.strip()] = _weight(parameter)
    others = weights.get("*", 0.0)
    wanted = {coding: weights.get(coding, others) for coding in OFFERED}
    return sorted((coding for coding in OFFERED if wanted[coding] > 0), key=lambda coding: -wanted[coding])


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def http_date(when: datetime) -> str:
    """`when` as HTTP writes it: Mon, 23 Nov 2026 12:00:00 GMT."""
    return format_datetime(when.astimezone(UTC), usegmt=True)
