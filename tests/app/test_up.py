"""`deskwire up`: the line runs from the first second on, and Ctrl-C ends every part of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.app.line import Line
from tests.app.test_once import FRENCH, NEWSROOM

pytestmark = [pytest.mark.redis]
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def parts_of(var: Path) -> list[str]:
    """The processes whose environment names `var`."""
    mark = f"DESKWIRE_VAR={var}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are counted in /proc")
def test_feeds_come_without_waiting_for_the_beat_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "almaty.txt").write_text(FRENCH, encoding="utf-8")
    file = tmp_path / "newsroom.toml"
    file.write_text(NEWSROOM.format(folder="articles"), encoding="utf-8")
    line = Line(tmp_path / "var")
    assert line.run("load", str(file)).returncode == 0

    environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKWIRE_")}
    environment |= {"DESKWIRE_VAR": str(line.var), "DESKWIRE_SWEEP_SECONDS": "600"}
    command = [sys.executable, "-m", "service", "up", "--port", str(free_port())]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    feed = line.var / "feeds" / "central-asia" / "fr" / "atom.xml"
    end = time.monotonic() + PATIENCE
    while not (feed.exists() and b"Almaty ouvre" in feed.read_bytes()):
        assert process.poll() is None
        assert time.monotonic() < end, parts_of(line.var)
        time.sleep(0.2)

    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said
    assert b"Traceback" not in said
    assert parts_of(line.var) == []
