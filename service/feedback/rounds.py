"""What is done each minute besides reading what came in: refusals heard, mailings watched, things let go."""

from datetime import datetime

import structlog

from service.feedback import arrivals, replies
from service.feedback.apply import let_return
from service.feedback.watch import watch

log = structlog.get_logger()


def look_after(now: datetime) -> None:
    """Everything of this room that nobody rings for."""
    done = {
        "refusals": replies.hear(replies.unheard(now), now),
        "alarms": len(watch(now)),
        "returned": let_return(now),
        "forgotten": arrivals.forget(now),
    }
    if any(done.values()):
        log.info("feedback", **done)
