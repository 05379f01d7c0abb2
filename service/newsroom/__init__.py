"""The newsroom file, and the editors' admin.

table checks plan file asking     TOML text becomes a plan, or names the key to mend (pure)
load people outlets standing keeping tally     a plan goes into the tables; again changes nothing
waking       what an editor changed shows wherever it may
admin        every table, the ledger only to be read
"""
