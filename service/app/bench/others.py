"""How fast others send: Postfix's smtp-source, Django's own mail, nodemailer's pool; mails a second.

smtp-source is C, sends the same bytes to everybody and keeps no books. The other two make each mail for its
recipient, as a service built on them would.
"""

import re
import shutil
import subprocess
import time
from pathlib import Path

from django.core.mail import EmailMultiAlternatives, get_connection

NODE = Path(__file__).with_name("nodemailer.cjs")


def smtp_source(host: str, port: int, mails: int, size: int, sessions: int = 8) -> float:
    """Postfix's generator of load; 0 where it is not installed."""
    program = shutil.which("smtp-source", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        return 0.0
    command = [program, "-s", str(sessions), "-m", str(mails), "-l", str(size)]
    command += ["-f", "desk@eurasiatimes.example", "-t", "reader@reader.example", f"inet:{host}:{port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    return mails / (time.perf_counter() - began)


def django(host: str, port: int, mails: int, text: str, html: str, cafile: str = "") -> float:
    """Django's SMTP backend over one connection, a mail for each recipient."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    connection = get_connection(backend, host=host, port=port, use_ssl=bool(cafile))
    if cafile:
        connection.ssl_context.load_verify_locations(cafile)
    connection.open()
    began = time.perf_counter()
    for number in range(mails):
        link = f"https://eurasiatimes.example/unsubscribe/{number:040}"
        mail = EmailMultiAlternatives(
            "Asie", text + link, "desk@eurasiatimes.example", [f"reader{number}@reader.example"],
            headers={"List-Unsubscribe": f"<{link}>"}, connection=connection,
        )  # fmt: skip
        mail.attach_alternative(html.replace("{link}", link), "text/html")
        mail.send()
    took = time.perf_counter() - began
    connection.close()
    return mails / took


def nodemailer(folder: Path, host: str, port: int, mails: int, html: Path, cafile: str = "") -> float:
    """nodemailer's pool of 8 connections; 0 without node or without nodemailer in `folder`."""
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "nodemailer").is_dir():
        return 0.0
    command = [node, str(NODE), str(folder.absolute()), host, str(port), str(mails), str(html), cafile]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    found = re.search(r"[0-9.]+", done.stdout)
    return float(found[0]) if found else 0.0
