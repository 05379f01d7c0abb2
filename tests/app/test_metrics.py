"""/metrics: the ledger's counters, for who asks this machine directly."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from service import clock
from service.delivery.models import Batch, Mailing
from service.delivery.plan import plan
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db


def asked(client: Client, **changes: Any) -> dict[tuple[str, str], float]:
    """The numbers, by name and labels."""
    answer = client.get("/metrics", **changes)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    samples = [sample for family in families for sample in family.samples]
    return {
        (one.name, " ".join(f"{k}={v}" for k, v in sorted(one.labels.items()))): one.value for one in samples
    }


def test_the_equation_can_be_read_by_language(client: Client) -> None:
    now = clock.now() - timedelta(seconds=30)
    plan("digest/asia/daily/2026-11-23", [(a_draft("kk"), readers(3))], now)
    Batch.objects.update(planned=1, accepted=1, failed=1)

    told = asked(client)
    for state, number in (("recipients", 3), ("accepted", 1), ("failed", 1), ("planned", 1)):
        assert told["deskwire_recipients", f"lane=bulk language=kk state={state}"] == number
    assert told["deskwire_residual", ""] == 0
    assert told["deskwire_mailings", "standing=under way"] == 1
    assert told["deskwire_batches_due", "lane=bulk"] == 1
    assert 30 <= told["deskwire_oldest_due_seconds", "lane=bulk"] < 90


def test_somebody_who_is_not_accounted_for_is_seen(client: Client) -> None:
    plan("digest/asia/daily/2026-11-23", [(a_draft("kk"), readers(3))], clock.now())
    Batch.objects.update(planned=2)
    assert asked(client)["deskwire_residual", ""] == 1


def test_what_waits_because_it_is_paused_is_not_due(client: Client) -> None:
    mailing = plan("digest/asia/daily/2026-11-23", [(a_draft("kk"), readers(3))], clock.now()).mailing
    Mailing.objects.filter(pk=mailing.pk).update(paused_at=clock.now())
    told = asked(client)
    assert told["deskwire_batches_due", "lane=bulk"] == 0
    assert told["deskwire_mailings", "standing=paused"] == 1


@pytest.mark.parametrize(
    "changes",
    [{"REMOTE_ADDR": "93.184.216.34"}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}, {"REMOTE_ADDR": ""}],
)
def test_strangers_and_whoever_comes_through_a_proxy_find_nothing(
    client: Client, changes: dict[str, Any]
) -> None:
    assert client.get("/metrics", **changes).status_code == 404
