"""Whatever an article holds, its feed is published: with the article, or without it and with the reason."""

import json
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.press.gate import through
from service.press.proof import read
from service.render.feeds import DRAW
from service.render.feeds_text import line
from service.render.values import Image
from tests.render.feed_copies import NOON, a_copy, a_piece

NASTY = st.sampled_from(
    [
        "a]]>b\x08<c&",
        "\x00\x01\x1f\x7f\x85\x9f",
        "\ud800 lone surrogate",
        "\ufffe\uffff",
        "🐪𠀀𝔸",
        "\u202eback\u2066wards",
        "&nbsp;&amp;lt;&#0;&#x8;",
        "<p><b>unclosed",
        "<!-- -- >",
        "<![CDATA[x]]>",
        "</content></entry>",
        "<svg/onload=x>",
        " \t\r\n\u2028",
        "\u200f\u200b",
        "",
    ]
)
TEXT = st.one_of(NASTY, st.text(st.characters(), max_size=60))
PIECES = st.fixed_dictionaries(
    {
        "title": TEXT,
        "summary": TEXT,
        "body": TEXT,
        "authors": st.lists(TEXT, max_size=2).map(tuple),
        "topics": st.lists(TEXT, max_size=2).map(tuple),
        "image": st.one_of(
            st.none(), st.builds(Image, st.just("https://pictures.example/a.png"), alt=TEXT, credit=TEXT)
        ),
    }
)


@pytest.mark.parametrize("name", sorted(DRAW))
@given(changes=PIECES, feed_text=TEXT)
def test_no_text_can_cost_a_feed(name: str, changes: dict[str, Any], feed_text: str) -> None:
    odd, plain = a_piece(1, **changes), a_piece()
    copy = a_copy(plain, odd, name=name, subtitle=feed_text, rights=feed_text)
    passed = through(copy, DRAW[name], name, NOON)
    found = {entry.id: entry.title for entry in read(passed.body, name).lines}
    assert found[plain.id] == plain.title
    assert (odd.id in found) != (odd.id in passed.left_out)
    assert found.get(odd.id, line(odd.title)) == line(odd.title)
    if name != "feed.json":
        assert not feedparser.parse(passed.body).bozo
    else:
        assert json.loads(passed.body)["items"]


@pytest.mark.parametrize("name", sorted(DRAW))
@given(body=TEXT, lang=st.sampled_from(["ar", "zh-Hans", "kk", "fr"]))
def test_the_article_comes_out_as_it_went_in(name: str, body: str, lang: str) -> None:
    copy = a_copy(a_piece(title="t", body=f"<p>{body}</p>", language=lang), language=lang, name=name)
    first = through(copy, DRAW[name], name, NOON)
    again = through(copy, DRAW[name], name, NOON)
    assert first.body == again.body
    assert [entry.id for entry in read(first.body, name).lines] == [copy.pieces[0].id]
