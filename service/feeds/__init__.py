"""The standing feeds, and the desks' pages.

documents    which documents there are, and which are due
build        one document: its articles, its copy, through the press
serve        the documents over HTTP, ahead of Django
fronts pages the start page, the desks and the articles for people
"""
