"""How fast others send: Postfix's smtp-source, Django's own mail, nodemailer's pool; mails a second.

smtp-source is C, sends the same bytes to everybody and keeps no books. The other two make each mail for its
recipient, as a service built on them would. They are sampled: a part of the mails tells their rate.
"""

import re
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from service.delivery.slots import fill
from service.delivery.smtp.server import Server

NODE = Path(__file__).with_name("nodemailer.cjs")
SBIN = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
SENDER = "desk@eurasiatimes.example"


def compared(server: Server, mails: int, size: int, html: str, folder: Path) -> dict[str, float]:
    """All of them that are installed, to `server`."""
    found = {"django": django(server, max(100, mails // 40), html)}
    if server.tls == "never" and (program := shutil.which("smtp-source", path=SBIN)):
        found["smtp_source"] = smtp_source(program, server, mails, size)
    if (node := shutil.which("node")) and (folder / "node_modules" / "nodemailer").is_dir():
        found["nodemailer"] = nodemailer(node, folder, server, max(200, mails // 10), html)
    return found


def smtp_source(program: str, server: Server, mails: int, size: int) -> float:
    """Postfix's generator of load, eight sessions."""
    command = [program, "-s", "8", "-m", str(mails), "-l", str(size), "-f", SENDER]
    command += ["-t", "reader@reader.example", f"inet:{server.host}:{server.port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    return mails / (time.perf_counter() - began)


def django(server: Server, mails: int, html: str) -> float:
    """Django's SMTP backend over one connection."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    connection: Any = get_connection(backend, host=server.host, port=server.port, use_ssl=bool(server.cafile))
    if server.cafile:
        connection.ssl_context.load_verify_locations(server.cafile)
    connection.open()
    began = time.perf_counter()
    for number in range(mails):
        link = f"https://eurasiatimes.example/unsubscribe/{number:040}"
        mail = EmailMultiAlternatives("Asie", link, SENDER, [f"reader{number}@reader.example"])
        mail.extra_headers["List-Unsubscribe"] = f"<{link}>"
        mail.attach_alternative(fill(html, {"unsubscribe": link}), "text/html")
        connection.send_messages([mail])
    took = time.perf_counter() - began
    connection.close()
    return mails / took


def nodemailer(node: str, folder: Path, server: Server, mails: int, html: str) -> float:
    """nodemailer's pool of eight connections."""
    with NamedTemporaryFile("w", suffix=".html") as file:
        file.write(html)
        file.flush()
        command = [node, str(NODE), str(folder.absolute()), server.host, str(server.port), str(mails)]
        command += [file.name, server.cafile]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    found = re.search(r"[0-9.]+", done.stdout)
    return float(found[0]) if found else 0.0
