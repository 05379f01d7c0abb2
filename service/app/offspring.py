"""Starting a child process that does not outlive us: whoever kills us leaves nothing running behind.

Linux tells a process of its parent's death if it asks to be told (prctl(2), PR_SET_PDEATHSIG), and the wish
outlives exec. So the child is this module first, which asks, and then becomes the program that is meant. (To
ask between fork and exec, with preexec_fn, is not safe where threads run.) Elsewhere a child of a parent that
was killed with KILL has to be ended by hand; every other end of ours ends it too.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

PR_SET_PDEATHSIG = 1


def start(arguments: Sequence[str], out: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Run `arguments` with their output to `out`, in a session of their own: Ctrl-C reaches only us."""
    asking = [sys.executable, "-m", __name__, str(os.getpid())] if sys.platform == "linux" else []
    return subprocess.Popen(  # noqa: S603 - our own words
        [*asking, *arguments], stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
    )


def become(parent: int, arguments: list[str]) -> None:
    """Ask to be sent TERM when `parent` dies, then become the program `arguments`.

    A parent that died before the asking is another process's child now, and we end at once.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        os.execvp(arguments[0], arguments)  # noqa: S606 - our own words


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
