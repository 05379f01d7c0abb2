"""Values become bytes in a locale. No tables are written here, no settings decide, nobody's clock is asked.

values       what the other rooms hand in ("copy"), and what they get back
pieces       a version out of the tables as a value
catalogue names plain inline typefaces  texts, CLDR names, scripts
items frame templates                   what mails and pages share
mail press   a digest: MJML looked through, then pressed; and its text part
pages notices                           pages for people
feeds feeds_copy feeds_kept feeds_mend feeds_parts feeds_text   RSS, Atom, JSON Feed; feedgen mended
opml         lists of feeds, news sitemaps
"""
