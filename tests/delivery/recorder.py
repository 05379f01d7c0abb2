"""Notes that remember, and copies to make them of."""

from collections.abc import Iterator

from service.delivery.transport import Copy
from service.errors import DeskwireError, GiveUp, InDoubt, TryAgain
from tests.cast import NOON

TEXT = b"Subject: Asie\r\n\r\nBonjour.\r\n.\r\nMAIL FROM:<a>\r\n"


def a_copy(name: str = "aigerim", number: int = 0, text: bytes = TEXT) -> Copy:
    """A mail to `name` at reader.example."""
    address = name if "@" in name else f"{name}@reader.example"
    return Copy("bounce@eurasiatimes.example", address, f"<{name}.{number}@x.example>", NOON, (text,), number)


def copies(*names: str) -> Iterator[Copy]:
    """A mail to each of `names`."""
    return (a_copy(name, number) for number, name in enumerate(names))


class Recorder:
    """Remembers, by recipient's name, what was said; leaves out the names in `barred`."""

    def __init__(self, *barred: str) -> None:
        self.barred = barred
        self.submitted: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.errors: dict[str, DeskwireError] = {}

    def submitting(self, copy: Copy) -> bool:
        name = _name(copy)
        if name not in self.barred:
            self.submitted.append(name)
        return name not in self.barred

    def accepted(self, copy: Copy, reply: str) -> None:
        self._say(copy, f"accepted {reply}")

    def refused(self, copy: Copy, error: TryAgain | GiveUp) -> None:
        kind = "not now" if isinstance(error, TryAgain) else "never"
        self.errors[_name(copy)] = error
        self._say(copy, f"{kind} {error}")

    def in_doubt(self, copy: Copy, error: InDoubt) -> None:
        self.errors[_name(copy)] = error
        self._say(copy, f"in doubt {error}")

    def of(self, name: str) -> str:
        """The one thing that was said of `name`."""
        (word,) = self.words[name]
        return word

    def _say(self, copy: Copy, word: str) -> None:
        self.words.setdefault(_name(copy), []).append(word)


def _name(copy: Copy) -> str:
    return copy.recipient.removesuffix("@reader.example")
