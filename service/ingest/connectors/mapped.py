"""Any JSON API, by a mapping in the newsroom file (`service.ingest.mapping`).

Pages follow each other by an address that the answer gives (`next`), by a Link header with rel=next
(RFC 8288), or by a counted parameter (`page_parameter`). Where the API can be asked for what changed since a
moment (`since_parameter`), the latest `updated` seen is sent the next time; where it cannot, the answer's
validators spare us what has not changed. Without a mapping the answer is JSON Feed or ninjs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from service.errors import TryAgain, Unreadable
from service.ingest import documents, mapping
from service.ingest.connectors import answers
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.connectors.discovery import links
from service.ingest.fetch import Answer, Web, shown
from service.ingest.item import Fault, Harvest, Item
from service.ingest.links import safe_url

PAGES = 10
"""Pages of one visit."""
OVERLAP = timedelta(minutes=2)
"""Articles saved at the same moment may become visible one after another."""
SINCE = "%Y-%m-%dT%H:%M:%SZ"
"""How a moment is written for the API, where the newsroom file does not say; always UTC."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """An address with the headers to ask it with."""

    url: str
    headers: Mapping[str, str]

    def with_query(self, **parameters: str) -> "_Ask":
        """The same with parameters set, in place of those of the same name."""
        parts = urlsplit(self.url)
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in parameters]
        query = urlencode([*kept, *parameters.items()])
        return replace(self, url=urlunsplit(parts._replace(query=query)))


@dataclass(frozen=True, slots=True)
class _Page:
    """One answer and what is in it; no harvest: nothing has changed. `only`: there is no other page."""

    answer: Answer
    value: Any = None
    harvest: Harvest | None = None
    only: bool = False

    @property
    def moved_to(self) -> str:
        """Where the API moved for good. Redirects repeat the query, and with it keys: those are not kept."""
        return "" if "?" in self.answer.moved_to else self.answer.moved_to


def read(errand: Errand, web: Web) -> Reading:
    """See `Connector`."""
    items: dict[str, Item] = {}
    faults: list[Fault] = []
    reading = Reading(None, errand.cursor)
    for page in _pages(_asked(errand), errand, web):
        fresh_for = answers.fresh_for(page.answer)
        if page.harvest is None:
            return replace(reading, fresh_for=fresh_for)
        items |= {item.external_id: item for item in page.harvest.items}
        faults += page.harvest.faults
        # The validators of one page say nothing of the others.
        kept = answers.kept(page.answer) if page.only else {}
        reading = replace(
            reading, cursor=kept, fresh_for=fresh_for, moved_to=reading.moved_to or page.moved_to
        )
    cursor = {**reading.cursor, **_since(errand, items.values())}
    return replace(reading, harvest=Harvest(tuple(items.values()), tuple(faults)), cursor=cursor)


def _asked(errand: Errand) -> _Ask:
    """The first request: with the key where the API wants it, and the moment since when."""
    options, secret = errand.options, errand.secret
    ask = _Ask(errand.location, {"Accept": "application/json", **_key_header(options, secret)})
    if secret and (name := options.get("key_parameter")):
        ask = ask.with_query(**{name: secret})
    since = errand.cursor.get("since")
    if since and (name := options.get("since_parameter")):
        moment = datetime.fromisoformat(since) - OVERLAP
        return ask.with_query(**{name: moment.astimezone(UTC).strftime(options.get("since_format", SINCE))})
    return replace(ask, headers={**ask.headers, **answers.validators(errand.cursor)})


def _key_header(options: Mapping[str, Any], secret: str) -> dict[str, str]:
    if not secret or options.get("key_parameter"):
        return {}
    if name := options.get("key_header"):
        return {name: secret}
    return answers.basic(secret) if ":" in secret else {"Authorization": f"Bearer {secret}"}


def _pages(ask: _Ask, errand: Errand, web: Web) -> Iterator[_Page]:
    """The pages one after another. A circle of them ends; if a later one fails, what was read stands."""
    asked: set[str] = set()
    following: _Ask | None = ask
    while following is not None and following.url not in asked and len(asked) < PAGES:
        asked.add(following.url)
        try:
            answer = web.get(following.url, following.headers)
            if len(asked) > 1 and answer.status in {400, 404}:
                return
            page = _page(answer, errand)
        except TryAgain:
            if len(asked) == 1:
                raise
            return
        following = _next(page, following, len(asked), errand)
        yield replace(page, only=following is None and len(asked) == 1)


def _page(answer: Answer, errand: Errand) -> _Page:
    if answer.status == 304:
        return _Page(answer)
    answers.judge(answer, errand.now)
    value = answers.json_of(answer)
    try:
        harvest = documents.of_json(value, shown(answer.url), errand.language, errand.options)
    except Unreadable as error:
        raise Unreadable(f"{shown(answer.url)} {error}") from error
    return _Page(answer, value, harvest.whole())


def _next(page: _Page, before: _Ask, turn: int, errand: Errand) -> _Ask | None:
    """The request for the page after `page`, None if it is the last."""
    if page.harvest is None or not page.harvest.items:
        return None
    headers = {name: value for name, value in before.headers.items() if not name.startswith("If-")}
    if name := errand.options.get("page_parameter"):
        first = dict(parse_qsl(urlsplit(errand.location).query)).get(name, "1")
        number = (int(first) if first.isascii() and first.isdigit() else 1) + turn
        return replace(before, headers=headers).with_query(**{name: str(number)})
    said = mapping.found(errand.options.get("next"), page.value)
    header = (target for rel, target in links(page.answer.headers.get("link", "")) if rel == "next")
    target = said if isinstance(said, str) else next(header, "")
    url = safe_url(target, page.answer.url) if target else None
    return _keyed(url, headers, page.answer.url, errand) if url else None


def _keyed(url: str, headers: Mapping[str, str], before: str, errand: Errand) -> _Ask:
    """The request for `url`, with the source's key if it goes to the host that the key is for."""
    if urlsplit(url)[:2] != urlsplit(before)[:2]:
        return _Ask(url, {"Accept": "application/json"})
    following = _Ask(url, headers)
    name = errand.options.get("key_parameter")
    return following.with_query(**{name: errand.secret}) if name and errand.secret else following


def _since(errand: Errand, items: Any) -> dict[str, str]:
    """The latest change seen, for the cursor."""
    before = errand.cursor.get("since")
    moments = [item.updated or item.published for item in items]
    known = [moment for moment in moments if moment and moment <= errand.now]
    if before:
        known.append(datetime.fromisoformat(before))
    return {"since": max(known).isoformat()} if known else {}
