"""How it runs: settings, addresses, command line, embedded services.

environment settings       typed values out of the environment
asgi urls health celery    what servers and workers load
redis_server children embedded         a Redis, a worker and a web server as children
trial summary show         `deskwire once`: make due, ring, watch, sum up
steps bench commandline arguments management     the other commands
logs         one event a line, without readers' tokens
"""
