"""`python -m tests.app.crash_plan COUNT`: plan a mailing to COUNT recipients."""

import os
import sys


def main() -> None:
    """Plan it, and ring."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")
    import django

    django.setup()

    from service import clock
    from service.delivery.plan import plan
    from service.doorbell import ring
    from service.house.models import House
    from tests import cast
    from tests.delivery.letters import a_draft, readers

    if not House.objects.exists():
        cast.the_house()
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(int(sys.argv[1])))], clock.now())
    ring("deliver", planned.batches)


if __name__ == "__main__":
    main()
