"""The whole format: every key that is documented is read, and what is not said has its true default."""

import pytest

from journey_tui.scenario.checks import contradictions
from journey_tui.scenario.costs import COSTS, DEFAULT_COSTS
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.model import Scenario
from journey_tui.scenario.server import Writes
from journey_tui.scenario.yaml_reader import read_yaml
from tests.scenario.texts import scenario

EVERY_KEY = """\
journey: 1
title: Two requests on one connection
summary: Why the second request needs no handshake, no accept and no new goroutine.
goals: [Tell a new connection from a reused one]
level: advanced
seed: 7
until: 2s
machine:
  cpus: 2
  nic: {name: eth1, rx_ring: 128, tx_ring: 64, queues: 2, mtu: 9000, rx_usecs: 50us, rx_frames: 32}
  kernel: {somaxconn: 128, tcp_max_syn_backlog: 1024, tcp_syncookies: false, tcp_abort_on_overflow: true,
           tcp_rmem: [4KiB, 128KiB, 32MiB], tcp_wmem: [4KiB, 16KiB, 4MiB], netdev_budget: 200, napi_weight: 32,
           tcp_syn_retries: 3, tcp_synack_retries: 2, hz: 1000}
  nofile: 1024
  costs: {hardirq: 7us}
server:
  go: "1.22"
  gomaxprocs: 1
  listen: "10.0.0.1:8080"
  backlog: 3
  accepts: 2.2s
  reads: false
  timeouts: {read_header: 1s, read: 2s, write: 3s, idle: 4s}
  routes:
    - pattern: GET /hello
      handler: {name: helloHandler, cpu: 20us, body: "hello\\n", headers: {Content-Type: application/json}}
    - pattern: /details/{id}
      handler: {name: detailHandler, cpu: {exponential: 200us}, wait: {uniform: [1ms, 3ms]}, status: 201,
                body_size: 5KiB, read_body: none, panic: after_flush, respects_context: true}
    - pattern: /chunks
      handler: {chunks: 5x1KiB, content_length: declared, flush: true, read_body: 1MiB, panic: before_write}
network:
  path:
    - {name: router, latency: 10ms, bandwidth: 100Mbps, loss: 1%, jitter: 1ms}
    - {name: switch}
clients:
  - name: alice
    at: 5ms
    requests:
      - {method: POST, target: /hello, host: "example.com", headers: {Accept: "*/*"}, body_size: 3MiB, expect_continue: true}
      - {after: 100ms, raw: "GET /hello HTTP/1.1\\r\\n\\r\\n"}
      - {target: /about, close: true}
    pipelined: false
    segments: {sizes: [7, 6, 16, 2, 1], gap: 80ms}
    reads: {start_after: 1s, rate: 64KiB/s}
    gives_up: {after: 100ms, how: reset}
    timeout: 10s
    handshake: syn_only
    keep_open: 1s
  - {name: crowd, count: 40, every: 1ms, pipelined: true, requests: [{target: /hello}], segments: {count: 5}}
load:
  - {rate: 2000/s, arrivals: poisson, duration: 5s, connections: new, target: /hello}
  - {rate: 10/s, connections: 64}
faults:
  - {at: 3ms, drop: SYN-ACK, client: alice, count: 2}
  - {at: 10ms, stall_softirq: 5ms}
  - {at: 1s, close_listener: true}
  - {at: 0ms, limit_nofile: 16}
lesson:
  minutes: 20
  chapters:
    - {id: begin, title: The beginning, notes: {en: Wait., bn: থামুন।}}
    - {id: card, title: {en: The card, bn: কার্ড}, when: {kind: FrameArrived, nth: 1, client: alice, before: true}}
  stops:
    - {id: begins, when: {at: start}, say: Nothing has happened., notes: Ask., look: host, stage: nic}
    - {id: one, when: {stage: dma, after: card}, question: {ask: "Which?", choices: [{text: A, right: true, because: Yes.}, {text: B}]}}
    - {id: two, when: {condition: accept queue > 0, connection: 1}, question: {ask: "Which?", several: true, points: 2, choices: [{text: A, right: true}, {text: B, right: true}]}}
    - {id: three, when: {kind: SyscallReturned, where: {name: read, errno: EAGAIN}, goroutine: 7, request: 1}, question: {ask: "What next?", next: [{text: A, when: {kind: GoroutineParked}, because: Yes.}, {text: B, when: {stage: mux}}]}}
    - {id: four, when: {kind: SegmentSent, where: {flags: [SYN]}}, question: {ask: "How many?", count: {kind: FrameArrived}, from: card, to: here, because: "{answer}."}}
    - {id: five, when: {kind: SegmentSent, where: {flags: SYN}}, question: {ask: "How many?", measure: accept queue}}
    - {id: six, when: {at: end, before: true}, question: {ask: "In which order?", from: here, order: [{text: A, when: {stage: nic}}, {text: B, when: {stage: dma}, because: After.}]}}
"""


