"""The head of a manuscript (its front matter): YAML between two lines of dashes before the text.

    ---
    title: Almaty opens its new metro line
    authors: [Mei-Ling Tan]
    language: en
    published: 2026-11-20T09:00:00+05:00
    translation_of: almaty.fr.md
    ---

Keys: title, summary, author or authors, language, date or published, updated, url, translation_of, image,
image_alt, image_credit, topics, id, embargo, breaking, status (usable, withheld or canceled), correction.
Others are left alone: they are another program's. A value that cannot be used is left out, with a note; an
embargo or a status is never guessed. Only a head that is not YAML makes the file unreadable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml
from frontmatter.default_handlers import YAMLHandler

from service.errors import Unreadable
from service.ingest import fields
from service.ingest.characters import plain, shorten
from service.ingest.item import Picture, Status
from service.ingest.links import safe_url

_LARGEST = 16 * 1024
_DEEPEST = 10
_STATUSES = {"killed": Status.CANCELED, "kill": Status.CANCELED, "withdrawn": Status.WITHHELD}
"""Other words of the trade for the same."""
_OPENING = re.compile(r"\A\ufeff?-{3,}[ \t]*\r?\n")
_YAML = YAMLHandler()

Values = Mapping[str, object]


@dataclass(slots=True)
class Head:
    """The values of a head, and notes on those that could not be used."""

    values: Values = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def text(self, *keys: str) -> str:
        """The value of the first of `keys` that is there, as one line; empty if none is."""
        return next((line for line in (_line(self.values.get(key)) for key in keys) if line), "")

    def texts(self, *keys: str) -> list[str]:
        """The value of the first of `keys` that is there, as a list: a YAML list, or words between commas."""
        value = next((self.values[key] for key in keys if self.values.get(key)), None)
        if isinstance(value, list):
            return [line for line in map(_line, value) if line]
        return [part.strip() for part in _line(value).split(",") if part.strip()]

    def moment(self, *keys: str) -> datetime | None:
        """The value of the first of `keys` that is there, as a moment in UTC."""
        key = next((key for key in keys if self.values.get(key)), None)
        found = fields.moment(self.values[key]) if key else None
        if key and found is None:
            self._refuse(key, "it is no date; write one like 2026-11-20T09:00:00+05:00")
        return found

    def language(self) -> str:
        """The language, as a BCP 47 tag."""
        written = self.text("language")
        tag = fields.language(written)
        if written and not tag:
            self._refuse("language", "it is no BCP 47 tag; write one like fr or zh-Hans")
        return tag

    def status(self) -> Status:
        """What may be done with the article. A word that is not known takes it back: better that than out."""
        written = self.text("status").lower()
        try:
            return Status(_STATUSES.get(written, written or Status.USABLE))
        except ValueError:
            self.notes.append(
                f"its head says status: {shorten(written, 80)!r}, so it is kept back: "
                "write usable, withheld or canceled"
            )
            return Status.WITHHELD

    def flag(self, key: str) -> bool:
        """Whether the value of `key` is true."""
        return self.values.get(key) is True

    def address(self, key: str, base: str = "") -> str:
        """The value of `key` as an absolute address."""
        written = self.text(key)
        found = safe_url(written, base) or ""
        if written and not found:
            self._refuse(key, "it is no absolute http or https address")
        return found

    def picture(self, base: str) -> Picture | None:
        """The picture, if its address can be used."""
        address = self.address("image", base)
        if not address:
            return None
        alt, credit = (shorten(self.text(key), fields.TITLE) for key in ("image_alt", "image_credit"))
        return Picture(url=address, alt=alt, credit=credit)

    def _refuse(self, key: str, why: str) -> None:
        self.notes.append(f"its head says {key}: {shorten(self.text(key), 80)!r}, which is left out: {why}")


def split(text: str) -> tuple[Head, str]:
    """The head of a manuscript and the text below it; a text without a head has an empty one.

    Raises Unreadable for a head that is not closed, is not YAML, is not a list of keys, or is too long.
    """
    if not _OPENING.match(text):
        return Head(), text
    try:
        matter, body = _YAML.split(text)
    except ValueError as error:
        raise Unreadable("opens a head with --- and never closes it: add --- below its keys") from error
    return Head(_values(matter)), body


def _values(matter: str) -> Values:
    if len(matter) > _LARGEST:
        raise Unreadable(f"has a head of {len(matter):,} characters; {_LARGEST:,} are the most")
    try:
        _refuse_bombs(matter)
        values = _YAML.load(matter)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"has a head that is not YAML: {plain(str(error))}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise Unreadable("has a head that is no list of keys with values: write key: value, one a line")
    return {str(key).lower(): value for key, value in values.items()}


def _refuse_bombs(matter: str) -> None:
    """Look at the YAML event by event before anything is built of it. Raises Unreadable, or yaml.YAMLError.

    A few lines of merged aliases can stand for gigabytes, and each level of nesting makes all that follows
    slower to read.
    """
    depth = 0
    for event in yaml.parse(matter, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("uses YAML aliases in its head: quote values that begin with *")
        if depth > _DEEPEST:
            raise Unreadable(f"has a head that nests values more than {_DEEPEST} deep")


def _line(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return ""
    return plain(str(value))
