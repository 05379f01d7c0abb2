"""The hub at /hub (WebSub, W3C Recommendation): who asked to be told is told, seconds after a feed changed.

tables     who wants to be told, who asks to be, and every delivery with what became of it
asking     what a request to the hub says, or why it says nothing (pure)
decide     leases, back-off, what an answer means (pure)
register   a request is kept, within limits, and verified later
verify     the callback is asked whether it meant it
announce   a document that changed becomes deliveries; an older one that still waits is overtaken
deliver    the bytes of a delivery, and what is noted of it
outside    hubs of others that the newsroom file names
round      many calls at once, so that nobody waits for a slow one
calls      claimed rows become calls
views      POST /hub
"""
