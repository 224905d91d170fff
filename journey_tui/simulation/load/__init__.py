"""Streams of requests: when each is due (`arrivals`), who sends it (`source`), and pools of connections (`pool`).

The load is open: a request is due when the stream says so, however many wait already. What waits for a connection of
a pool waits at the client, and that time counts in its latency.
"""
