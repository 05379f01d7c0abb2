"""What partner outlets are given becomes bytes: one copy, in the formats of the trade.

values    what goes in: a document and its entries, cut to the contract already
words     the texts around them, in the document's language
excerpt   the first words of an article; an article without its pictures
parts     what several formats share: markup that stands in for the article, credits, categories
atom      full-content Atom (RFC 4287) with archives (RFC 5005) and tombstones (RFC 6721)
profiles  RSS 2.0 as MSN, SmartNews and Apple News want it
ninjs     IPTC ninjs 3.1
newsml    IPTC NewsML-G2 2.35
"""
