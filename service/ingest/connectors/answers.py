"""What the answers of web servers mean to connectors. Values in, values out."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.errors import Gone, Unreachable, Unreadable
from service.ingest.backoff import retry_after
from service.ingest.characters import plain
from service.ingest.connectors.connector import Cursor
from service.ingest.decoding import declared_charsets, decode
from service.ingest.fetch import Answer, shown

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)


def judge(answer: Answer, now: datetime) -> None:
    """Raise what a status other than 200 means: Gone, Unreachable (with how long to wait) or Unreadable."""
    where = shown(answer.url)
    if answer.status == 410:
        raise Gone(f"{where} answers 410: it is gone for good and is no longer pulled")
    if answer.status in {408, 425, 429} or answer.status >= 500:
        after = retry_after(answer.headers.get("retry-after", ""), now)
        raise Unreachable(f"{where} answers {answer.status}: it is asked again later", after)
    if answer.status in {401, 403}:
        raise Unreadable(f"{where} answers {answer.status}: it wants a key, or another one; see its secret")
    if answer.status != 200:
        raise Unreadable(f"{where} answers {answer.status}: see whether its address is still right")


def validators(cursor: Cursor) -> dict[str, str]:
    """The headers of a conditional request: the validators of the version we have, as they came."""
    named = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("last_modified")}
    return {name: value for name, value in named.items() if isinstance(value, str) and value}


def kept(answer: Answer) -> dict[str, str]:
    """The validators to send back next time; one too long to keep, or not printable, is not sent at all."""
    told = {"etag": answer.headers.get("etag", ""), "last_modified": answer.headers.get("last-modified", "")}
    return {name: value for name, value in told.items() if value.isprintable() and 0 < len(value) <= 500}


def fresh_for(answer: Answer) -> float | None:
    """Seconds for which the server calls its answer fresh (RFC 9111 section 5.2.2.1), None if it does not."""
    found = _MAX_AGE.search(answer.headers.get("cache-control", ""))
    return float(found[1]) if found else None


def json_of(answer: Answer) -> Any:
    """The JSON of an answer. Raises Unreadable, naming the address, for anything else."""
    try:
        text = decode(answer.body, declared_charsets(answer.body, answer.headers.get("content-type", "")))
        return json.loads(text)
    except Unreadable as error:
        raise Unreadable(f"{shown(answer.url)} {error}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{shown(answer.url)} gives no JSON: {plain(str(error))}") from error


def basic(secret: str) -> dict[str, str]:
    """The header of HTTP Basic (RFC 7617) for a "name:password"."""
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode("ascii")}


def number(headers: Mapping[str, str], name: str) -> int | None:
    """A header that counts something; None if it is missing or counts nothing."""
    value = headers.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
