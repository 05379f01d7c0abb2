"""What sources send by themselves: a page each that verifies, keeps, rings and answers; reading comes later.

push      POST /hooks/ingest/<source>, signed by an agreed secret
websub    /hooks/websub/<source>/<token>, for the hubs we subscribed to
reading   the body of a request within limits
"""
