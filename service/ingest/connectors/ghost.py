"""A Ghost site by its Content API (https://docs.ghost.org/content-api).

The first visit takes the newest posts; later ones walk through what was updated since (`walk`). Its filters
want a moment as 'YYYY-MM-DD HH:MM:SS' in UTC, in quotes (NQL); the ISO form that it gives itself matches
nothing. The key travels in the query, as the API has it, and is shown in no message.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from service.errors import Unreadable
from service.ingest import feed
from service.ingest.connectors import answers, takeback
from service.ingest.connectors import ghost_post as posts
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.connectors.walk import Page, Walk, by_change, walked
from service.ingest.fetch import Web, shown
from service.ingest.item import Fault, Item

PER_PAGE = 50
"""Ghost 6 gives 100 at most."""
OVERLAP = timedelta(minutes=2)
"""Posts saved at the same moment may become visible one after another."""

_VERSION = "v5.0"
"""Accept-Version: from Ghost 5 on every version understands it."""


@dataclass(frozen=True, slots=True)
class _Site:
    location: str
    key: str
    only: str
    web: Web
    now: datetime

    def page(self, number: int, filters: str = "", **query: str) -> Page:
        """One page of posts that an operator's own filter and `filters` let through."""
        own = f"({self.only})" if "," in self.only else self.only  # in NQL a comma is an "or"
        both = "+".join(filter(None, (own, filters)))
        query |= {"filter": both} if both else {}
        query |= {"key": self.key, "page": str(number)}
        url = f"{self.location.rstrip('/')}/ghost/api/content/posts/?{urlencode(query)}"
        answer = self.web.get(url, {"Accept": "application/json", "Accept-Version": _VERSION})
        answers.judge(answer, self.now)
        found = answers.json_of(answer)
        listed = found.get("posts") if isinstance(found, dict) else None
        if not isinstance(listed, list):
            raise Unreadable(f"{shown(url)} gives no posts: see whether it is a Ghost site")
        entries = [one for one in listed if isinstance(one, dict)]
        changes = [moment for moment in map(posts.changed, entries) if moment]
        return Page(entries, changes, last=_is_last(found, number, len(listed)))

    def whole(self, number: int, filters: str, order: str) -> Page:
        """One page of posts with all that is wanted of them."""
        wanted = {"include": "tags,authors", "limit": str(PER_PAGE), "order": order}
        return self.page(number, filters, **wanted)

    def newest(self, number: int) -> Page:
        """A page of the newest posts."""
        return self.whole(number, "", "published_at desc")

    def since(self, after: datetime) -> Iterator[tuple[Page, bool]]:
        """What was updated since, page by page, each with whether there is more."""
        return by_change(self.changed, after)

    def changed(self, after: datetime, number: int) -> Page:
        """A page of what was updated at or after that moment, oldest first."""
        return self.whole(number, f"updated_at:>='{after:%Y-%m-%d %H:%M:%S}'", "updated_at asc")


def read(errand: Errand, web: Web) -> Reading:
    """See `Connector`."""
    site = _Site(errand.location, errand.secret, str(errand.options.get("filter", "")), web, errand.now)
    walk = Walk(site.newest, site.since, posts.name, "published_at", OVERLAP, PER_PAGE)
    found = walked(errand, walk)
    prefix = str(errand.options.get("language_prefix", "lang-"))
    harvest = feed.gather(
        found.entries, posts.name, lambda post: posts.item(post, errand.location, errand.language, prefix)
    )
    cursor = found.cursor
    if not found.first and takeback.due(errand.cursor, errand.now):
        harvest = takeback.joined(harvest, *_taken_back(site, errand.held))
    if found.first or takeback.due(errand.cursor, errand.now):
        cursor |= takeback.looked(errand.now)
    left_out = sum(not posts.is_open(post) for post in found.entries)
    return Reading(harvest, cursor, more=found.more, left_out=left_out)


def _taken_back(site: _Site, held: tuple[str, ...]) -> tuple[list[Item], list[Fault]]:
    asked = [one for one in held if one.isascii() and one.isalnum()]
    if not asked:
        return [], []
    page = site.page(1, f"id:[{','.join(asked)}]", fields="id,updated_at", limit=str(len(asked)))
    return takeback.judged(asked, {posts.name(post) for post in page.entries})


def _is_last(found: dict[str, Any], number: int, listed: int) -> bool:
    meta = found.get("meta")
    paging = meta.get("pagination") if isinstance(meta, dict) else None
    pages = paging.get("pages") if isinstance(paging, dict) else None
    return number >= pages if isinstance(pages, int) else listed < PER_PAGE
