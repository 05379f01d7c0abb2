"""What operators' machines ask: is the process alive, is it ready for work?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return _said("ok")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and its tables are those of this code; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _said("the database does not answer", 503)
    return _said("migrations are missing: run 'deskwire migrate'", 503) if missing else _said("ready")


def _said(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        f"{text}\n", "text/plain; charset=utf-8", status, headers={"Cache-Control": "no-store"}
    )
