"""Open the alerts: an edition for each breaking story, out at once or after a reader's quiet hours."""

from datetime import datetime, timedelta

from django.db.models import F, Min

from service.desks.holdings import versions_of
from service.digests.calendar import ALERT_AGE, alert, zone_of
from service.digests.models import Digest, Edition, Run
from service.digests.readers import subscribers


def open_alerts(digest: Digest, now: datetime) -> None:
    """Open an edition of `digest` for each breaking story of its desk that has none, with its runs.

    Breaking is what its source or an editor called so; a story makes one alert, however many versions and
    revisions of it are breaking. News older than ALERT_AGE makes none, and a run that is later than the
    digest allows (ALERT_AGE where it says nothing) is missed.
    """
    _miss(digest, now)
    known = Edition.objects.filter(digest=digest, story__isnull=False).values("story")
    breaking = versions_of(digest.desk).filter(
        article__revisions__number=F("revision"),
        article__revisions__breaking=True,
        mailable_at__gt=now - ALERT_AGE,
        mailable_at__lte=now,
    )
    fresh = (
        breaking.exclude(story__in=known).order_by().values_list("story").annotate(first=Min("mailable_at"))
    )
    for story, moment in fresh:
        edition, made = Edition.objects.get_or_create(
            digest=digest, story_id=story, defaults={"date": moment.date(), "struck_at": moment}
        )
        if made:
            _open_runs(edition, moment)


def _miss(digest: Digest, now: datetime) -> None:
    late = ALERT_AGE if digest.late_hours is None else timedelta(hours=digest.late_hours)
    waiting = Run.objects.filter(edition__digest=digest, state=Run.State.PLANNED, claimed_until__isnull=True)
    waiting.filter(instant__lt=now - late).update(state=Run.State.MISSED, due_at=None)


def _open_runs(edition: Edition, moment: datetime) -> None:
    digest = edition.digest
    names = subscribers(digest).values_list("reader__timezone", flat=True).distinct().order_by()
    waits = (alert(moment, digest.quiet, zone) for zone in map(zone_of, names) if zone)
    instants = {instant for instant in waits if instant}
    runs = [Run(edition=edition, instant=instant, due_at=instant) for instant in sorted(instants)]
    Run.objects.bulk_create(runs, ignore_conflicts=True)
