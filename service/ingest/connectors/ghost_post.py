"""A post of the Ghost Content API becomes an item. Values in, values out.

Internal tags (their names begin with a hash sign) are the site's own bookkeeping and no topics; one that is a
prefix and a language ("#lang-kk") says the post's language. What is for members or payers comes with its
text cut off or empty, and is nobody else's to pass on: it is left out, and taken back if it was public once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.errors import Unreadable
from service.ingest import fields
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean, text_of
from service.ingest.item import Item, Picture, Status
from service.ingest.links import safe_url

Post = Mapping[str, Any]


def name(post: object) -> str:
    """What an editor finds the post by: its id."""
    return fields.identity(_text(post, "id")) if isinstance(post, Mapping) else ""


def changed(post: Post) -> datetime | None:
    """When the post was last changed, in UTC."""
    return fields.moment(post.get("updated_at"))


def is_open(post: Post) -> bool:
    """Whether the post is for everybody. Older versions have no `access` and say it by `visibility` alone."""
    return post.get("access") is not False and _text(post, "visibility") in {"", "public"}


def item(post: object, site: str, hint: str = "", language_prefix: str = "lang-") -> Item:
    """The item of one post of `site`. Raises Unreadable if it has no id, or says nothing."""
    if not isinstance(post, Mapping) or not name(post):
        raise Unreadable("has no id: nothing to know it by")
    if not is_open(post):
        return Item(external_id=name(post), status=Status.WITHHELD)
    url = safe_url(_text(post, "url"), site) or ""
    title = fields.headline(_text(post, "title"))
    body = clean(_text(post, "html"), url)
    if not title and not body:
        raise Unreadable("has neither a headline nor a text")
    tags = _objects(post, "tags")
    spoken = {tag["slug"]: said for tag in tags if (said := _spoken(tag, language_prefix))}
    topics = [tag for tag in tags if not _is_internal(tag) and tag.get("slug") not in spoken]
    return Item(
        external_id=name(post),
        title=title,
        summary=shorten(text_of(_text(post, "custom_excerpt") or _text(post, "excerpt")), fields.SUMMARY),
        body=body,
        url=url,
        authors=fields.authors(_text(one, "name") for one in _objects(post, "authors")),
        topics=fields.topics(_text(tag, "name") for tag in topics),
        language=next(iter(spoken.values()), "") or fields.language(hint),
        image=_picture(post, url),
        published=fields.moment(post.get("published_at")),
        updated=changed(post),
    )


def _is_internal(tag: Post) -> bool:
    return _text(tag, "visibility") == "internal" or _text(tag, "name").startswith("#")


def _spoken(tag: Post, prefix: str) -> str:
    """The language that a tag says, empty if it says none."""
    word = _text(tag, "slug").removeprefix("hash-") if _is_internal(tag) else _text(tag, "slug")
    return fields.language(word.removeprefix(prefix)) if prefix and word.startswith(prefix) else ""


def _picture(post: Post, base: str) -> Picture | None:
    address = safe_url(_text(post, "feature_image"), base) if _text(post, "feature_image") else None
    if not address:
        return None
    caption = plain(text_of(_text(post, "feature_image_caption")))
    alt = plain(_text(post, "feature_image_alt"))
    return Picture(address, shorten(alt, fields.TITLE), shorten(caption, fields.TITLE))


def _objects(post: Post, key: str) -> list[Post]:
    value = post.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(post: Post, key: str) -> str:
    value = post.get(key)
    return value if isinstance(value, str) else ""
