"""One table of a TOML file, read key by key with types; whatever is wrong names the file and the key."""

import unicodedata
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from typing import TypeVar

from service.errors import NewsroomFileError

REQUIRED = object()
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Checked = TypeVar("Checked")


class Table:
    """The keys of one table. `place` names it in messages: `site`, `desk "asia"`, `reader[3]`."""

    def __init__(self, file: str, place: str, values: object, known: Collection[str]) -> None:
        self.file, self.place = file, place
        if not isinstance(values, dict):
            raise NewsroomFileError(file, place, f"it must be a table, written [{place}]")
        self._values = values
        for key in values:
            if key not in known:
                raise self.fault(key, f"there is no such key; {nearest(key, known)}")

    def fault(self, key: str, what: str) -> NewsroomFileError:
        """The error to raise for what `key` holds."""
        return NewsroomFileError(self.file, f"{self.place}.{key}", what)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the table has, in the file's order."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether the table says anything about `key`."""
        return key in self._values

    def text(self, key: str, default: object = REQUIRED) -> str:
        """A line of text, not empty unless the default is."""
        value = self.raw(key, default)
        if not value.strip() and default != "":
            raise self.fault(key, "it is empty: fill it in, or take the key out")
        if any(
            unicodedata.category(letter) in {"Cc", "Zl", "Zp"} or letter in BIDI_CONTROLS for letter in value
        ):
            raise self.fault(key, "it holds control characters: keep it to one line of plain text")
        return value.strip()

    def raw(self, key: str, default: object = REQUIRED) -> str:
        """Any text, as it stands."""
        value = self._value(key, default)
        if not isinstance(value, str):
            raise self.fault(key, f'it must be text in quotes, as in {key} = "..."')
        return value

    def words(self, key: str, default: object = REQUIRED) -> list[str]:
        """A list of texts."""
        value = self._value(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
            raise self.fault(key, f'it must be a list of texts in quotes, as in {key} = ["..."]')
        return [str(word) for word in value]

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.fault(key, f"it must be a whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool | None:
        """True or false; None if the file does not say."""
        value = self._value(key, None)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, "it must be true or false")
        return value

    def choice(self, key: str, options: Collection[str], default: object = REQUIRED) -> str:
        """One of `options`."""
        value = self.text(key, default)
        if value not in options:
            raise self.fault(key, f"{value!r} is not known; {nearest(value, options)}")
        return value

    def each(
        self, key: str, check: Callable[[str], Checked], default: object = REQUIRED
    ) -> tuple[Checked, ...]:
        """A list of texts, every one through `check`, none of them twice."""
        checked = tuple(self.checked(key, word, check) for word in self.words(key, default))
        if len(set(checked)) < len(checked):
            raise self.fault(key, "it names the same thing twice")
        return checked

    def checked(self, key: str, value: str, check: Callable[[str], Checked]) -> Checked:
        """`value` through `check`, whose ValueError becomes the fault of `key`."""
        try:
            return check(value)
        except ValueError as error:
            raise self.fault(key, str(error)) from error

    def mapping(self, key: str) -> dict[str, object]:
        """A table inside the table; empty if there is none."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            raise self.fault(key, f'it must be a table, as in {key} = {{ fr = "..." }}')
        return value

    def _value(self, key: str, default: object) -> object:
        if key not in self._values and default is REQUIRED:
            raise self.fault(key, "it is missing")
        return self._values.get(key, default)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not among `known`: the nearest one, or all of them where they are few."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known are: {', '.join(words)}" if 0 < len(words) <= 20 else "nothing near it is known"
