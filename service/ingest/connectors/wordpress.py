"""A WordPress site by its REST API (https://developer.wordpress.org/rest-api/reference/posts/).

The first visit takes the newest posts; later ones walk through what was modified since (`walk`). They begin
more than an hour before the latest change seen, because WordPress compares local times, and an hour in autumn
comes twice. Posts older than the oldest that was taken at first stay out when they are edited: they are no
news. `modified_after` is understood since WordPress 5.7 (2021); an older one is asked for its latest changes.

What is no longer published is asked for by its ids now and then (`takeback`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from service.errors import Unreachable, Unreadable
from service.ingest import feed
from service.ingest.connectors import answers, takeback
from service.ingest.connectors import wordpress_post as posts
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.connectors.discovery import links
from service.ingest.connectors.walk import PAGES, SECOND, Page, Walk, by_change, walked
from service.ingest.fetch import Web, shown
from service.ingest.item import Fault, Item
from service.ingest.links import safe_url

PER_PAGE = 50
"""With everything embedded a page of 100 can pass a megabyte; the API allows 100."""
OVERLAP = timedelta(minutes=65)

_WHOLE = {"_embed": "author,wp:term,wp:featuredmedia", "per_page": str(PER_PAGE)}
_BY_CHANGE = {**_WHOLE, "orderby": "modified"}


@dataclass(frozen=True, slots=True)
class _Site:
    """The API at `root`, asked by `web` with an operator's own parameters."""

    root: str
    kind: str
    web: Web
    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    now: datetime

    def page(self, number: int, query: Mapping[str, str]) -> Page:
        """One page of posts. The page past the last, which is status 400, is an empty one."""
        query = {**self.parameters, **query, "page": str(number)}
        between = "&" if "?" in self.root else "?"
        url = f"{self.root.rstrip('/')}/wp/v2/{self.kind}{between}{urlencode(query)}"
        answer = self.web.get(url, {"Accept": "application/json", **self.headers})
        if answer.status == 400 and number > 1:
            return Page([], [], last=True)
        answers.judge(answer, self.now)
        found = answers.json_of(answer)
        if not isinstance(found, list):
            raise Unreadable(f"{shown(url)} gives no list of posts: see whether it is a WordPress site")
        entries = [one for one in found if isinstance(one, dict)]
        pages = answers.number(answer.headers, "x-wp-totalpages")
        last = number >= pages if pages is not None else len(found) < int(query["per_page"])
        return Page(entries, [moment for moment in map(posts.changed, entries) if moment], last)

    def changed(self, after: datetime, number: int) -> Page:
        """A page of what was modified after that moment, oldest first."""
        stamp = (after - SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.page(number, {**_BY_CHANGE, "order": "asc", "modified_after": stamp})

    def newest(self, number: int) -> Page:
        """A page of the newest posts."""
        return self.page(number, {**_WHOLE, "orderby": "date", "order": "desc"})

    def since(self, after: datetime) -> Iterator[tuple[Page, bool]]:
        """What was modified since, page by page, each with whether there is more."""
        for page, more in by_change(self.changed, after):
            if page.changes and page.changes[0] < after - SECOND:  # it does not know modified_after
                yield from self.latest(after)
                return
            yield page, more

    def latest(self, after: datetime) -> Iterator[tuple[Page, bool]]:
        """The same of a site that cannot be asked for it: newest change first, until that moment."""
        for number in range(1, PAGES + 1):
            page = self.page(number, {**_BY_CHANGE, "order": "desc"})
            yield page, False
            if page.last or min(page.changes, default=after) < after:
                return


def read(errand: Errand, web: Web) -> Reading:
    """See `Connector`."""
    site = _site(errand, web)
    walk = Walk(site.newest, site.since, posts.name, "date_gmt", OVERLAP, PER_PAGE)
    found = walked(errand, walk)
    prefix = str(errand.options.get("language_prefix", "lang-"))
    harvest = feed.gather(found.entries, posts.name, lambda post: posts.item(post, errand.language, prefix))
    cursor = {**found.cursor, "api": site.root}
    if not found.first and takeback.due(errand.cursor, errand.now):
        harvest = takeback.joined(harvest, *_taken_back(site, errand.held))
    if found.first or takeback.due(errand.cursor, errand.now):
        cursor |= takeback.looked(errand.now)
    left_out = sum(posts.is_closed(post) for post in found.entries)
    return Reading(harvest, cursor, more=found.more, left_out=left_out)


def _taken_back(site: _Site, held: tuple[str, ...]) -> tuple[list[Item], list[Fault]]:
    asked = [one for one in held if one.isascii() and one.isdigit()]
    if not asked:
        return [], []
    query = {"include": ",".join(asked), "per_page": str(len(asked)), "_fields": "id,modified_gmt"}
    return takeback.judged(asked, {posts.name(post) for post in site.page(1, query).entries})


def _site(errand: Errand, web: Web) -> _Site:
    options = errand.options
    headers = answers.basic(errand.secret) if errand.secret else {}
    root = errand.cursor.get("api")
    root = root if isinstance(root, str) and root else _root(errand.location, web)
    kind = str(options.get("type", "posts"))
    return _Site(root, kind, web, headers, dict(options.get("parameters", {})), errand.now)


def _root(location: str, web: Web) -> str:
    """Where the API is: where the site's Link header says, else at its usual place."""
    usual = location.rstrip("/") if "/wp-json" in location or "rest_route=" in location else ""
    if usual:
        return usual
    try:
        home = web.get(location, {})
    except (Unreachable, Unreadable):  # a home page too large, or away: the API may answer all the same
        return f"{location.rstrip('/')}/wp-json"
    named = (target for rel, target in links(home.headers.get("link", "")) if rel == "https://api.w.org/")
    found = safe_url(next(named, ""), home.url) if home.headers.get("link") else None
    return (found or f"{location.rstrip('/')}/wp-json").rstrip("/")
