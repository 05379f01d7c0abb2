"""A mail server that throws away what it takes.

`python sink.py PORT [DELAY [CERTIFICATE]]` plays what Postfix's smtp-sink cannot: TLS from
the first byte, and a wait of DELAY seconds before each reply. It reads no more of SMTP than
it has to.
"""

import asyncio
import ssl
import sys

REPLIES = {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class Sink:
    """What one server does for all its connections."""

    def __init__(self, delay: float) -> None:
        self._delay = delay

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            await self._say(writer, b"220 sink\r\n")
            while line := await reader.readline():
                verb = line[:4].upper()
                await self._say(writer, REPLIES.get(verb, b"250 ok\r\n"))
                if verb == b"DATA":
                    await reader.readuntil(b"\r\n.\r\n")
                    await self._say(writer, b"250 taken\r\n")
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, words: bytes) -> None:
        if self._delay:
            await asyncio.sleep(self._delay)
        writer.write(words)


async def main(port: int, delay: float, certificate: str) -> None:
    """Serve until killed."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = await asyncio.start_server(Sink(delay).serve, "127.0.0.1", port, ssl=context, limit=2**20)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float((sys.argv[2:3] or ["0"])[0]), (sys.argv[3:4] or [""])[0]))
