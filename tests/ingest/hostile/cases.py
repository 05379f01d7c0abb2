"""Every kind of hostile input we know of, what is kept of it, and what an editor is told."""

import gzip

from service.ingest.pull import MOST_NEW
from tests.ingest.hostile.sent import Sent, bomb, described, dripping, endless, item, rss, zipped
from tests.ingest.web import page

FINE = (
    "<item><guid>fine</guid><title>Almaty ouvre sa ligne</title>"
    "<description>Huit stations.</description></item>"
)
ALMATY = "Министерство транспорта сообщило, что новая линия метро откроется в Алматы этой осенью."
SHAPES = (
    b'{"version": "https://jsonfeed.org/version/1.1", "items": '
    b'[3, null, [], {"id": 1}, {"id": "2", "title": ["x"]}, {"id": "fine", "title": "x"}]}'
)
LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
FILE = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
CASES = [
    Sent(
        "entities that stand for entities, nine deep (billion laughs)",
        page(rss(item("1", title="&i;"), prolog=LAUGHS)),
        [],
        ("declares entities of its own",),
    ),
    Sent(
        "an entity that is a file of ours",
        page(rss(item("1", title="&x;"), prolog=FILE)),
        [],
        ("declares entities of its own",),
    ),
    Sent(
        "200,000 elements within each other in an entry",
        page(rss(item("1", "<a>" * 200_000), FINE)),
        ["fine"],
        ("deep",),
    ),
    Sent(
        "200,000 elements within each other outside the entries",
        page(rss("<a>" * 200_000, FINE)),
        [],
        ("deep",),
    ),
    Sent(
        "200,000 div elements in a text",
        page(rss(described("1", "<div>" * 100_000), FINE)),
        ["fine"],
        ("deep",),
    ),
    Sent("an entry of 50 MB", endless, [], ("is larger than 5,242,880 bytes",)),
    Sent(
        "an entry of 4 MB beside another",
        page(rss(described("1", "x" * 4_000_000), FINE)),
        ["fine"],
        ("524,288 are the most",),
    ),
    Sent("256 MB of zeros in 261 KB of gzip", bomb, [], ("unpacks to more than",)),
    Sent(
        "gzip within gzip",
        page(gzip.compress(gzip.compress(rss(FINE))), Content_Encoding="gzip, gzip"),
        [],
        ("Content-Encoding 'gzip, gzip'",),
    ),
    Sent("gzip that is none", zipped(rss(FINE)), [], ("is labelled gzip and is none",)),
    Sent("gzip that breaks off", zipped(gzip.compress(rss(FINE))[:-20]), [], ("broke off in the middle",)),
    Sent("a byte now and then", dripping, [], ("does not answer",), seconds=1),
    Sent("RSS labelled as a picture", page(rss(FINE), Content_Type="image/png"), ["fine"]),
    Sent(
        "a picture labelled as RSS",
        page(b"\x89PNG\r\n\x1a\n\x00\x00\xff" * 50, Content_Type="application/rss+xml"),
        [],
        ("is not UTF-8",),
    ),
    Sent(
        "a login page with status 200",
        page(b"<!doctype html><html><body><form>Log in</form></body></html>"),
        [],
        ("is no feed",),
    ),
    Sent("nothing at all", page(b""), [], ("is no feed",)),
    Sent(
        "windows-1251 that says it is UTF-8",
        page(
            rss(item("1", title=ALMATY), prolog="<?xml version='1.0' encoding='utf-8'?>")
            .decode()
            .encode("cp1251")
        ),
        ["1"],
        ("says it is utf-8 and is not: it is read as cp1251",),
    ),
    Sent(
        "windows-1251 that says nothing",
        page(rss(item("1", title=ALMATY)).decode().encode("cp1251")),
        ["1"],
        ("does not say which charset",),
    ),
    Sent(
        "a letter cut in two in one headline",
        page(rss(item("1", title="Alm@"), FINE.replace("Huit", "Été à Almaté, déjà")).replace(b"@", b"\xc3")),
        ["fine"],
        ("holds bytes that are not UTF-8",),
    ),
    Sent(
        "NULs and other control characters",
        page(rss(item("1", title="Al\x00ma\x07ty")).replace(b"Titre", b"")),
        ["1"],
    ),
    Sent("control characters as references", page(rss(item("1", title="Al&#0;ma&#x1b;ty"))), ["1"]),
    Sent(
        "dates of the years 9999, 1, 1970 and of no year",
        page(
            rss(
                *(
                    item(str(n), f"<pubDate>{date}</pubDate>")
                    for n, date in enumerate(
                        [
                            "Fri, 31 Dec 9999 11:00:00 GMT",
                            "0001-01-01T00:00:00+14:00",
                            "Thu, 01 Jan 1970 00:00:00 GMT",
                            "yesterday",
                        ]
                    )
                )
            )
        ),
        4,
        ("in the future", "nothing is older here"),
    ),
    Sent(
        "two entries with one id",
        page(rss(FINE, FINE.replace("Almaty", "Astana"))),
        ["fine"],
        ("bears the id of an item before it",),
    ),
    Sent(
        "ten thousand items",
        page(rss(*(item(str(n)) for n in range(10_007)))),
        MOST_NEW,
        ("holds 10,007 items; the first 10,000", "9,800 wait for the next pull"),
    ),
    Sent(
        "a byline of 64,000 characters that patterns take hours for",
        page(rss(item("1", f"<author>a@{'a.' * 32_000}</author>"), FINE)),
        ["fine"],
        ("author is longer than",),
    ),
    Sent(
        "a byline that is never closed",
        page(rss(FINE, item("1", "<author>Mei"))),
        ["fine"],
        ("never closes it",),
    ),
    Sent(
        "a tag of 20,000 attributes",
        page(rss(item("1", "<x " + " ".join(f"a{n}=''" for n in range(20_000)) + "/>"), FINE)),
        ["fine"],
        ("a tag longer than",),
    ),
    Sent("60,000 ampersands", page(rss(described("1", "&amp;" * 60_000), FINE)), ["fine"], ("ampersands",)),
    Sent(
        "an entry that is not well-formed among others",
        page(
            rss(
                *(item(str(n)) for n in range(9)),
                item("9", "<b><i></b> & <"),
                *(item(str(n)) for n in range(10, 30)),
            )
        ),
        30,
    ),
    Sent(
        "a feed that ends in the middle of an entry",
        page(rss(FINE, item("1", "<description>Elle ouvrira au prin"))[:-25]),
        ["fine"],
        ("breaks off in the middle",),
    ),
    Sent(
        "HTML entities that XML does not know", page(rss(item("1", title="Caf&eacute;&nbsp;&rsquo;"))), ["1"]
    ),
    Sent(
        "scripts in the headline, the link and the text",
        page(
            rss(
                item(
                    "1",
                    "<link>javascript:alert(1)</link>",
                    "<description>&lt;img src=x onerror=alert(1)&gt;&lt;p&gt;x&lt;/p&gt;</description>",
                    title="&lt;script&gt;alert(1)&lt;/script&gt;",
                )
            )
        ),
        ["1"],
    ),
    Sent(
        "a headline that turns its neighbours round",
        page(rss(item("1", title="Pay \u202egpj.exe \u2066x"))),
        ["1"],
    ),
    Sent("an id of 100,000 characters", page(rss(item("x" * 100_000))), 1),
    Sent(
        "JSON nested 100,000 deep",
        page(b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000),
        [],
        ("is no JSON",),
    ),
    Sent(
        "JSON with a letter cut in two",
        page(SHAPES.replace(b'"x"', '"Été, déjà'.encode() + b'\xc3"')),
        [],
        ("holds bytes that are not UTF-8",),
    ),
    Sent(
        "JSON whose items are of any shape",
        page(SHAPES),
        ["fine"],
        ("is no object",),
    ),
]
