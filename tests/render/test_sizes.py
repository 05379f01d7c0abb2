"""A digest of twelve items fits what mailbox providers show whole, in the widest scripts too."""

from pathlib import Path

import pytest

from tests.render.sizes import LARGEST_HTML, LARGEST_MAIL, sized


@pytest.mark.shared
@pytest.mark.parametrize("language", ["ar", "fr", "hi", "ja", "kk", "th"])
def test_a_full_digest_is_not_cut_off(shared: Path, language: str) -> None:
    size = sized(shared / "corpus" / "parallel-news" / f"{language}.jsonl")
    assert size.html <= LARGEST_HTML
    assert size.mail <= LARGEST_MAIL
    assert size.longest_line <= 998
