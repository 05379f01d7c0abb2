"""Pictures in foreign HTML: which file is meant, and which are there to count readers, not to be seen."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from service.ingest.links import safe_url

_LAZY = ("data-src", "data-lazy-src", "data-original")
"""Where pages that load pictures late keep the address, with a blank or nothing in src."""
_CANDIDATE = re.compile(r"(?:^|,)\s*(\S+)\s+([0-9]{1,5}w|[0-9](?:\.[0-9]{1,2})?x)\s*(?=,|\Z)")
"""One picture of a srcset (HTML, section 4.8.4.2.1)."""
_LONGEST_SET = 8192
_TINIEST = 3
"""Pixels: what is smaller either way is no picture."""
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:width|height)\s*:\s*[0-2](?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
# fmt: off
_SHAPE = frozenset({
    "w", "h", "width", "height", "resize", "fit", "crop", "quality", "q", "format", "fm", "auto", "dpr",
    "ssl", "strip", "v", "ver", "version", "s", "size", "sz", "name", "ext", "type", "cache", "itok",
    "imwidth", "impolicy", "rect",
})
# fmt: on
"""Query keys that ask for a picture's shape, format or version; any other may carry a reader's number."""


def source_of(attributes: Mapping[str, str]) -> str:
    """The address of the picture an img element means; empty if it has none."""
    source = attributes.get("src", "").strip()
    if source and not source.lower().startswith("data:"):
        return source
    return next((attributes[name] for name in _LAZY if attributes.get(name)), "")


def candidates(srcset: str, base: str = "") -> dict[str, str]:
    """The absolute addresses of a srcset with their widths or densities ("800w", "2x"), widest first.

    What is no picture that may be shown is left out; so is a picture without a descriptor, which src is for.
    """
    found: dict[str, str] = {}
    for address, wide in _CANDIDATE.findall(srcset[:_LONGEST_SET]):
        whole = safe_url(address, base)
        if whole and not _stamped(whole) and "," not in whole:
            found.setdefault(whole, wide)
    return dict(sorted(found.items(), key=lambda one: -float(one[1][:-1])))


def counts_readers(attributes: Mapping[str, str]) -> bool:
    """Whether an img element is a counter: too small to see, hidden, or stamped and of no declared size."""
    sizes = [pixels(attributes.get(name, "")) for name in ("width", "height")]
    if any(size is not None and size < _TINIEST for size in sizes):
        return True
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
        return True
    return sizes == [None, None] and _stamped(source_of(attributes))


def pixels(value: str) -> int | None:
    """A length in pixels out of an attribute: "640" or "640px"; None for anything else."""
    number = re.fullmatch(r"\s*([0-9]{1,5})(?:px)?\s*", value)
    return int(number[1]) if number else None


def _stamped(address: str) -> bool:
    try:
        keys = {key.lower() for key, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
    except ValueError:
        return True
    return not keys <= _SHAPE
