"""The editors' desk: every table in Django's admin, under /newsroom/.

What comes from the newsroom file (sources, partners) is brought by it; here its daily settings are turned.
Desks, rules and the policies of flags can be changed here too: what an editor changed is the editors'
until it is given back, whatever a load brings. What the line keeps by itself (revisions, placements, the
ledger, evidence) is there to be read.
Secrets (digests of keys, readers' tokens) are shown nowhere, and no list can be edited in bulk.
"""

from django.contrib import admin

from service.newsroom.admin import (
    articles,
    asking,
    editions,
    houses,
    hub,
    mailings,
    notices,
    outlets,
    pushes,
    readers,
    returns,
    rulings,
    sendings,
)

__all__ = [
    "articles",
    "asking",
    "editions",
    "houses",
    "hub",
    "mailings",
    "notices",
    "outlets",
    "pushes",
    "readers",
    "returns",
    "rulings",
    "sendings",
]

admin.site.site_header = admin.site.site_title = "Deskwire"
admin.site.index_title = "Newsroom"
