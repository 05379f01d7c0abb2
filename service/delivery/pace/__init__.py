"""How fast mail leaves: never faster than the ones who take it like.

limits     what the settings allow, by destination and lane
bucket     token buckets: how many may go now, how long until the next
warmup     how many may go on a day while receivers get to know us
throttle   which replies mean "slower", and how long a destination is then left alone
tokens     the buckets in Redis, shared by all workers; and in this process, for tests
pacer      what may go now, asked for each copy and rarely of Redis
gate       copies wait here until they may go
"""
