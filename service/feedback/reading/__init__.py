"""A mail that came back, read: bytes in, reports out. Nothing here asks the clock, the tables or the world.

report      the few kinds of news there are, and the reasons
words       the phrases that servers use, by reason
classify    a reply's text, enhanced code and stage become a reason
dsn         delivery status notifications (RFC 3464)
prose       bounces that follow no standard; flufl.bounce finds their addresses
arf         complaints (RFC 5965), and Microsoft's that are none
auto        replies that no person wrote (RFC 3834)
mail        which of these a mail is
"""
