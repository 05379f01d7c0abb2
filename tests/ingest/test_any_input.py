"""Laws of the parsers' entry: whatever comes, it is read or refused, and what is read is clean."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import GiveUp
from service.ingest import decide
from service.ingest.clean import clean
from service.ingest.documents import harvest
from service.ingest.item import Harvest
from tests.cast import NOON

URL = "https://source.example/feed"
# fmt: off
TOKENS = [
    b"<rss version='2.0'>", b'<channel>', b'</channel>', b'</rss>', b'<item>', b'</item>', b'<entry>',
    b'</entry>', b"<feed xmlns='http://www.w3.org/2005/Atom'>", b'</feed>', b'<title>', b'</title>',
    b'<guid>', b'</guid>', b'<link>/x</link>', b"<link href='/y'/>", b'<description>', b'</description>',
    b'<![CDATA[', b']]>', b'<!--', b'-->', b'<author>', b'</author>',
    b'<pubDate>Mon, 23 Nov 2026 14:00:00 +0500</pubDate>', b"<?xml version='1.0'?>", b'<!DOCTYPE rss>',
    b'<!DOCTYPE rss [', b']>', b'&amp;', b'&nbsp;', b'&#0;', b'&', b'<', b'>', b"'", b'"', b'\x00', b'\xff',
    b'\xc3', "Алматы".encode(), "Алматы".encode("cp1251"), "阿拉木图".encode("gb18030"), b'<p>', b'</div>',
    b'<script>x</script>', b"<img src=/i.jpg srcset='/a 2x'>",
    b'{"version": "https://jsonfeed.org/version/1.1",', b'"items": [',
    b'{"id": "1", "title": "x", "content_html": "<b>"}', b']}', b',', b'a', b' ', b'\n',
]
# fmt: on
LABELS = st.sampled_from(["", "text/xml; charset=utf-8", "application/rss+xml; charset=koi8-r", "image/png"])


def read(data: bytes, label: str) -> Harvest:
    """What is read of `data`; nothing if it is refused."""
    try:
        return harvest(data, URL, label).whole()
    except GiveUp:
        return Harvest()


def hold(found: Harvest) -> None:
    """What every harvest promises."""
    items = tuple(found.items)
    assert len({item.external_id for item in items}) == len(items)
    for item in items:
        assert item.external_id
        assert item.title or item.body
        assert clean(item.body) == item.body
        assert not item.url or item.url.startswith(("http://", "https://"))
    drafts = decide.plan(items, (), NOON).new
    assert all(draft.published_at <= draft.updated_at for draft in drafts)
    assert all(decide.EARLIEST <= draft.published_at <= NOON + decide.AHEAD for draft in drafts)


@given(st.binary(max_size=600), LABELS)
def test_any_bytes(data: bytes, label: str) -> None:
    hold(read(data, label))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map(b"".join), LABELS)
def test_any_pieces_of_feeds(data: bytes, label: str) -> None:
    hold(read(data, label))


CALM = [
    b"<p>",
    b"</div>",
    b"<b>",
    b"<title>",
    b"</title>",
    b"<br>",
    b"&",
    b"&nbsp;",
    b"&#0;",
    b"\x00",
    b"< ",
    b"a",
]
"""What may stand in an entry that is not well-formed, without reaching beyond it."""


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*CALM, "Алматы".encode()]), max_size=12).map(b"".join))
def test_a_sound_entry_survives_any_broken_neighbour(noise: bytes) -> None:
    entry = b"<item><guid>sound</guid><title>Almaty ouvre sa ligne</title></item>"
    broken = b"<item><guid>1</guid>" + noise + b"</item>"
    data = b"<rss version='2.0'><channel>" + broken + entry + broken.replace(b"1", b"2") + b"</channel></rss>"
    found = {item.external_id: item for item in read(data, "").items}
    assert found["sound"].title == "Almaty ouvre sa ligne"
