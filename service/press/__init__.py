"""The press: a feed's copy is proofread, printed and kept, for the public feeds and the partners' alike.

gate         which pieces are fit to print; is the printed document what its copy said? (pure)
proof        a printed document, read back into values (pure)
shelf        documents as files: put there by rename with compressed twins, lifted with validators
conditional  what a client already has, and what it can unpack (RFC 9110; pure)
document     the row of a document that stands (an abstract table)
run          copy in, file on the shelf out: written, unchanged or refused
"""
