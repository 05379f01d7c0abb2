"""What comes back: so far, readers who leave by one click or by the page.

leaving      leaving a list and taking it back: the subscription, its evidence, the ledger's bar
views        the page and the one-click address (RFC 8058)
"""