def whole() -> Scenario:
    """A scenario that says everything, whether it is simulated already or not."""
    return Scenario.model_validate(read_yaml(EVERY_KEY).plain())


def test_every_documented_key_is_read_without_a_contradiction() -> None:
    assert list(contradictions(whole())) == []


def test_machine_and_network_hold_plain_numbers() -> None:
    machine, network = whole().machine, whole().network
    assert (machine.nic.name, machine.nic.rx_usecs, machine.nic.rx_frames) == ("eth1", 50_000, 32)
    assert machine.kernel.tcp_rmem == (4_096, 131_072, 33_554_432)
    assert machine.kernel.hz == 1000
    assert machine.costs["hardirq"] == 7_000
    assert machine.costs["softirq_entry"] == DEFAULT_COSTS["softirq_entry"]
    assert network.path[0].model_dump() == {
        "name": "router",
        "latency": 10_000_000,
        "bandwidth": 100_000_000,
        "loss": 0.01,
        "jitter": 1_000_000,
    }


def test_server_and_handlers_hold_plain_values() -> None:
    server = whole().server
    assert (server.address, server.port, server.backlog) == ("10.0.0.1", 8080, 3)
    assert (server.accepts, server.reads, server.timeouts.idle) == (2_200_000_000, False, 4_000_000_000)
    hello, details, chunks = (route.handler for route in server.routes)
    assert (hello.cpu.fixed_ns, hello.body) == (20_000, "hello\n")
    assert hello.headers == (("Content-Type", "application/json"),)
    assert (details.cpu.fixed_ns, details.cpu.exponential) == (None, 200_000)
    assert details.wait.uniform == (1_000_000, 3_000_000)
    assert (details.body_size, details.read_body) == (5_120, "none")
    assert (chunks.chunks, chunks.read_body) == (Writes(5, 1_024), 1_048_576)


def test_clients_load_and_faults_hold_plain_values() -> None:
    everything = whole()
    alice, crowd = everything.clients
    assert [request.target for request in alice.requests] == ["/hello", "/", "/about"]
    assert alice.requests[0].headers == (("Accept", "*/*"),)
    assert alice.requests[1].raw == "GET /hello HTTP/1.1\r\n\r\n"
    assert alice.segments is not None
    assert alice.segments.sizes == (7, 6, 16, 2, 1)
    assert alice.reads is not None
    assert alice.reads.rate == 65_536
    assert alice.gives_up is not None
    assert (alice.gives_up.after, alice.gives_up.how) == (100_000_000, "reset")
    assert (crowd.count, crowd.every, crowd.timeout) == (40, 1_000_000, 30_000_000_000)
    assert [(load.rate, load.connections) for load in everything.load] == [(2000.0, "new"), (10.0, 64)]
    assert [fault.drop for fault in everything.faults] == ["SYN-ACK", None, None, None]
    assert everything.faults[3].limit_nofile == 16


def test_two_lines_are_a_server_that_boots_and_waits() -> None:
    shortest = load_text("journey: 1\ntitle: shortest\n", "f.yaml")
    assert (shortest.clients, shortest.load, shortest.faults, shortest.server.routes) == ((), (), (), ())
    assert (shortest.level, shortest.until, shortest.lesson) == ("beginner", None, None)


