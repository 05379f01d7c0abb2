"""Partner outlets: who may have what, by which key, and what they took.

entitlements which partners' documents are due
build        one document: articles in full, under the contract's rights
keys access  what was shown, and whether it opens this feed (pure)
views        the door
"""
