"""What comes back: bounces, complaints, notices of providers, readers who leave; and the watch over mailings.

leaving      leaving a list and taking it back: the subscription, its evidence, the ledger's bar
views        the page and the one-click address (RFC 8058)
inbound      mail that comes back, by LMTP or out of a Maildir
arrivals     whatever comes in is kept first, and understood later
reading      a mail that came back, read: bytes in, reports out (pure)
hooks        providers' notices: verified, kept, read
replies      refusals in the ledger become the same events
evidence     so does a mail server's log, which also settles doubts
apply        reports become events, and events what is done
policy       when an address is written to no more (pure)
ledger       the one place here that touches the ledger
alarms watch rounds    when somebody has to be called; what is done each minute

Nothing is done to a reader without proof that we sent that reader that very mail: its return path's token
(delivery/verp.py).
"""
