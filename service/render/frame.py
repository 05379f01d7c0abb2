"""What every page has around it: its language, its house, the same page in other languages, its feeds."""

from dataclasses import dataclass

from service.render.catalogue import Speech, direction
from service.render.items import Also, web
from service.render.names import Accent, accent
from service.render.plain import called, line
from service.render.templates import render_markup
from service.render.values import FeedLink, PageFrame, Sibling

FORMATS = {
    "rss.xml": ("RSS", "application/rss+xml"),
    "atom.xml": ("Atom", "application/atom+xml"),
    "feed.json": ("JSON Feed", "application/feed+json"),
}
"""What a feed's file is called by people, and its media type."""


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed with what it is in one plain sentence."""

    name: str
    type: str
    url: str
    about: str


def framed(
    template: str,
    frame: PageFrame,
    speech: Speech,
    title: str,
    *,
    colour: Accent | None = None,
    canonical: str = "",
    description: str = "",
    **values: object,
) -> str:
    """The page `template` inside `frame`. `canonical` is its permanent address; empty: it has none."""
    return render_markup(
        template,
        speech,
        title=line(title),
        house=called(frame.house),
        home=f"{frame.site_url.rstrip('/')}/{frame.language}/",
        near=lambda url: near(url, frame.site_url),
        accent=colour or accent(""),
        canonical=canonical,
        description=description,
        page_language=frame.language,
        languages=_languages(frame, speech),
        feeds=offered(frame.feeds, speech),
        **values,
    )


def near(url: str, site_url: str) -> str:
    """`url` as a link from one page here to another: without our own address in front.

    So the pages work wherever they are served from; what has to name an address (canonical, hreflang, mails,
    feeds) names the house's.
    """
    site = site_url.rstrip("/")
    return url.removeprefix(site) if url.startswith(f"{site}/") else url


def offered(feeds: tuple[FeedLink, ...], speech: Speech) -> list[OfferedFeed]:
    """`feeds` of the formats we know, each with what it is for."""
    about = {
        "rss.xml": speech.gettext("For every feed reader."),
        "atom.xml": speech.gettext("The same stories, with exact dates, authors and languages."),
        "feed.json": speech.gettext("The same stories as JSON, for programs."),
    }
    return [
        OfferedFeed(*FORMATS[feed.format], feed.url, about[feed.format])
        for feed in feeds
        if feed.format in FORMATS
    ]


def named(sibling: Sibling, speech: Speech) -> Also:
    """`sibling` under the name its language has for itself."""
    return Also(
        sibling.language, direction(sibling.language), speech.own_name(sibling.language), web(sibling.url)
    )


def _languages(frame: PageFrame, speech: Speech) -> list[Also]:
    """This page in all its languages, itself included wherever there is another."""
    siblings = list(frame.languages)
    if siblings and frame.language not in {sibling.language for sibling in siblings}:
        siblings.insert(0, Sibling(frame.language, frame.url))
    return [named(sibling, speech) for sibling in siblings if web(sibling.url)]
