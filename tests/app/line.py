"""The whole line as a user runs it: `deskwire` in a child process, in a folder of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Line:
    """A folder with its own state; `run` is the command line."""

    var: Path

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `deskwire ARGUMENTS` with `more` in its environment."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKWIRE_")}
        environment.pop("DATABASE_URL", None)
        environment |= {"DESKWIRE_VAR": str(self.var), "NO_COLOR": "1", **more}
        command = [sys.executable, "-m", "service", *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=240, check=False
        )

    def once(self, newsroom: Path, *arguments: str, **more: str) -> dict[str, Any]:
        """`deskwire once --json` on `newsroom`: its summary."""
        done = self.run("once", "--newsroom", str(newsroom), "--json", *arguments, **more)
        assert done.stdout, done.stderr
        summary = json.loads(done.stdout)
        assert isinstance(summary, dict)
        return {**summary, "exit": done.returncode, "stderr": done.stderr}

    def mails(self) -> dict[str, EmailMessage]:
        """The mails in the Maildir, by recipient; the newest of each."""
        return {str(mail["To"]): mail for mail in self.every_mail()}

    def every_mail(self) -> list[EmailMessage]:
        """The mails in the Maildir, in the order they came."""
        files = sorted((self.var / "mail" / "new").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        parsed = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in files)
        return [mail for mail in parsed if isinstance(mail, EmailMessage)]

    def feed(self, path: str) -> bytes:
        """A feed file's bytes."""
        return (self.var / "feeds" / path).read_bytes()


def part(mail: EmailMessage, kind: str) -> str:
    """The text of the mail's "html" or "plain" part."""
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())
