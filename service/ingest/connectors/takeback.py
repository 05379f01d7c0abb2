"""What was taken back: articles we hold that a site publishes no more. Values in, values out.

An API that lists what changed never lists what was deleted or made private. So now and then a connector asks
for the newest articles it gave by their ids; those that are missing were taken back. Where half of them are
missing at once the site is rather broken than empty: then nothing is taken back, and an editor is told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from service.ingest.connectors.connector import Cursor
from service.ingest.item import Fault, Harvest, Item, Status

LOOK_EVERY = timedelta(minutes=30)
FEW = 3
"""So many may be missing at once, whatever share of all they are."""


def due(cursor: Cursor, now: datetime) -> bool:
    """Whether it is time to look back."""
    looked = cursor.get("looked_at")
    return not isinstance(looked, str) or now - datetime.fromisoformat(looked) >= LOOK_EVERY


def looked(now: datetime) -> dict[str, str]:
    """What the cursor keeps of having looked."""
    return {"looked_at": now.isoformat()}


def judged(asked: Sequence[str], there: Collection[str]) -> tuple[list[Item], list[Fault]]:
    """Of the ids `asked` for, items that take back those not `there`; or a fault, if they are too many."""
    missing = [one for one in asked if one not in there]
    if len(missing) > max(FEW, len(asked) // 2):
        what = (
            f"no longer lists {len(missing)} of its {len(asked)} newest articles: they stay, because that "
            "looks like a fault of the site; kill them in the newsroom if it is meant"
        )
        return [], [Fault("", what)]
    return [Item(external_id=one, status=Status.WITHHELD) for one in missing], []


def joined(harvest: Harvest, items: Sequence[Item], faults: Sequence[Fault]) -> Harvest:
    """`harvest` with what was taken back behind it."""
    whole = harvest.whole()
    return Harvest((*whole.items, *items), (*whole.faults, *faults))
