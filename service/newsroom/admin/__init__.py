"""The editors' desk: every table in Django's admin, under /newsroom/.

What comes from the newsroom file (sources, desks, partners) is brought by it; here its daily settings are
turned. What the line keeps by itself (revisions, placements, the ledger, evidence) is there to be read.
Secrets (digests of keys, readers' tokens) are shown nowhere, and no list can be edited in bulk.
"""

from django.contrib import admin

from service.newsroom.admin import articles, notices, outlets, readers, returns, sendings

__all__ = ["articles", "mailings", "notices", "outlets", "readers", "returns", "sendings"]

admin.site.site_header = admin.site.site_title = "Deskwire"
admin.site.index_title = "Newsroom"
