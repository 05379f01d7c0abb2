"""One [[source]] of a newsroom file: which keys each kind has, and what may stand in them."""

import os
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from service.ingest import mapping
from service.ingest.models import Source
from service.newsroom import checks
from service.newsroom.plan import SourcePlan
from service.newsroom.table import Table, nearest

Kind = Source.Kind

_ALL = ("name", "kind", "language")
_ASKED = ("every_minutes", "longest_minutes")
_SECRET = ("secret", "secret_file")
_MAPPING = ("items", "fields")
KEYS_OF: Mapping[str, tuple[str, ...]] = {
    Kind.FOLDER: (*_ALL, "path", "every_minutes"),
    Kind.FEED: (*_ALL, *_ASKED, "url", "websub"),
    Kind.WORDPRESS: (*_ALL, *_ASKED, *_SECRET, "url", "type", "parameters", "history", "language_prefix"),
    Kind.GHOST: (*_ALL, *_ASKED, *_SECRET, "url", "filter", "history", "language_prefix"),
    Kind.JSON: (
        *(*_ALL, *_ASKED, *_SECRET, *_MAPPING, "url", "next", "page_parameter"),
        *("since_parameter", "since_format", "key_header", "key_parameter"),
    ),
    Kind.PUSH: (*_ALL, *_SECRET, *_MAPPING),
}
"""The keys of each kind of source."""
KEYS = tuple(dict.fromkeys(key for keys in KEYS_OF.values() for key in keys))

SHORTEST_SECRET = 16
"""Characters: a key that signs is not to be guessed."""

_WORD = re.compile(r"[A-Za-z0-9_.\[\]-]{1,100}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_LARGEST_SECRET = 4096


def source(table: Table, folder: Path) -> SourcePlan:
    """The source that `table` describes; paths in it start from `folder`."""
    name = table.checked("name", table.text("name"), checks.source_name)
    kind = table.choice("kind", Kind.values)
    for key in KEYS:
        if key not in KEYS_OF[kind] and table.has(key):
            raise table.fault(key, f"a source of kind {kind!r} has no {key}: {_instead(key, kind)}")
    every = table.number("every_minutes", 15, 1, 10_080)
    return SourcePlan(
        name=name,
        kind=kind,
        location=_location(table, kind, folder),
        language=table.checked("language", table.text("language"), checks.language)
        if table.has("language")
        else "",
        every_minutes=every,
        longest_minutes=table.number("longest_minutes", max(60, every), every, 10_080),
        options=_options(table, kind),
        secret=_secret(table, kind, folder),
    )


def _instead(key: str, kind: str) -> str:
    """What to write in place of a key that this kind does not have."""
    wanted = [one for one in ("path", "url") if one in KEYS_OF[kind]]
    return f"it needs {wanted[0]}" if key in {"path", "url"} and wanted else nearest(key, KEYS_OF[kind])


def _location(table: Table, kind: str, folder: Path) -> str:
    if kind == Kind.FOLDER:
        return os.path.normpath(folder / table.text("path"))
    if kind == Kind.PUSH:
        return ""
    return table.checked("url", table.text("url"), checks.web_address)


def _secret(table: Table, kind: str, folder: Path) -> str:
    """The source's key, out of the file or of a file beside it. Messages do not repeat it."""
    if table.has("secret") and table.has("secret_file"):
        raise table.fault("secret_file", "there is a secret too: keep one of them")
    if not table.has("secret") and not table.has("secret_file"):
        if kind in {Kind.GHOST, Kind.PUSH}:
            raise table.fault(
                "secret", "it is missing: give it, or secret_file, the path of a file that holds it"
            )
        return ""
    key = "secret" if table.has("secret") else "secret_file"
    value = table.raw("secret") if key == "secret" else _held(table, folder / table.text("secret_file"))
    if not value.isprintable() or not value.isascii() or not value.strip():
        raise table.fault(key, "a secret is one line of visible ASCII characters")
    if kind == Kind.PUSH and len(value) < SHORTEST_SECRET:
        raise table.fault(key, f"it is too short: a key that signs has at least {SHORTEST_SECRET} characters")
    return value.strip()


def _held(table: Table, path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(_LARGEST_SECRET).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise table.fault("secret_file", f"{path} cannot be read: {error}") from error


def _options(table: Table, kind: str) -> dict[str, Any]:
    """What this kind of source wants to know, as far as the file says it."""
    found: dict[str, Any] = {}
    if table.has("fields"):
        found["fields"] = _fields(table)
    for key in ("items", "next"):
        if table.has(key):
            found[key] = table.checked(key, table.text(key), _expression)
    for key, pattern in (
        ("type", _WORD),
        ("page_parameter", _WORD),
        ("since_parameter", _WORD),
        ("key_parameter", _WORD),
        ("key_header", _HEADER),
    ):
        if table.has(key):
            found[key] = table.checked(key, table.text(key), partial(_matching, pattern))
    for key in ("filter", "since_format"):
        if table.has(key):
            found[key] = table.text(key)
    if table.has("language_prefix"):
        found["language_prefix"] = table.text("language_prefix", "")
    if table.has("history"):
        found["history"] = table.number("history", 100, 1, 1000)
    if table.has("parameters"):
        found["parameters"] = {name: str(value) for name, value in table.mapping("parameters").items()}
    if table.flag("websub") is False:
        found["websub"] = False
    if kind == Kind.JSON and table.has("key_header") and table.has("key_parameter"):
        raise table.fault("key_parameter", "there is a key_header too: the key travels one way")
    return found


def _fields(table: Table) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, expression in table.mapping("fields").items():
        if name not in mapping.FIELDS:
            raise table.fault(f"fields.{name}", f"there is no such field; {nearest(name, mapping.FIELDS)}")
        if not isinstance(expression, str):
            raise table.fault(f"fields.{name}", "it must be a JMESPath expression in quotes")
        fields[name] = table.checked(f"fields.{name}", expression, _expression)
    if not fields.keys() & {"id", "url"}:
        raise table.fault("fields", "it needs an id, or a url: there must be something to know an article by")
    if not fields.keys() & {"title", "body", "body_text"}:
        raise table.fault("fields", "it needs a title, a body or a body_text")
    return fields


def _expression(text: str) -> str:
    mapping.compiled(text)
    return text


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"{text!r} cannot be one")
    return text
