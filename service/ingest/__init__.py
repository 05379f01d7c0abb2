"""A source becomes articles: fetched with care, read, cleaned, compared with what we had, saved.

pull         one source, start to end: fetch or walk, decide, save; its faults become problems
fetch dial guard inflate    the one HTTP client: every hop judged, every answer bounded
folder manuscript head decoding       a folder of text, Markdown and HTML files with their heads
feed xmlfeed jsonfeed prescan         RSS, RDF, Atom and JSON Feed out of bytes
item fields links pictures            what an item is, whatever it came from
clean allowed characters              HTML by a written allow-list; text without tricks
decide       what is new, changed, gone or at fault (pure)
store        what was decided, saved in one transaction
backoff      when to come back (pure)
"""
