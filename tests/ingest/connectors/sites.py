"""Sites that behave as the originals do, on loopback: WordPress, Ghost, and any JSON API."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.ingest.fetch import Answer, FakeWeb
from tests.ingest.web import Page, Site, page, serving

Query = Mapping[str, str]


def answering(make: Callable[[Query], tuple[int, Any, Mapping[str, str]]]) -> Page:
    """A page whose JSON depends on the query."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        pairs = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        status, value, headers = make({name: values[0] for name, values in pairs.items()})
        named = {"Content_Type": "application/json", **headers}
        page(json.dumps(value).encode(), status, **named)(request)

    return answer


class InOrder(FakeWeb):
    """A web that gives prepared answers one after another, whatever is asked."""

    def __init__(self, *answers: Answer | Exception) -> None:
        super().__init__({})
        self._answers = list(answers)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The next answer."""
        self.asked.append((url, dict(headers)))
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def in_json(value: Any, url: str = "https://api.example/", **headers: str) -> Answer:
    """An answer in JSON; header names with underscores for hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(200, url, named, json.dumps(value).encode())


class Pages(dict[str, Page]):
    """Pages by path, whatever the query."""

    def get(self, path: str, default: Any = None) -> Any:
        """The page at the path of an address."""
        return super().get(urlsplit(path).path, default)


class WordPress:
    """The posts collection of WordPress 6.1 (WP_REST_Posts_Controller), as its documentation and code say.

    `posts` may be changed between requests. `before` is told each query before it is answered.
    `knows_modified_after` is False for a version before 5.7, `counts` behind a proxy that drops headers.
    """

    def __init__(
        self, posts: list[dict[str, Any]], *, knows_modified_after: bool = True, counts: bool = True
    ) -> None:
        self.posts = posts
        self.knows_modified_after, self.counts = knows_modified_after, counts
        self.before: Callable[[Query], None] = lambda query: None
        self.asked: list[Query] = []

    def answer(self, query: Query) -> tuple[int, Any, Mapping[str, str]]:
        """One page of posts, or the error."""
        self.asked.append(query)
        self.before(query)
        found = [post for post in self.posts if post.get("status", "publish") == "publish"]
        if "include" in query:
            found = [post for post in found if str(post["id"]) in query["include"].split(",")]
        if (after := query.get("modified_after")) and self.knows_modified_after:
            start = datetime.fromisoformat(after).replace(tzinfo=None)
            found = [post for post in found if datetime.fromisoformat(post["modified_gmt"]) > start]
        key = "modified_gmt" if query.get("orderby") == "modified" else "date_gmt"
        found.sort(key=lambda post: (post[key], post["id"]), reverse=query.get("order", "desc") == "desc")
        size, number = int(query.get("per_page", "10")), int(query.get("page", "1"))
        if size > 100:
            return 400, {"code": "rest_invalid_param"}, {}
        pages = -(-len(found) // size)
        if number > max(pages, 1):
            return 400, {"code": "rest_post_invalid_page_number", "data": {"status": 400}}, {}
        shown = found[(number - 1) * size : number * size]
        if "_fields" in query:
            shown = [{name: post[name] for name in query["_fields"].split(",")} for post in shown]
        if not self.counts:
            return 200, shown, {}
        return 200, shown, {"X_WP_Total": str(len(found)), "X_WP_TotalPages": str(pages)}

    @contextmanager
    def on_air(self, root: str = "/wp-json", home: Page | None = None) -> Iterator[Site]:
        """The site, with its API below `root` and its home page."""
        pages = Pages({f"{root}/wp/v2/posts": answering(self.answer)})
        if home is not None:
            pages["/"] = home
        with serving(pages) as site:
            yield site


class Ghost:
    """The posts of Ghost 5's Content API. Filters are understood as far as the connector uses them."""

    KEY = "22444f78447824223cefc48062"

    def __init__(self, posts: list[dict[str, Any]]) -> None:
        self.posts = posts
        self.asked: list[Query] = []

    def answer(self, query: Query) -> tuple[int, Any, Mapping[str, str]]:
        """One page of posts, or the error."""
        self.asked.append(query)
        if query.get("key") != self.KEY:
            return 401, {"errors": [{"code": "UNKNOWN_CONTENT_API_KEY"}]}, {}
        found = self.posts
        for part in re.split(r"\+(?![^\[]*\])", query.get("filter", "")):
            found = [post for post in found if _passes(post, part)]
        field, _, order = query.get("order", "published_at desc").partition(" ")
        found = sorted(found, key=lambda post: (post[field], post["id"]), reverse=order == "desc")
        size, number = min(int(query.get("limit", "15")), 100), int(query.get("page", "1"))
        pages = max(-(-len(found) // size), 1)
        shown = found[(number - 1) * size : number * size]
        if "fields" in query:
            shown = [{name: post[name] for name in query["fields"].split(",")} for post in shown]
        paging = {"page": number, "limit": size, "pages": pages, "total": len(found)}
        return 200, {"posts": shown, "meta": {"pagination": paging}}, {}

    @contextmanager
    def on_air(self) -> Iterator[Site]:
        """The site."""
        with serving(Pages({"/ghost/api/content/posts/": answering(self.answer)})) as site:
            yield site


def _passes(post: Mapping[str, Any], part: str) -> bool:
    """One term of NQL. A moment in any other form than Ghost's own matches nothing, as it does there."""
    if not part:
        return True
    if ids := re.fullmatch(r"id:\[([0-9a-z,]+)\]", part):
        return post["id"] in ids[1].split(",")
    since = re.fullmatch(r"updated_at:>='(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)'", part)
    if since is None:
        return False
    return str(post["updated_at"])[:19].replace("T", " ") >= since[1]
