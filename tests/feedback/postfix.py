"""A real Postfix on loopback, with a configuration, a queue and a log of its own; nothing of the system's.

It relays whatever it is given to one address on loopback, and hands the mail of the return domain to LMTP. It
tries deferred mail again each second, so that a greylisted recipient need not wait five minutes.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = "/usr/sbin/postfix"
SECONDS = 30.0
MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {root}/mail.log
maillog_file_prefixes = {root}
myhostname = mta.news.example
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
relayhost = [127.0.0.1]:{far}
transport_maps = inline:{{ {{ {domain} = lmtp:inet:127.0.0.1:{lmtp} }} }}
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
alias_maps =
alias_database =
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 1 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def is_here() -> bool:
    """Whether a Postfix can be run: its program, and the rights it wants."""
    return os.path.exists(PROGRAM) and os.geteuid() == 0


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
        return port


class Postfix:
    """A running server. `port` takes mail; `log` is what it wrote."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.port = root, port

    @property
    def log(self) -> Path:
        """Its log."""
        return self.root / "mail.log"

    def waiting(self) -> int:
        """How many mails are in its queue."""
        said = subprocess.run(
            ["/usr/sbin/postqueue", "-c", str(self.root / "etc"), "-j"], capture_output=True, check=False
        )
        return said.stdout.count(b"\n")


@contextmanager
def running(domain: str, far: int, lmtp: int) -> Iterator[Postfix]:
    """A Postfix that relays to `far` and hands mail for `domain` to `lmtp` (ports), while the block runs."""
    root, port = Path(tempfile.mkdtemp(prefix="deskwire-postfix-")), free_port()
    root.chmod(0o755)
    for folder in ("etc", "queue", "data"):
        (root / folder).mkdir()
    shutil.chown(root / "data", "postfix", "postfix")
    values = {"root": root, "domain": domain, "far": far, "lmtp": lmtp, "port": port}
    (root / "etc" / "main.cf").write_text(MAIN.format(**values))
    (root / "etc" / "master.cf").write_text(MASTER.format(**values))
    (root / "etc" / "dynamicmaps.cf").write_text("")
    order = [PROGRAM, "-c", str(root / "etc")]
    try:
        subprocess.run([*order, "start"], check=True, capture_output=True)
        until(lambda: _answers(port), f"Postfix at port {port}")
        yield Postfix(root, port)
    finally:
        subprocess.run([*order, "stop"], check=False, capture_output=True)
        shutil.rmtree(root, ignore_errors=True)


def until(happened: Callable[[], bool], what: str) -> None:
    """Wait for `happened`. Raises TimeoutError naming `what`."""
    end = time.monotonic() + SECONDS
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come about within {SECONDS:g} seconds")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            return line.recv(3) == b"220"
    except OSError:
        return False
