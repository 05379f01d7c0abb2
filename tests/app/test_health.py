"""Machines ask whether the process is alive and ready."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_a_service_with_its_tables_is_ready(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_missing_migrations_are_named_with_what_to_do(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'feedback'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"deskwire migrate" in answer.content
