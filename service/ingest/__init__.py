"""A source becomes articles: fetched with care, read, cleaned, compared with what we had, saved.

pull         one source, start to end: visit, decide, save; its faults become problems
connectors   how each kind of source is visited: one module each, behind one small protocol
hooks dispatches signatures hubs      what sources send by themselves: signed pushes, WebSub
fetch dial guard inflate turns        the one HTTP client: every hop judged, bounded, in its turn
folder manuscript head decoding       a folder of text, Markdown and HTML files with their heads
documents feed xmlfeed jsonfeed       RSS, RDF, Atom, JSON Feed and others out of bytes
prescan pieces                        a feed looked over before a parser sees it, and taken apart
item fields links pictures illustration     what an item is, whatever it came from
clean allowed characters              HTML by a written allow-list; text without tricks
decide       what is new, changed, gone or at fault (pure)
embargo standing      which revision may be shown; what the notices on an article come to (pure)
store advisories      what was decided, saved a few items at a time; the house's own notices
backoff      when to come back (pure)
sealing      secrets, encrypted in the tables
"""
