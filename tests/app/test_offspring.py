"""Whoever kills us leaves nothing running behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import sys, time
from subprocess import DEVNULL
from service.app.offspring import start
child = start([sys.executable, "-c", "import time; time.sleep(60)"], DEVNULL)
print(child.pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie that nobody has buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def became_its_program(pid: int) -> bool:
    """Whether it is still the module that asks, or already the program that is meant."""
    return b"offspring" not in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
@pytest.mark.parametrize("early", [False, True])
def test_a_child_ends_when_its_parent_is_killed(early: bool) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    while not early and not became_its_program(child):
        time.sleep(0.01)
    assert alive(child)
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 10
    while alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    survived = alive(child)
    if survived:
        os.kill(child, signal.SIGKILL)
    assert not survived
