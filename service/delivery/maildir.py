"""Mails as files: a Maildir (tmp, new, cur), readable by any mail program.

A mail's file name is a function of its Message-ID, so handing the same mail over twice leaves one file, and
a look into the folder is evidence of what an attempt that was killed had done.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from service.delivery.transport import Copy, Notes, one_by_one
from service.errors import Unreachable


class Maildir:
    """The Maildir at `root`; its folders are made when the first mail comes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Write `copies`, one file each."""
        one_by_one(copies, notes, self.write)

    def write(self, copy: Copy) -> str:
        """Write `copy` under tmp, then rename it into new. Raises Unreachable if the disk refuses."""
        name = file_name(copy)
        try:
            for folder in ("tmp", "new", "cur"):
                (self._root / folder).mkdir(parents=True, exist_ok=True)
            draft = self._root / "tmp" / f"{name}.{os.getpid()}"
            draft.write_bytes(copy.data.replace(b"\r\n", b"\n"))
            draft.rename(self._root / "new" / name)
        except OSError as error:
            raise Unreachable(f"the Maildir {self._root} cannot be written: {error}") from error
        return f"written as {name}"

    def evidence(self, copy: Copy) -> bool:
        """Whether `copy` lies in new or, opened by a mail program, in cur."""
        name = file_name(copy)
        return (self._root / "new" / name).exists() or any((self._root / "cur").glob(f"{name}*"))

    def close(self) -> None:
        """Nothing is held."""


def file_name(copy: Copy) -> str:
    """The name of the mail's file: its date's seconds, then a digest of its Message-ID."""
    return f"{int(copy.made_at.timestamp())}.{sha256(copy.message_id.encode()).hexdigest()[:32]}.deskwire"
