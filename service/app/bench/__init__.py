"""Benchmarks: each measures something of ours beside a baseline in the same run, and says the ratio.

Machines differ and are shared, so the seconds mean little and the ratios much. A benchmark runs in a folder
of its own (`deskwire bench` sees to that) and returns what it measured, as numbers by name.
"""

from collections.abc import Callable

from service.app.bench import compose, delivery, feeds, ingest, latency, planning

BENCHES: dict[str, Callable[[int], dict[str, float]]] = {
    "compose": compose.measure,
    "delivery": delivery.measure,
    "feeds": feeds.measure,
    "ingest": ingest.measure,
    "latency": latency.measure,
    "planning": planning.measure,
}
"""By name; the argument is how many: recipients, entries of a feed, or articles taken in."""
LIVE = frozenset({"latency"})
"""Those that ring for real workers of their own."""
