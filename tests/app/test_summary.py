"""The summary of a run says why mails did not go out, once for each answer."""

import pytest
from django.conf import settings

from service.app.summary import summed_up, unsent_since
from service.delivery.models import Batch, Delivery
from service.delivery.plan import plan
from service.delivery.send import Round
from service.delivery.transport import Copy, Outbox
from service.errors import Refused5xx, Unreachable
from tests.cast import NOON
from tests.delivery.letters import a_draft, forme, readers

pytestmark = pytest.mark.django_db


def sent(outbox: Outbox) -> None:
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(4))], NOON)
    batch = Batch.objects.select_related("message__mailing").get(pk=planned.batches[0])
    Batch.objects.update(claimed_by="0" * 32)
    batch.refresh_from_db()
    Round(outbox, lambda: NOON, forme, settings.JOURNAL_ROOT, 60).send([batch])


def test_mails_that_went_out_need_no_word() -> None:
    sent(Outbox())
    assert Delivery.objects.count() == 4
    assert unsent_since(NOON) == []
    assert summed_up(NOON).clean


def test_an_address_that_is_refused_is_named_with_the_servers_words() -> None:
    def answer(copy: Copy) -> str:
        if copy.recipient in ("reader1@reader.example", "reader2@reader.example"):
            raise Refused5xx("550 no such user")
        return "250 ok"

    sent(Outbox(answer))
    assert summed_up(NOON).problems == [
        {"where": "mail to reader1@reader.example and 1 more", "what": "refused for ever: 550 no such user"}
    ]


def test_a_server_that_is_away_is_said_once() -> None:
    def answer(copy: Copy) -> str:
        raise Unreachable("mail.example:587 cannot be reached")

    sent(Outbox(answer))
    [said] = unsent_since(NOON)
    assert said["what"] == "refused for now: mail.example:587 cannot be reached"
