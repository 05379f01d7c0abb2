"""Articles cut to a contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.render.feeds_text import plain
from service.render.partners.excerpt import first_words, without_pictures, words_in

BODY = "<h2>Le métro</h2><p>Une <b>ligne de huit</b> stations.</p><ul><li>Un</li><li>Deux</li></ul>"


@pytest.mark.parametrize(
    ("most", "kept", "whole"),
    [
        (2, "<h2>Le métro</h2>", False),
        (4, "<h2>Le métro</h2><p>Une <b>ligne…</b></p>", False),
        (8, BODY.replace("<li>Deux</li>", ""), False),
        (9, BODY, True),
        (99, BODY, True),
    ],
)
def test_the_first_words_in_their_own_elements(most: int, kept: str, whole: bool) -> None:
    assert first_words(BODY, most) == (kept, whole)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Almaty ouvre une ligne", 4),
        ("阿拉木图地铁", 3),
        ("阿拉木图 metro", 3),
        ("รถไฟฟ้าสาย", 2),
        ("नई मेट्रो लाइन", 3),
        ("", 0),
    ],
)
def test_scripts_without_spaces_are_counted_by_their_letters(text: str, words: int) -> None:
    assert words_in(text) == words


WORDS = st.lists(
    st.sampled_from(["un", "deux", "trois", "阿拉", "木", "метро", "&amp;", "الخط"]), max_size=30
)


@given(st.lists(WORDS, max_size=5), st.integers(1, 40))
def test_never_more_words_than_the_contract_and_always_the_beginning(
    paragraphs: list[list[str]], most: int
) -> None:
    body = "".join(f"<p>{' '.join(words)}</p>" for words in paragraphs)
    kept, whole = first_words(body, most)
    assert words_in(plain(kept).replace("…", "")) <= most
    assert whole == (sum(words_in(plain(" ".join(words))) for words in paragraphs) <= most)
    assert plain(body).replace(" ", "").startswith(plain(kept).replace("…", "").replace(" ", ""))


def test_pictures_go_with_their_captions() -> None:
    body = (
        '<p>Huit <img src="a.jpg"> stations.</p><figure><img src="b.jpg">'
        "<figcaption>Une rame</figcaption></figure>"
    )
    assert without_pictures(body) == "<p>Huit  stations.</p>"
    assert without_pictures(BODY) == BODY
