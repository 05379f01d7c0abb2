"""Bytes become messages that survive a crash: planning, the sending path, transports, the account.

plan        freeze messages and recipients as rows; nobody twice, the suppressed counted as excluded
audience    an audience is frozen by the database itself
slots       what differs by reader: ⟦name⟧ in a frozen message
mime        a frozen message and one recipient become the bytes of a mail
push        one guarded request to an address that a stranger gave us
transport   what a transport is, whom it tells; the one for tests
carriers    which transport the settings name
post_office what a process keeps between rounds: ways out and formes
maildir     mails as files
encoding    texts with slots, encoded once
dkim        signatures made here
smtp/       mails to servers
providers   mails through e-mail providers
pace/       how fast mail may leave
send        claimed batches go out, one after the other
hand        a batch in a worker's hands
journal     what it did and heard, written the moment it happens
fold        outcomes become rows and counters
bars        who must not be written to any more
controls    pause, resume, cancel
closing     a mailing closes when everybody is accounted for
forgetting  old rows go, their numbers stay
verp        the address a mail's bounces come back to
maillog     Postfix's log, read as evidence
breaker     too many failures pause a mailing
account     the equation: what became of every recipient
"""
