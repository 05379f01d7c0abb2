"""Who does not want a mail any more, although it was planned for them: asked again just before it leaves."""

from collections.abc import Collection

from django.db.models import Q

from service.audience.models import Reader, Subscription
from service.delivery.bars import suppressed
from service.delivery.hand import Row

LEFT = "left since the mailing was planned"
AWAY = "gets no mail at present"


def unwanted(rows: Collection[Row]) -> dict[int, str]:
    """Those of `rows` that must not be sent, with the reason: suppressed, left since, or gone or paused."""
    subjects = {row.subject for row in rows if row.subject}
    asked = Subscription.objects.filter(Q(ended_at__isnull=False) | ~Q(reader__state=Reader.State.ACTIVE))
    ended = asked.filter(public_id__in=subjects).values_list("public_id", "ended_at")
    reasons = {subject: LEFT if ended_at else AWAY for subject, ended_at in ended}
    barred = {row.pk: reasons[row.subject] for row in rows if row.subject in reasons}
    return barred | suppressed(rows)
