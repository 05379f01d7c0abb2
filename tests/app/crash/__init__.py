"""The crash harness: a real sending through real workers, which is disturbed in every way we could think of.

`make crash` runs it whole. A scripted SMTP partner (partner.py) counts every copy it takes by Message-ID and
misbehaves in each phase of the dialogue. The stage (stage.py) has a database, a Redis, workers and a beat,
each of which is killed again and again (troubles.py). At the end every recipient must be accounted for,
nobody may be lost, and nobody may have got two (tale.py).
"""
