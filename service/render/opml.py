"""Lists of feeds for readers' programs (OPML 2.0), and sitemaps for search engines. Pure: copy in, bytes out.

OPML: opml.org/spec2.opml. Sitemaps: sitemaps.org/protocol.html, with Google's news extension, which names an
article's publication, language, date and title.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from service.render.feeds_parts import stamp
from service.render.feeds_text import line

OPML_TYPE, SITEMAP_TYPE = "text/x-opml", "application/xml"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed in the list."""

    title: str
    language: str
    feed_url: str
    home_url: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """An article in the sitemap."""

    url: str
    language: str
    title: str
    published: datetime


def opml(title: str, feeds: Iterable[Listed]) -> bytes:
    """The list of `feeds`; Atom feeds are of the type rss there too, as every reader expects."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = line(title)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        said = {"text": line(feed.title), "title": line(feed.title), "type": "rss"}
        said |= {"xmlUrl": feed.feed_url, "htmlUrl": feed.home_url, "language": feed.language}
        etree.SubElement(body, "outline", said)
    return _written(root)


def sitemap(house: str, articles: Iterable[Mapped]) -> bytes:
    """The news sitemap of `house`."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "news": NEWS})
    for article in articles:
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = article.url
        news = etree.SubElement(url, f"{{{NEWS}}}news")
        paper = etree.SubElement(news, f"{{{NEWS}}}publication")
        etree.SubElement(paper, f"{{{NEWS}}}name").text = line(house)
        etree.SubElement(paper, f"{{{NEWS}}}language").text = spoken_there(article.language)
        etree.SubElement(news, f"{{{NEWS}}}publication_date").text = stamp(article.published)
        etree.SubElement(news, f"{{{NEWS}}}title").text = line(article.title)
    return _written(root)


def spoken_there(language: str) -> str:
    """The language as the news extension wants it: ISO 639 alone, but for Chinese zh-cn and zh-tw."""
    if language.startswith("zh"):
        return "zh-tw" if "Hant" in language else "zh-cn"
    return language.partition("-")[0]


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
