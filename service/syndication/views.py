"""A partner takes a document: key in the Authorization header, bytes from its folder, a receipt.

The standing documents lie there as files. Archives, and copies under embargo, are made when they are asked
for: a partner asks for an archive after it was away, and what was killed since must not lie about in one.
"""

import gzip
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from service import clock
from service.errors import NotPublishable
from service.house.models import House, set_aside
from service.press.conditional import codings, http_date, not_modified
from service.press.shelf import lifted
from service.render.partners.values import PartnerCopy
from service.syndication.access import (
    NOT_YOURS,
    Answer,
    Known,
    Right,
    judged,
    too_many_guesses,
    too_often,
)
from service.syndication.advance import FORMATS as ADVANCE_FORMATS
from service.syndication.advance import advance_copy
from service.syndication.copy import Document, address, copy_of
from service.syndication.formats import BY_FILE, FORMATS, Format, files_for
from service.syndication.keys import Shown, key_digest, shown
from service.syndication.models import Entitlement, PartnerKey, Receipt
from service.syndication.proofs import proofed
from service.syndication.quota import Guesses, spend
from service.syndication.terms import SLICE, closed

CHALLENGES = 'Basic realm="partners", charset="UTF-8", Bearer realm="partners"'
PRIVATE = {
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization, Accept-Encoding",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
BUILDING = Answer(503, "This feed is being built. Come back in a minute.\n", 60)
NOTHING = Answer(404, "There is nothing to give here yet. Come back later.\n", 600)
NO_ARCHIVE = Answer(404, "There is no such archive yet. Follow the links from the feed.\n")
MISPRINTED = Answer(503, "This archive cannot be given now; the newsroom was told. Come back later.\n", 3600)
USED_TO_WITHIN = timedelta(minutes=1)

guesses = Guesses()


@require_safe
def partner_feed(
    request: HttpRequest,
    slug: str,
    desk: str,
    lang: str,
    name: str = "atom.xml",
    archive: int = 0,
    advance: bool = False,
) -> HttpResponse:
    """GET or HEAD /partners/{slug}/{desk}/{lang}/{name}, .../archive/{number}/{name}, .../advance/{name}."""
    now = clock.now()
    form = BY_FILE.get(name)
    entitlement = _entitlement(slug, desk, lang)
    key = admitted(request, slug, _right(entitlement, form, advance), now)
    if isinstance(key, HttpResponse):
        return key
    if entitlement is None or form is None:
        return _refusal(NOT_YOURS)
    document = Document(name, archive, advance)
    give = _made if archive or advance else _standing
    return give(request, entitlement, form, document, now)


def admitted(
    request: HttpRequest, slug: str, right: Right | None, now: datetime
) -> PartnerKey | HttpResponse:
    """The key that opens what the partner `slug` has a `right` to, its use noted; else the refusal."""
    whence = caller(request)
    if wait := guesses.wait(whence, now):
        return _refusal(too_many_guesses(wait))
    credentials = shown(request.headers.get("Authorization", ""))
    key = _key(credentials)
    answer = judged(slug, credentials, _known(key), right, now, whence)
    if answer.status == 401 and credentials is not None:
        guesses.note(whence, now)
    if answer.status != 200 or key is None:
        return _refusal(answer)
    _note_use(key, now)
    if wait := spend(key.partner, now):
        return _refusal(too_often(wait))
    return key


def caller(request: HttpRequest) -> str:
    """The address of whoever asks. Behind a proxy it is the last one that the proxy wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return (forwarded.rpartition(",")[2] or request.META.get("REMOTE_ADDR", "")).strip()


def _standing(
    request: HttpRequest, entitlement: Entitlement, form: Format, document: Document, now: datetime
) -> HttpResponse:
    accepted = codings(request.headers.get("Accept-Encoding", ""))
    with lifted(settings.PARTNERS_ROOT, f"{entitlement.folder}/{form.file}", accepted) as file:
        if file is None:
            empty = form.needs_entries and entitlement.built_at and not entitlement.offered
            return _refusal(NOTHING if empty else BUILDING)
        headers = _headers(entitlement, form, document) | {"Last-Modified": http_date(file.modified)}
        response = _taken(request, headers, file.etag, file.modified, file.coding, file.body)
        _receipt(request, entitlement, document, file.sha256, response, now)
        return response


def _made(
    request: HttpRequest, entitlement: Entitlement, form: Format, document: Document, now: datetime
) -> HttpResponse:
    if document.archive > closed(entitlement.offered):
        return _refusal(NO_ARCHIVE)
    copy = _copy(entitlement, document, now)
    if form.needs_entries and not copy.entries:
        return _refusal(NOTHING)
    try:
        body = proofed(copy, form, now).body
    except NotPublishable as error:
        set_aside(f"partner feed {entitlement.folder}/{document.path}", str(error), now)
        return _refusal(MISPRINTED)
    mark = sha256(body).hexdigest()
    gzipped = "gzip" in codings(request.headers.get("Accept-Encoding", ""))
    coding = "gzip" if gzipped else "identity"
    etag = f'"{mark[:32]}{"-gzip" if gzipped else ""}"'
    response = _taken(
        request,
        _headers(entitlement, form, document),
        etag,
        now,  # told by its tag alone: an address of a translation may change without a date
        coding,
        lambda: gzip.compress(body, 6, mtime=0) if gzipped else body,
    )
    _receipt(request, entitlement, document, mark, response, now)
    return response


def _copy(entitlement: Entitlement, document: Document, now: datetime) -> PartnerCopy:
    house = House.get()
    if document.advance:
        return advance_copy(entitlement, house, document, now)
    return copy_of(entitlement, house, document, entitlement.offered)


def _taken(
    request: HttpRequest,
    headers: Mapping[str, str],
    etag: str,
    modified: datetime,
    coding: str,
    body: Callable[[], bytes],
) -> HttpResponse:
    asked = {name.lower(): value for name, value in request.headers.items()}
    response = HttpResponse(headers=PRIVATE | dict(headers) | {"ETag": etag})
    if not_modified(asked, etag, modified):
        response.status_code = 304
        del response["Content-Type"]
        return response
    if coding != "identity":
        response["Content-Encoding"] = coding
    response.content = body()
    return response


def _headers(entitlement: Entitlement, form: Format, document: Document) -> dict[str, str]:
    """What is said of the document beside its validators; also where it stands among the archives."""
    house, full = House.get(), closed(entitlement.offered)

    def at(archive: int) -> str:
        return address(entitlement, house, Document(form.file, archive))

    number = document.archive
    relations = {"self": address(entitlement, house, document)}
    if document.advance:
        full = 0
    if number:
        relations["current"] = at(0)
    if before := (number - 1 if number else full):
        relations["prev-archive"] = at(before)
    if 0 < number < full:
        relations["next-archive"] = at(number + 1)
    return {
        "Content-Type": f"{form.media_type}; charset=utf-8",
        "Content-Language": entitlement.language,
        "Link": ", ".join(f'<{url}>; rel="{relation}"' for relation, url in relations.items()),
    }


def _receipt(
    request: HttpRequest,
    entitlement: Entitlement,
    document: Document,
    mark: str,
    response: HttpResponse,
    now: datetime,
) -> None:
    """Write down what was taken. HEAD takes nothing."""
    if request.method == "GET":
        Receipt.objects.create(
            entitlement=entitlement,
            document=document.path,
            sha256=mark,
            status=response.status_code,
            through=0 if document.advance else document.archive * SLICE or entitlement.offered,
            at=now,
        )


def _entitlement(slug: str, desk: str, language: str) -> Entitlement | None:
    rows = Entitlement.objects.select_related("partner", "desk")
    return rows.filter(partner__slug=slug, desk__slug=desk, language=language, ended_at=None).first()


def _right(entitlement: Entitlement | None, form: Format | None, advance: bool) -> Right | None:
    if entitlement is None or form is None or (advance and not entitlement.advance):
        return None
    agreed = form in files_for(entitlement.partner.formats)
    if advance:
        agreed = agreed and form in [FORMATS[name] for name in ADVANCE_FORMATS]
    return Right(entitlement.starts_at, entitlement.ends_at, agreed)


def _key(credentials: Shown | None) -> PartnerKey | None:
    if credentials is None:
        return None
    rows = PartnerKey.objects.select_related("partner")
    return rows.filter(sha256=key_digest(credentials.key)).first()


def _known(key: PartnerKey | None) -> Known | None:
    if key is None:
        return None
    return Known(key.sha256, key.partner.slug, key.partner.active, key.since, key.ends_at, key.networks)


def _note_use(key: PartnerKey, now: datetime) -> None:
    """When the key was used last, written at most once a minute."""
    long_ago = Q(used_at=None) | Q(used_at__lt=now - USED_TO_WITHIN)
    PartnerKey.objects.filter(long_ago, pk=key.pk).update(used_at=now)


def _refusal(answer: Answer) -> HttpResponse:
    response = HttpResponse(
        answer.says, status=answer.status, content_type="text/plain; charset=utf-8", headers=PRIVATE
    )
    if answer.status == 401:
        response["WWW-Authenticate"] = CHALLENGES
    if answer.after:
        response["Retry-After"] = str(answer.after)
    return response
