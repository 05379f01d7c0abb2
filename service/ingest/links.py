"""Addresses in foreign content: absolute, http or https, and nothing up their sleeve."""

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import idna

LONGEST = 2000
"""Characters of the longest address kept: what browsers, mail programs and the tables all bear."""

_ENDS = "".join(map(chr, range(0x21)))
"""C0 controls and the space, which browsers strip from both ends of an address (WHATWG URL, 4.4)."""
_BREAKS = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_WEB = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9_\-]{1,63}(?<!-)")
_TRACK = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_cid"
    r"|mc_eid|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_enc_id|oly_anon_id|s_cid|icid|ocid|cmpid|cmp|ncid"
    r"|wt_mc|wtmc|at_\w+|ns_\w+|pk_\w+|mtm_\w+|piwik_\w+|matomo_\w+|sc_channel|ref_src|__twitter_impression"
    r"|traffic_source|xtor|wickedid|_openstat|spm|from_action|share_token)(?:=|\Z)",
    re.IGNORECASE,
)
"""Parameters that name a campaign, a click or a reader. They grow by review; what an address needs to
be found (ref, id, source, lang, page, amp) is not among them."""
_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?"


def safe_url(url: str, base: str = "") -> str | None:
    """The address as an absolute http(s) URI, relative ones resolved against `base`; None if it is not safe.

    Refused: other schemes, `https:host`, credentials, backslashes, hosts that no resolver knows, ports that
    are none, more than LONGEST characters. Host names come out as A-labels (RFC 5890), everything else beyond
    ASCII percent-encoded (RFC 3987 section 3.1).
    """
    url = _BREAKS.sub("", url.strip(_ENDS))
    if not url or "\\" in url:
        return None
    try:
        if not _SCHEME.match(url):
            url = urljoin(base, url)
        return _normal(urlsplit(url)) if _WEB.match(url) else None
    except ValueError:  # an unclosed bracket, a port that is no number
        return None


def without_tracking(address: str) -> str:
    """`address` without the parameters that follow readers about; the others stay, in their order."""
    if "?" not in address:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _TRACK.match(pair)]
    return address if len(kept) == len(pairs) else urlunsplit(parts._replace(query="&".join(kept)))


def host_label(host: str) -> str | None:
    """`host` as a name to look up: lower case, A-labels; None if it cannot be one."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return host
    if _NUMBER.match(host.rpartition(".")[2]) and not _dotted_quad(host):
        return None
    try:
        return idna.encode(host, uts46=True).decode("ascii") if not host.isascii() else _ascii_host(host)
    except idna.IDNAError:
        return None


def _normal(parts: SplitResult) -> str | None:
    host = host_label(parts.hostname or "")
    if not host or parts.username is not None or parts.password is not None:
        return None
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{parts.port}" if parts.port is not None else ""
    path, query, fragment = (
        quote(part, safe=safe)
        for part, safe in ((parts.path, _PATH), (parts.query, _QUERY), (parts.fragment, _QUERY))
    )
    whole = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return whole if len(whole) <= LONGEST else None


def _ascii_host(host: str) -> str | None:
    labels = host.split(".")
    return host if len(host) <= 253 and all(map(_LABEL.fullmatch, labels)) else None


def _dotted_quad(host: str) -> bool:
    """Whether `host` is four decimal numbers; browsers and resolvers also read 127.1 and 0x7f000001."""
    numbers = host.split(".")
    return len(numbers) == 4 and all(
        number.isascii() and number.isdigit() and str(int(number)) == number and int(number) < 256
        for number in numbers
    )
