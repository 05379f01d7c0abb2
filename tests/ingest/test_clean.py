"""Foreign HTML comes out safe, absolute, without styles or counters, and the same when cleaned again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from service.errors import Unreadable
from service.ingest.allowed import ATTRIBUTES, DROPPED, TAGS
from service.ingest.clean import clean, text_of

BASE = "https://source.example/news/"
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style></annotation-xml>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action=https://evil.example><button formaction=javascript:alert(1)>x</button></form>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<p style='background:url(javascript:alert(1))' class=footer id=x onclick=alert(1)>x</p>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<?xml <img src=x onerror=alert(1)> ?>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<table><caption><svg><title><style><img src=x onerror=alert(1)>",
]
# fmt: off
PIECES = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=/x>", "</a>", "<ul>", "<li>", "</ul>",
    "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "<svg>", "<math>", "<style>", "</style>",
    "<!--", "-->", "<h1>", "</h1>", "<blockquote>", "<br>", "<img src=/i.jpg>", "<select>", "<title>",
    "&amp;", "&lt;", "<", ">", "'", '"', "<i>", "</i>", "<span lang=fr dir=ltr>", "</span>", "<section>",
    "text", "\n", "\u2067", "\u202e",
]
# fmt: on
MARKUP = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_comes_through(attack: str) -> None:
    out = clean(attack, BASE)
    assert clean(out, BASE) == out
    for element in html.fragment_fromstring(out, create_parent="div").iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(str(element.tag), set()) | {"rel"}
        assert set(map(str, element.keys())) <= allowed
        assert not str(element.get("href") or element.get("src") or "https:").startswith(("java", "data"))


@given(MARKUP)
@example("<pre>\n\nx</pre>")
@example("<a href=/x><p>x</a>")
def test_cleaning_what_is_clean_changes_nothing(markup: str) -> None:
    once = clean(markup, BASE)
    assert clean(once, BASE) == once


@given(st.text())
def test_any_text_can_be_cleaned(text: str) -> None:
    assert "<script" not in clean(text)
    text_of(text)


def test_no_dangerous_element_is_on_the_list() -> None:
    dangerous = {
        "svg",
        "math",
        "style",
        "script",
        "iframe",
        "noscript",
        "template",
        "title",
        "textarea",
        "form",
    }
    assert not TAGS & dangerous
    assert not TAGS & DROPPED


def test_links_and_pictures_become_absolute() -> None:
    out = clean("<p><a href='../metro'>metro</a><img src='m.jpg?w=640' alt='The metro'></p>", BASE)
    assert 'href="https://source.example/metro"' in out
    assert 'src="https://source.example/news/m.jpg?w=640"' in out


def test_without_a_base_a_relative_link_leaves_its_words() -> None:
    assert clean("<p>Read <a href='metro'>this</a><img src='m.jpg'></p>") == "<p>Read this</p>"


def test_links_within_the_page_and_mail_addresses() -> None:
    out = clean("<a href='#note'>note</a> <a href='mailto:desk@a.example'>write</a>", BASE)
    assert out.startswith("note <a ")
    assert 'href="mailto:desk@a.example"' in out


def test_what_is_hidden_by_style_is_shown_and_our_classes_are_not_borrowed() -> None:
    out = clean('<p style="display:none">x</p><p class="footer" id="y" dir="rtl" lang="ar">z</p>')
    assert out == '<p>x</p><p dir="rtl" lang="ar">z</p>'


def test_a_late_loading_picture_is_found() -> None:
    out = clean("<img src='data:image/gif;base64,R0lG' data-src='/m.jpg' alt='x'>", BASE)
    assert 'src="https://source.example/m.jpg"' in out


@pytest.mark.parametrize(
    "counter",
    [
        "<img src='https://t.example/p.gif?u=1' width=1>",
        "<img src='https://t.example/p.gif' height='0px'>",
        "<img src='https://t.example/p.gif' style='display: none'>",
        "<img src='https://t.example/p.gif' style='width:1px;height:1px'>",
        "<img src='https://t.example/p.gif?reader=17'>",
        "<img src='https://t.example/p.gif' hidden>",
    ],
)
def test_pictures_that_count_readers_are_dropped(counter: str) -> None:
    assert clean(f"<p>x{counter}y</p>", BASE) == "<p>xy</p>"


def test_a_picture_of_declared_size_may_carry_a_query() -> None:
    assert "id=7" in clean("<img src='/p.php?id=7' width=640 height=400>", BASE)


def test_sections_stay_apart_and_the_first_heading_is_ours() -> None:
    out = clean("<section>One</section><section>Two</section><h1>Three</h1>")
    assert out == "<div>One</div><div>Two</div><h2>Three</h2>"


@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        ("<div>" * 200_000, "are the most"),
        ("<div>" * 50_000, "nests elements"),
        ("<ul><li>" * 20_000, "nests elements"),
        ("x" * 600_000, "are the most"),
        ("&amp;" * 60_000, "ampersands"),
    ],
)
def test_a_bomb_is_refused_with_its_reason(bomb: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        clean(bomb)


def test_a_tag_of_thousands_of_attributes_is_dropped() -> None:
    attributes = " ".join(f"a{number}" for number in range(60_000))
    assert clean(f"<p>x</p><p {attributes}>y") == "<p>x</p>y"


def test_text_of_html_is_one_line_with_words_apart() -> None:
    assert (
        text_of("<p>One<br>two</p><p>th<b>r</b>ee &amp; four</p><script>no</script>")
        == "One two three & four"
    )


def test_addresses_in_links_lose_what_follows_readers_about() -> None:
    out = clean("<a href='/x?id=7&utm_source=rss&fbclid=AbC&lang=fr#top'>x</a>", BASE)
    assert "https://source.example/x?id=7&amp;lang=fr#top" in out


def test_a_srcset_is_absolute_and_holds_only_pictures_that_may_be_shown() -> None:
    srcset = "/s.jpg 400w, /l.jpg 1200w, javascript:alert(1) 2x, https://t.example/p?u=1 800w, /x.jpg"
    out = clean(f"<img src='/m.jpg' srcset='{srcset}' sizes='100vw' alt='Métro'>", BASE)
    assert 'srcset="https://source.example/l.jpg 1200w, https://source.example/s.jpg 400w"' in out
    assert 'src="https://source.example/m.jpg"' in out
    assert clean(out) == out


def test_a_picture_with_nothing_but_a_srcset_shows_its_widest() -> None:
    assert 'src="https://source.example/l.jpg"' in clean("<img srcset='/s.jpg 400w, /l.jpg 900w'>", BASE)
    picture = "<picture><source srcset='/w.webp 900w' type='image/webp'><img src='/m.jpg' alt='x'></picture>"
    assert clean(picture, BASE) == '<img src="https://source.example/m.jpg" alt="x">'


def test_a_video_leaves_its_poster() -> None:
    out = clean(
        "<p>Before</p><video poster='/p.jpg' title='Le métro'><source src=/v.mp4>Old</video>after", BASE
    )
    assert out == '<p>Before</p><img src="https://source.example/p.jpg" alt="Le métro">after'
    assert clean("<video poster='javascript:alert(1)'>x</video><p>y</p>", BASE) == "<p>y</p>"
