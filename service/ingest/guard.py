"""Which addresses of the outside world may be called: decided here, asked at every connection.

Addresses inside our own networks (databases, metadata services, printers) are never called because a feed
or a redirect says so. Python's `is_global` lets pass the addresses that wrap another one (NAT64, 6to4,
Teredo, IPv4-compatible) and multicast; they are refused by name. An operator may name hosts that are inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from service.errors import Unsafe
from service.ingest.links import safe_url

PORTS = {"http": 80, "https": 443}

_GLOBAL_UNICAST = ip_network("2000::/3")
_WRAPPERS = [
    ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "2001::/23",  # protocol assignments, Teredo among them (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
    )
]


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one host on the public internet."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.scope_id is not None or ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _WRAPPERS)


@dataclass(frozen=True, slots=True)
class Guard:
    """The rule of one installation: the public internet, and the hosts its operator named.

    `private` holds names as "host" or "host:port"; a name without a port opens all of its ports.
    """

    private: frozenset[str] = frozenset()

    def named(self, host: str, port: int) -> bool:
        """Whether the operator named this host, or this port of it."""
        return bool({host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}"} & self.private)

    def address(self, url: str, base: str = "") -> str:
        """The address in its safe form. Raises Unsafe if it may not be called, whatever stands behind it."""
        whole = safe_url(url, base)
        if whole is None:
            raise Unsafe(f"{url!r} is no http or https address that may be called")
        parts = urlsplit(whole)
        port = parts.port or PORTS[parts.scheme]
        if port not in PORTS.values() and not self.named(parts.hostname or "", port):
            raise Unsafe(
                f"{whole} asks for port {port}: "
                f"name {parts.hostname}:{port} in DESKWIRE_PRIVATE_SOURCES to allow it"
            )
        return whole

    def admit(self, host: str, port: int, answers: Iterable[str]) -> list[str]:
        """The IP addresses to connect to, out of what the resolver answered for `host`.

        Raises Unsafe if any one of them is not public: a name that points both ways is not to be trusted.
        """
        addresses = list(dict.fromkeys(answers))
        inside = [address for address in addresses if not is_public(address)]
        if inside and not self.named(host, port):
            raise Unsafe(
                f"{host} stands at {inside[0]}, which is not on the public internet: "
                f"name {host}:{port} in DESKWIRE_PRIVATE_SOURCES to allow it"
            )
        return addresses
