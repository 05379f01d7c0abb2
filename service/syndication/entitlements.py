"""Which partners' feeds have work to do."""

from collections.abc import Iterable
from datetime import datetime

from service import lease
from service.syndication.models import Entitlement


def mark_due(desk_ids: Iterable[int], now: datetime) -> list[int]:
    """Make the partners' feeds of those desks due at `now`, in every language; return their ids.

    In every language, because an entry also links its translations: a new one changes its siblings' feeds.
    """
    rows = Entitlement.standing().filter(desk__in=list(desk_ids))
    return lease.mark_due(rows.order_by("pk"), now)