def test_the_defaults_are_those_of_the_format() -> None:
    plain = scenario("server: {routes: [{pattern: /}]}\nclients: [{requests: [{}]}]\n")
    assert plain.machine.nic.model_dump() == {
        "name": "eth0",
        "rx_ring": 256,
        "tx_ring": 256,
        "queues": 1,
        "mtu": 1500,
        "rx_usecs": 0,
        "rx_frames": 1,
    }
    assert plain.machine.kernel.model_dump() == {
        "somaxconn": 4096,
        "tcp_max_syn_backlog": 2048,
        "tcp_syncookies": True,
        "tcp_abort_on_overflow": False,
        "tcp_rmem": (4_096, 131_072, 6_291_456),
        "tcp_wmem": (4_096, 16_384, 4_194_304),
        "netdev_budget": 300,
        "napi_weight": 64,
        "tcp_syn_retries": 6,
        "tcp_synack_retries": 5,
        "hz": 250,
    }
    assert (plain.machine.cpus, plain.machine.nofile) == (2, 1_048_576)
    server, client = plain.server, plain.clients[0]
    assert (server.go, server.listen, server.accepts, server.reads) == ("1.27", "0.0.0.0:3000", 0, True)
    assert set(server.timeouts.model_dump().values()) == {0}
    assert (server.routes[0].handler.status, server.routes[0].handler.panic) == (200, "never")
    assert (client.requests[0].method, client.requests[0].host) == ("GET", "localhost:3000")
    assert (client.timeout, client.handshake, client.keep_open, client.count) == (
        30_000_000_000,
        "full",
        0,
        1,
    )


def test_gomaxprocs_and_the_backlog_follow_the_machine_unless_they_are_said() -> None:
    follows = scenario("machine: {cpus: 8, kernel: {somaxconn: 128}}\n").server
    assert (follows.gomaxprocs, follows.backlog) == (8, 128)
    said = scenario(
        "machine: {cpus: 8, kernel: {somaxconn: 128}}\nserver: {gomaxprocs: 3, backlog: 9}\n"
    ).server
    assert (said.gomaxprocs, said.backlog) == (3, 9)


def test_clients_without_a_name_get_one_each() -> None:
    names = [client.name for client in scenario("clients: [{}, {name: alice}, {}]\n").clients]
    assert len(set(names)) == 3
    assert names[1] == "alice"


def test_a_scenario_cannot_be_changed() -> None:
    shortest = scenario()
    with pytest.raises(ValueError, match="frozen"):
        shortest.machine.cpus = 5  # type: ignore[misc]


def test_costs_none_makes_all_overhead_free() -> None:
    assert set(scenario("machine: {costs: none}\n").machine.costs.values()) == {0}


def test_accepts_false_is_never_and_true_from_the_start() -> None:
    def accepts(text: str) -> int | None:
        return Scenario.model_validate(
            {"journey": 1, "title": "t", "server": {"accepts": read_yaml(text).value}}
        ).server.accepts

    assert (accepts("true"), accepts("false"), accepts("2.2s")) == (0, None, 2_200_000_000)


def test_costs_say_where_they_come_from() -> None:
    for name, cost in COSTS.items():
        assert cost.default_ns > 0, name
        assert cost.basis in {"measured", "modelled", "illustrative"}, name
        assert len(cost.source) > 10, name
        assert cost.basis == "illustrative" or any(digit in cost.source for digit in "0123456789"), name


def test_text_for_people_is_cleaned_on_its_way_in() -> None:
    hostile = load_text(
        'journey: 1\ntitle: "a\\e[2J\\u202Eb\\tc"\nclients: [{name: "x\\u200By"}]\n', "f.yaml"
    )
    assert hostile.title == "a[2Jb c"
    assert hostile.clients[0].name == "xy"


def test_text_for_the_wire_is_never_altered() -> None:
    long = "v" * 100_000
    sent = scenario(f"clients: [{{requests: [{{headers: {{X: {long}}}}}]}}]\n").clients[0].requests[0]
    assert sent.headers == (("X", long),)
