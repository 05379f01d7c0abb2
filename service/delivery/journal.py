"""The acceptance journal: what a batch's worker did and heard, written the moment it happens.

One file a batch, under the folder of the settings, appended to by whoever works on the batch and removed once
its outcomes stand in the tables. Every line is one unbuffered write, so it outlives the process that wrote
it: a worker that is killed leaves no acceptance unknown, only the mails that it had handed over and that had
not been answered.

    S 1234               handed to the transport from now on
    A 1234 250 queued    accepted, with the words of the reply
    D F U X N            deferred, failed, uncertain, excluded; N: not handed over after all

The file is locked (flock) while a worker has it, and the kernel unlocks it when that worker ends, however it
ends. So nobody takes up a batch whose worker lives, whatever the clocks say. A machine knows its journals by
its home: a name kept in the folder, and the boot of the kernel, because what was written just before the
power went may be missing after it.
"""

import fcntl
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex

import structlog

from service.delivery.models import Delivery
from service.errors import Unreachable

log = structlog.get_logger()
State = Delivery.State
LETTERS: dict[str, str] = {
    "A": State.ACCEPTED,
    "D": State.DEFERRED,
    "F": State.FAILED,
    "U": State.UNCERTAIN,
    "X": State.EXCLUDED,
}
LETTER_OF = {state: letter.encode() for letter, state in LETTERS.items()}
LONGEST_REPLY = 500
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
Past = dict[int, tuple[str, str]]
"""State and reply by row; SUBMITTING where a row was handed over and no answer came."""


@dataclass(slots=True)
class Journal:
    """The open and locked journal of one batch."""

    path: Path
    past: Past = field(default_factory=dict)
    """What earlier workers left in it."""
    _file: int = -1

    @classmethod
    def open(cls, root: Path, batch: int) -> "Journal | None":
        """The journal of `batch` under `root`, made if need be; None while a living worker has it."""
        path = root / f"{batch}.journal"
        root.mkdir(parents=True, exist_ok=True)
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return None
            if _still_at(path, file):
                return cls(path, read(path.read_bytes()), file)
            os.close(file)  # its last worker removed it between our two looks

    def submitting(self, pk: int) -> None:
        """`pk` goes to the transport. Raises Unreachable if that cannot be written: then it must not go."""
        try:
            os.write(self._file, b"S %d\n" % pk)
        except OSError as error:
            raise Unreachable(
                f"the journal {self.path} cannot be written, so no mail leaves: {error}"
            ) from error

    def not_submitted(self, pk: int) -> None:
        """It did not go after all."""
        self._note(b"N %d\n" % pk)

    def outcome(self, pk: int, state: str, reply: str) -> None:
        """What became of `pk`, in one line."""
        self._note(b"%s %d %s\n" % (LETTER_OF[state], pk, reply.encode()))

    def _note(self, line: bytes) -> None:
        try:
            os.write(self._file, line)
        except OSError as error:  # the next fold still has it; only a kill before that leaves it in doubt
            log.warning("journal.refused", path=str(self.path), error=str(error))

    def forget(self) -> None:
        """Empty it, because its outcomes stand in the tables."""
        os.ftruncate(self._file, 0)
        self.past = {}

    def remove(self) -> None:
        """All of it stands in the tables: gone, and unlocked."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Unlocked; what it holds is for the next worker of the batch."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def read(data: bytes) -> Past:
    """The last word on each row. A last line that was cut off in the middle says nothing."""
    past: Past = {}
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        letter, _, rest = line.partition(" ")
        number, _, reply = rest.partition(" ")
        if not number.isdecimal():
            continue
        if letter == "S":
            past[int(number)] = (State.SUBMITTING, "")
        elif letter == "N":
            past.pop(int(number), None)
        elif letter in LETTERS:
            past[int(number)] = (LETTERS[letter], reply)
    return past


def one_line(reply: str) -> str:
    """`reply` as it is kept: printable, on one line, not longer than its column."""
    if not reply.isprintable():
        reply = "".join(sign if sign.isprintable() else " " for sign in reply)
    return reply[:LONGEST_REPLY]


@cache
def home(root: Path) -> str:
    """The name of this machine's journals in `root`, and of the kernel's boot."""
    try:
        boot = BOOT_ID.read_text("ascii").strip()
    except OSError:
        boot = "no-boot-id"  # not Linux: a loss of power cannot be told from a killed worker
    return f"{_name(root)}/{boot}"


def _name(root: Path) -> str:
    path = root / "home"
    root.mkdir(parents=True, exist_ok=True)
    draft = root / f"home.{os.getpid()}.{token_hex(4)}"
    draft.write_text(token_hex(8), "ascii")
    try:
        os.link(draft, path)  # whoever comes first names the machine
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii")


def _still_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
