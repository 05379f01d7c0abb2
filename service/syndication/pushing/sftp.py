"""A parcel goes to a partner as a file by SFTP (asyncssh), in one piece: it appears by rename.

Only the host key that the partner gave us is believed; there is no first time on which anything would do. The
name is resolved once and every address judged, as for all that we call; the connection goes to one that was.
A file that is there already under the parcel's name was put there by an earlier attempt: it is written anew.
"""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from posixpath import join
from urllib.parse import unquote, urlsplit

import asyncssh

from service.errors import TryAgain, Unreachable, Unsafe
from service.ingest.dial import Resolver, resolve
from service.ingest.guard import Guard
from service.syndication.pushing.parcels import Parcel

SECONDS = 30.0
"""For one file, with the connection where none is open."""
PORT = 22


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on somebody's server."""

    user: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"sftp://{self.user}@{self.host}:{self.port}/{self.path}"


def folder(address: str) -> Folder:
    """Read sftp://user@host:port/folder; the folder is seen from the user's own. Raises Unsafe."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORT
    except ValueError as error:
        raise Unsafe(f"{address!r} is no address of a folder: {error}") from error
    if parts.scheme != "sftp" or not (parts.hostname and parts.username) or parts.password is not None:
        raise Unsafe(
            f"the address must look like sftp://user@host/folder, without a password: see {address[:9]}…"
        )
    return Folder(unquote(parts.username), parts.hostname, port, unquote(parts.path).strip("/"))


class SftpFolder:
    """Puts parcels into one folder. `secret` is a private key in PEM or OpenSSH's form, else a password."""

    def __init__(
        self,
        address: str,
        secret: str,
        host_key: str,
        *,
        private: Iterable[str] = (),
        seconds: float = SECONDS,
        resolver: Resolver = resolve,
    ) -> None:
        self._folder, self._secret, self._host_key = folder(address), secret, host_key
        self._guard, self._seconds, self._resolver = Guard(frozenset(private)), seconds, resolver
        self._loop = asyncio.Runner()
        self._client: asyncssh.SFTPClient | None = None
        self._connection: asyncssh.SSHClientConnection | None = None

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """See `Carrier.hand`."""
        try:
            return self._loop.run(self._put(parcel))
        except TimeoutError as error:
            raise Unreachable(f"{self._folder} took longer than {self._seconds:g} seconds") from error
        except asyncssh.SFTPError as error:
            raise TryAgain(f"{self._folder} does not take the file: {error.reason}") from error
        except (OSError, asyncssh.Error) as error:
            raise Unreachable(f"{self._folder} does not let us in: {error}") from error

    def close(self) -> None:
        """Say good-bye."""
        if self._connection is not None:
            self._connection.close()
            self._loop.run(self._connection.wait_closed())
        self._loop.close()

    async def _put(self, parcel: Parcel) -> str:
        async with asyncio.timeout(self._seconds):
            if self._client is None:
                self._connection = await self._connected()
                self._client = await self._connection.start_sftp_client()
            whole = join(self._folder.path, parcel.name)
            part = join(self._folder.path, f".{parcel.name}.part")
            async with self._client.open(part, "wb") as file:
                await file.write(parcel.body)
            await self._renamed(self._client, part, whole)
        return f"put as {whole}"

    async def _renamed(self, client: asyncssh.SFTPClient, part: str, whole: str) -> None:
        """Over what lies there, in one step where the server can (OpenSSH's posix-rename)."""
        try:
            await client.posix_rename(part, whole)
        except asyncssh.SFTPOpUnsupported:
            if await client.exists(whole):
                await client.remove(whole)
            await client.rename(part, whole)

    async def _connected(self) -> asyncssh.SSHClientConnection:
        host, port = self._folder.host, self._folder.port
        addresses = self._guard.admit(host, port, await asyncio.to_thread(self._resolver, host, port))
        keyed = self._secret.lstrip().startswith("-----BEGIN")
        return await asyncssh.connect(
            sock=await asyncio.to_thread(_dialled, addresses, port, self._seconds),
            host=host,
            port=port,
            username=self._folder.user,
            known_hosts=asyncssh.import_known_hosts(f"* {self._host_key.strip()}\n"),
            client_keys=[asyncssh.import_private_key(self._secret)] if keyed else None,
            password=None if keyed else self._secret,
            config=None,
            agent_path=None,
            x509_trusted_certs=None,
            connect_timeout=self._seconds,
        )


def _dialled(addresses: Iterable[str], port: int, seconds: float) -> socket.socket:
    """A connection to the first address that answers."""
    failure: OSError = OSError("it has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            failure = error
    raise failure
