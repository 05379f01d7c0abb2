"""Partner outlets: who may have what, by which key, what they were offered, and what they took.

terms         what a contract covers; what has to be said of what was offered before (pure)
ledger        the offers: what is new to a partner, what changed, what was taken back
copy          offers become the copy of a document, cut to the contract
advance       what is under embargo, for contracts that allow it
formats       Atom, ninjs, NewsML-G2 and the profiles: file, media type, drawing
proofs        a document is proofread; what is at fault is left out (pure)
build         an entitlement's standing documents as files
entitlements  which partners' documents are due
keys access   what was shown, and whether it opens this document (pure)
keyring       keys are made, told apart and ended
quota         requests by the hour, wrong keys by address
views         the door: standing documents and archives
pushing       partners are told without asking
holders       whoever holds an article hears what becomes of it
account       who has taken what: fetched, pushed, acknowledged
acknowledging api   a partner says that it took a kill, and asks which stand
alarms        who has a story up that must come down
report        what a partner was offered in a period, and what became of it
"""
