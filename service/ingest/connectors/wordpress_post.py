"""A post of the WordPress REST API becomes an item. Values in, values out.

Titles come with entities, dates twice (local, and `_gmt`, which alone is used), people, categories and
pictures under `_embedded`. Polylang adds `lang` and `translations` (ids by language), WPML's REST plugin
`wpml_current_locale` and `wpml_translations`. A category or tag whose slug is a prefix and a language
("lang-kk") says the post's language on sites that have neither.
"""

from collections.abc import Iterable, Mapping
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
    """What an editor finds the post by: its id, which is unique on its site."""
    value = post.get("id") if isinstance(post, Mapping) else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def changed(post: Post) -> datetime | None:
    """When the post was last modified, in UTC."""
    return fields.moment(post.get("modified_gmt"))


def is_closed(post: Post) -> bool:
    """Whether the post is protected by a password, or no longer published."""
    protected = _object(post, "content").get("protected") is True
    return protected or _text(post, "status") not in {"", "publish"}


def item(post: object, hint: str = "", language_prefix: str = "lang-") -> Item:
    """The item of one post. Raises Unreadable if it has no id, or says nothing.

    A closed post is one to take back.
    """
    if not isinstance(post, Mapping) or not name(post):
        raise Unreadable("has no id: nothing to know it by")
    if is_closed(post):
        return Item(external_id=name(post), status=Status.WITHHELD)
    url = safe_url(_text(post, "link")) or ""
    title = fields.headline(_text(_object(post, "title"), "rendered"))
    body = clean(_text(_object(post, "content"), "rendered"), url)
    if not title and not body:
        raise Unreadable("has neither a headline nor a text")
    terms = [term for group in _embedded(post, "wp:term") if isinstance(group, list) for term in group]
    spoken, topics = _sorted(terms, language_prefix)
    return Item(
        external_id=name(post),
        title=title,
        summary=shorten(text_of(_text(_object(post, "excerpt"), "rendered")), fields.SUMMARY),
        body=body,
        url=url,
        authors=fields.authors(_authors(post)),
        topics=fields.topics(topics),
        language=_language(post, spoken) or fields.language(hint),
        translation_of=_original(post),
        image=_picture(post, url),
        published=fields.moment(post.get("date_gmt")),
        updated=changed(post),
    )


def _sorted(terms: Iterable[object], prefix: str) -> tuple[str, list[str]]:
    """The language that a term says, and the names of the others that say something."""
    spoken, topics = "", []
    for term in terms:
        if not isinstance(term, Mapping) or _text(term, "taxonomy") in {"post_format", "language"}:
            continue
        slug = _text(term, "slug")
        tag = fields.language(slug.removeprefix(prefix)) if prefix and slug.startswith(prefix) else ""
        if tag:
            spoken = spoken or tag
        elif slug != "uncategorized":
            topics.append(_text(term, "name"))
    return spoken, topics


def _language(post: Post, spoken: str) -> str:
    """The post's own language: as Polylang or WPML says it, else as one of its terms does."""
    said = fields.language(_text(post, "lang") or _text(post, "wpml_current_locale"))
    return said or spoken


def _original(post: Post) -> str:
    """The id of the post that this one translates: of the family that Polylang or WPML links, the oldest.

    Neither says which is the original. Ids grow with time, and all members of a family choose the same one.
    """
    own = int(name(post))
    polylang = post.get("translations")
    family = list(polylang.values()) if isinstance(polylang, Mapping) else []
    wpml = post.get("wpml_translations")
    family += [_object({"it": one}, "it").get("id") for one in wpml] if isinstance(wpml, list) else []
    ids = [int(one) for one in map(str, family) if one.isascii() and one.isdigit() and len(one) < 20]
    oldest = min([*ids, own])
    return "" if oldest == own else str(oldest)


def _authors(post: Post) -> list[str]:
    """The names of its authors; a user who may not be shown is embedded as an error without a name."""
    return [_text(one, "name") for one in _embedded(post, "author") if isinstance(one, Mapping)]


def _picture(post: Post, base: str) -> Picture | None:
    """The featured picture in full size; its caption is the only place for a credit."""
    for media in _embedded(post, "wp:featuredmedia"):
        if not isinstance(media, Mapping) or not _text(media, "mime_type").startswith("image/"):
            continue
        if address := safe_url(_text(media, "source_url"), base):
            details = _object(media, "media_details")
            caption = text_of(_text(_object(media, "caption"), "rendered"))
            return Picture(
                address,
                shorten(plain(_text(media, "alt_text")), fields.TITLE),
                shorten(plain(caption), fields.TITLE),
                _number(details, "width"),
                _number(details, "height"),
            )
    return None


def _embedded(post: Post, key: str) -> list[Any]:
    value = _object(post, "_embedded").get(key)
    return value if isinstance(value, list) else []


def _object(value: Post, key: str) -> Post:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def _text(value: Post, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _number(value: Post, key: str) -> int | None:
    found = value.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 100_000 else None
