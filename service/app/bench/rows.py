"""The rows of `deskwire bench delivery --smtp HOST:PORT`: each a run of its own in a folder of its own.

plain   to HOST:PORT, beside smtp-source, Django and nodemailer
dkim    the same with every mail signed here (RSA, 2048 bits)
tls     to a server of our own over TLS, beside Django and nodemailer
slow    to one that waits 50 ms before each reply, over 10 connections and over 100
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.app import offspring

SINK = Path(__file__).with_name("sink.py")
COMPARE = "DESKWIRE_BENCH_COMPARE"
WAIT = 0.05
SECONDS_TO_START = 30.0
TLS_SUBJECT = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]


@contextmanager
def environments(smtp: str, folder: Path) -> Iterator[dict[str, dict[str, str]]]:
    """The environment of each row, while the servers it needs run."""
    certificate = _certificate(folder)
    with _sink(0.0, certificate) as secure, _sink(WAIT) as slow:
        yield {
            "plain": {"SMTP_URL": f"smtp://{smtp}?starttls=never", COMPARE: "1"},
            "dkim": {"SMTP_URL": f"smtp://{smtp}?starttls=never", **_dkim()},
            "tls": {"SMTP_URL": f"smtps://localhost:{secure}?cafile={certificate}", COMPARE: "1"},
            "slow, 10 connections": {"SMTP_URL": f"smtp://127.0.0.1:{slow}?connections=5"},
            "slow, 100 connections": {"SMTP_URL": f"smtp://127.0.0.1:{slow}?connections=50"},
        }


def _dkim() -> dict[str, str]:
    key = generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {"DKIM_KEY": pem, "DKIM_DOMAIN": "eurasiatimes.example", "DKIM_SELECTOR": "bench"}


def _certificate(folder: Path) -> Path:
    file = folder / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *TLS_SUBJECT]
    command += ["-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
    with file.open("a") as both:
        both.write(Path(f"{file}.crt").read_text())
    return file


@contextmanager
def _sink(delay: float, certificate: Path | None = None) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = int(one.getsockname()[1])
    arguments = [sys.executable, str(SINK), str(port), str(delay)]
    process = offspring.start([*arguments, *([str(certificate)] if certificate else [])], subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    """Until somebody listens at `port`. Raises OSError after SECONDS_TO_START."""
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
