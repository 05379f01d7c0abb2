"""`python -m tests.app.crash.plan COUNT`: plan a mailing to COUNT recipients, a few of them suppressed."""

import os
import sys


def main() -> None:
    """Plan it, and ring."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")
    import django

    django.setup()

    from service import clock
    from service.delivery.models import Suppression
    from service.delivery.plan import Recipient, plan
    from service.doorbell import ring
    from service.house.models import House
    from tests import cast
    from tests.app.crash.people import address
    from tests.delivery.letters import a_draft

    if not House.objects.exists():
        cast.the_house()
    everyone = [
        Recipient(f"{n:032x}", address(n), "asia/daily", {"unsubscribe": f"token{n:07}"})
        for n in range(int(sys.argv[1]))
    ]
    Suppression.objects.bulk_create(
        Suppression(address=who.address, reason="left the list", scope=who.scope, since=clock.now())
        for who in everyone[7::1000]
    )
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), everyone)], clock.now())
    ring("deliver", planned.batches)


if __name__ == "__main__":
    main()
