"""What differs by reader in a frozen message: ⟦name⟧, replaced by a value at the last moment.

The brackets are U+27E6 and U+27E7: they pass through HTML, MJML and URLs unchanged, and render takes them
out of everything a source wrote, so that no article can open a slot.
"""

import re
from collections.abc import Mapping

_SLOT = re.compile("\u27e6([a-z][a-z0-9_]*)\u27e7")


def slot(name: str) -> str:
    """The mark of the slot `name`."""
    return f"\u27e6{name}\u27e7"


def names(text: str) -> set[str]:
    """The slots in `text`."""
    return set(_SLOT.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its slots filled. A slot that has no value stays: plan() refused such messages."""
    return _SLOT.sub(lambda mark: values.get(mark[1], mark[0]), text)
