"""The newsroom file, and the editors' admin.

table checks plan file     TOML text becomes a plan, or names the key to mend (pure)
load people outlets standing tally     a plan goes into the tables; loading it again changes nothing
admin        every table, the ledger only to be read
"""
