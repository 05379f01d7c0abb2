"""Deskwire: one article in, feeds and digests in every reader's own language out.

The rooms of this package, in the order an article travels. A room imports from rooms above it, never
from rooms below; the three that share a line do not know each other.

    errors        every error answers one question: try again, or give up?
    clock         the one place that asks what time it is
    lease         a row as a piece of work: due, claimed for a while, done
    doorbell      ring(step, ids) after commit; Redis forgets, tables do not
    house         who we are (House), and what was set aside with its reason (Problem)
    ingest        a source becomes articles                        Source Article Revision Advisory
    desks         an article finds language, regions, desks        Desk Rule Story Version Placement Ruling
    render        values become bytes in a locale                  (no tables)
    press         a feed is proofread, printed and kept            (no tables)
    delivery      bytes become messages that survive a crash       Mailing Message Batch Delivery Suppression
    audience      readers, what they agreed to, what they want     Reader Subscription Consent
    feeds         standing feeds: build, keep, serve, announce     FeedDocument HubSubscription HubDelivery
    syndication   partner outlets: rights and full content         Partner Entitlement Offer Receipt Push
    digests       editions: calendar, selection, composing         Digest Edition Run EditionItem
    feedback      what comes back: bounces, complaints, leaving    Arrival Event
    newsroom      the newsroom file, and the editors' admin
    flow          the life of an article: one function a step, in order
    tasks         Celery tasks: ids in, one call into flow
    app           how it runs: settings, addresses, command line, embedded services
"""
