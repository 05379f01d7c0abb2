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

pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are counted in /proc"),
]
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def parts_of(var: Path) -> list[str]:
    """The command lines of the processes whose environment names `var`."""
    mark = f"DESKWIRE_VAR={var}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.fixture
def line(tmp_path: Path) -> Line:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "almaty.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "newsroom.toml").write_text(NEWSROOM.format(folder="articles"), encoding="utf-8")
    return Line(tmp_path / "var")


def started(line: Line, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKWIRE_")}
    environment |= {"DESKWIRE_VAR": str(line.var), **more}
    command = [sys.executable, "-m", "service", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_feeds_come_without_waiting_for_the_beat_and_ctrl_c_leaves_nothing_behind(line: Line) -> None:
    assert line.run("load", str(line.var.parent / "newsroom.toml")).returncode == 0
    process = started(line, "up", "--port", str(free_port()), DESKWIRE_SWEEP_SECONDS="600")
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


def test_a_run_that_is_told_to_end_takes_its_workers_with_it(line: Line) -> None:
    process = started(line, "once", "--json", "--newsroom", str(line.var.parent / "newsroom.toml"))
    end = time.monotonic() + PATIENCE
    while not any("celery" in part for part in parts_of(line.var)):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)

    process.terminate()
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert said.endswith(b"deskwire: interrupted; what was not done is done the next time\n")
    assert parts_of(line.var) == []
