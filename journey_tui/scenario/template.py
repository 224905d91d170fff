"""The file that `journey new` writes: a scenario that runs as it stands, with a comment for each thing to change."""

from typing import Final

TEMPLATE: Final = """\
# A journey scenario. Check it with `journey check FILE`, watch it with `journey FILE`.
journey: 1                    # format version
title: My first journey
summary: One client asks for /hello, and then for /about on the same connection.
goals: [See what the second request does not need]
level: beginner               # beginner | intermediate | advanced
seed: 7                       # same file and same seed: the same run, to the byte

machine:
  cpus: 2
  nic: {name: eth0, rx_ring: 256, rx_usecs: 0us, rx_frames: 1}   # rx_usecs: hold the interrupt back this long

server:
  go: "1.27"                  # whose behaviour is modelled: 1.22 ... 1.27
  listen: "0.0.0.0:3000"
  routes:                     # any Go 1.22+ ServeMux pattern; the most specific wins
    - pattern: GET /hello
      handler: {name: helloHandler, cpu: 20us, body: "hello\\n"}
    - pattern: GET /about
      handler: {name: aboutHandler, cpu: 20us, wait: 5ms, body: "about\\n"}   # wait: parked, as on a database

network:
  path:                       # client -> ... -> server; or `loopback: true` instead
    - {name: router, latency: 1ms, bandwidth: 1Gbps}

clients:
  - name: alice
    at: 0ms                   # counted from the moment the server is ready
    requests:                 # on one connection, in order
      - {target: /hello}
      - {after: 20ms, target: /about, close: true}
"""
