"""The step of the line that heeds what came back."""

import pytest

from service import flow
from service.feedback.arrivals import keep_mail
from service.feedback.models import Event
from tests.cast import NOON
from tests.feedback.sent import a_bounce, a_delivery, return_path_of

pytestmark = pytest.mark.django_db


def test_a_step_of_the_line_heeds_what_came() -> None:
    row = a_delivery()
    arrival = keep_mail(a_bounce(row), return_path_of(row), NOON)
    assert arrival is not None
    flow.heed([arrival.pk], NOON)
    flow.heed([arrival.pk], NOON)
    arrival.refresh_from_db()
    assert (arrival.due_at, arrival.outcome) == (None, "bounced, invalid-address: 1 new event")
    assert Event.objects.count() == 1
