"""The standing feeds, and the desks' pages.

documents    which documents there are, and which are due
build        one document: its articles, its copy, through the press
serve        the documents over HTTP, ahead of Django
hub/         who asked to be told is told, seconds after a feed changed (WebSub)
lists        OPML of each language's feeds, news sitemaps, robots.txt
fronts pages the start page, the desks and the articles for people
"""
