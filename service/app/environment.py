"""Settings come from the environment alone: read here, each with its type, a wrong one failing loudly.

Every reader names the variable in its message. `NAME_FILE` holds the path of a file with the value of NAME,
for secrets.
"""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from service.errors import SettingsError


class Environment:
    """The process's environment as typed values."""

    def __init__(self, variables: dict[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """The value of `name`, or of the file that `name`_FILE points at."""
        path = self._variables.get(f"{name}_FILE")
        if path is None:
            return self._variables.get(name) or default
        if name in self._variables:
            raise SettingsError(f"{name} and {name}_FILE are both set: keep one of them")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name}_FILE points at {path}, which cannot be read: {error}") from error

    def flag(self, name: str, default: bool) -> bool:
        """True for 1, true, yes, on; False for 0, false, no, off."""
        value = self.text(name).lower()
        if value not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            raise SettingsError(f"{name} is {value!r}: say true or false")
        return value in {"1", "true", "yes", "on"} if value else default

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number between `least` and `most`."""
        value = self.text(name)
        try:
            number = float(value) if value else default
        except ValueError as error:
            raise SettingsError(f"{name} is {value!r}: it must be a number") from error
        if not least <= number <= most:
            raise SettingsError(f"{name} is {value}: it must lie between {least:g} and {most:g}")
        return number

    def url(self, name: str, schemes: set[str], default: str = "") -> str:
        """A URL with one of `schemes`, or the default."""
        value = self.text(name, default)
        try:
            parts = urlsplit(value)
            if parts.scheme != "sentinel":  # whose hosts are many
                parts.port  # noqa: B018 - reading it is what checks it
        except ValueError:
            raise SettingsError(f"{name} is no URL: see to its host and its port") from None
        if value and parts.scheme not in schemes:
            raise SettingsError(f"{name} must be a URL that begins with one of: {', '.join(sorted(schemes))}")
        if value and not (parts.netloc or parts.path.strip("/")):
            raise SettingsError(f"{name} must name a place behind {parts.scheme}://")
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        """Words between commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]


def state_folder(path: Path) -> Path:
    """`path`, made if need be: the folder of all embedded state. Raises SettingsError if it cannot serve."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DESKWIRE_VAR is {path}, which is no folder and cannot be made one: {error.strerror}"
        ) from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(
            f"DESKWIRE_VAR is {path}, which may not be written to: mend its rights, or name another"
        )
    return path


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`, made there (mode 0600) the first time. For embedded use alone."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(48)
        try:
            with open(path, "x", encoding="ascii", opener=_private) as file:
                file.write(fresh)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        return fresh


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def short_socket(path: Path) -> Path:
    """`path`, or a short one in its stead where it is too long to bind (sun_path holds 104 to 108 bytes)."""
    if len(os.fsencode(path)) < 100:
        return path
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"deskwire-{os.getuid()}-{mark}" / path.name
