"""Readers: what they want, what they agreed to, which language to speak with them.

addresses    one canonical form; what cannot be an address (pure)
links        signed links, one purpose each
negotiation speaking     the nearest language that we speak
notices      what every page of ours needs around it
"""
