"""POST /hooks/ingest/<source>: a source tells us itself, seconds after it published.

The body is any document that we read (JSON Feed or one item of it, ninjs, NewsML-G2, RSS, Atom, or JSON by
the source's mapping), signed as Standard Webhooks has it. Verify, keep, ring, answer; what it means is found
out by the next pull.

202   kept; a second call with the same id and body says so again, and changes nothing
401   not signed with our secret, or not now: nothing is kept, and nothing says which sources there are
409   another body came under this id before
413   too large
"""

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from service import clock
from service.errors import Unreadable, Unsafe
from service.ingest import dispatches
from service.ingest.hooks import reading
from service.ingest.hooks.reading import said
from service.ingest.models import Source
from service.ingest.sealing import unseal
from service.ingest.signatures import signed_push

log = structlog.get_logger()

NOBODY = "a source that does not exist signs with this, so that its answer takes as long"


@csrf_exempt
@require_POST
def ingest_hook(request: HttpRequest, source: str) -> HttpResponse:
    """See above."""
    now = clock.now()
    row = Source.objects.filter(name=source, kind=Source.Kind.PUSH, state=Source.State.ACTIVE).first()
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        raw = reading.body(request)
        secret = unseal(row.sealed_secret) if row else NOBODY
        name = signed_push(secret, headers, raw, now)
        content = reading.unpacked(raw, headers.get("content-encoding", ""))
    except Unsafe as error:
        log.warning("push.refused", source=source[:80], why=str(error))
        return said(f"not verified: {error}", 401)
    except Unreadable as error:
        return said(f"the body {error}", 413)
    if row is None:
        return said("not verified", 401)
    taken = dispatches.keep(row, name, headers.get("content-type", ""), content, now)
    log.info("push.taken", source=row.name, message=name, outcome=taken.value)
    return said(taken.value, 409 if taken is dispatches.Taken.CONFLICT else 202)
