"""Connectors: one module for each kind of source, behind one small protocol (`connector`).

folder       files on a disk
feed         RSS, RDF, Atom, JSON Feed, ninjs, NewsML-G2 at an address, asked for conditionally
wordpress    the REST API of a WordPress site, by date of change
ghost        the Content API of a Ghost site, by date of change
mapped       any JSON API, by a mapping of JMESPath expressions
answers      what statuses and headers mean to all of them; discovery: which hub speaks for a document
"""
