"""Mails to servers by SMTP: one thread, many connections, no waiting where the protocol allows it.

A mail costs one round trip: its envelope travels with the end of the mail before it (RFC 2920, PIPELINING).
What a broken line means depends on the step: before the final dot is out the server cannot have taken the
mail, which then goes over another line; after it, without a reply, nobody knows (RFC 1047).

server        a server as its URL names it
replies       bytes become replies
introduction  greeting, EHLO, STARTTLS, AUTH: what the server offers
conversation  mail after mail: replies come in, commands go out
window        how many connections a server gets, and when it is left alone
line          a socket that never waits, with or without TLS
connection    a line, and what is said over it
engine        the transport: connections to all servers, one loop
"""
