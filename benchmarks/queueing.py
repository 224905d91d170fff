"""The simulated server against queueing theory: mean waits of M/M/1, M/D/1 and M/M/c.

Usage: python benchmarks/queueing.py [SEEDS] [SECONDS]

Without costs and on loopback a server with c Ps on c cores is a queue with c servers: a request waits while all Ps
compute. Each row gives the mean wait over many seeds with its 99 % confidence interval beside the formula's, and
beside the wait in an ideal first-come-first-served queue that gets the very same arrivals and services. The second
comparison has no noise: what it shows is the model's own doing. docs/queueing.md says what to make of it.
"""

import heapq
import math
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import events
from journey_tui.trace.events.http import HandlerComputed, HandlerStarted
from journey_tui.trace.events.outside import RequestFinished

SECOND_NS: Final = 1_000_000_000
WARM_UP_NS: Final = SECOND_NS
"""Requests that are due before this are left out: the queue begins empty."""
_STUDENT_99: Final = {4: 4.604, 5: 4.032, 7: 3.499, 9: 3.250, 14: 2.977, 19: 2.861, 29: 2.756, 39: 2.708}
"""Student's t for a two-sided 99 %, by degrees of freedom."""

_SCENARIO: Final = """
journey: 1
title: A queue
seed: {seed}
machine: {{cpus: {servers}, costs: none}}
server: {{gomaxprocs: {servers}, routes: [{{pattern: GET /, handler: {{cpu: {cpu}}}}}]}}
network: {{loopback: true}}
load: [{{rate: {rate}/s, duration: {duration_ms}ms, connections: {connections}}}]
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """One queueing system in Kendall's notation, and how the server is made to be one."""

    kind: str
    """M or D: exponential services, or all alike."""
    servers: int
    utilization: float
    service_ms: float = 2.0
    connections: str = "64"
    """new, or the size of a pool that is never exhausted."""

    @property
    def name(self) -> str:
        """`M/M/1`."""
        return f"M/{self.kind}/{self.servers}"

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.utilization * self.servers / self.service_ms * 1000

    @property
    def theory_ms(self) -> float:
        """The mean wait: Erlang's C formula; half of it with services all alike (Pollaczek and Khinchine, c = 1)."""
        wait = erlang_c(self.servers, self.rate * self.service_ms / 1000) * self.service_ms
        wait /= self.servers * (1 - self.utilization)
        return wait if self.kind == "M" else wait / 2

    def scenario(self, seed: int, duration_ns: int) -> str:
        """The text of a scenario file."""
        cpu = f"{{exponential: {self.service_ms}ms}}" if self.kind == "M" else f"{self.service_ms}ms"
        return _SCENARIO.format(
            seed=seed,
            servers=self.servers,
            cpu=cpu,
            rate=f"{self.rate:.6f}",
            duration_ms=duration_ns // 1_000_000,
            connections=self.connections,
        )


@dataclass(frozen=True, slots=True)
class Waits:
    """One run: the mean wait in the simulated server and in the ideal queue, in milliseconds."""

    simulated_ms: float
    ideal_ms: float
    requests: int


def erlang_c(servers: int, offered: float) -> float:
    """Probability that a request waits, with `offered` Erlangs of work."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def run(queue: Queue, seed: int, duration_ns: int, warm_up_ns: int = WARM_UP_NS) -> Waits:
    """Simulate it once."""
    scenario = load_text(queue.scenario(seed, duration_ns), "queue.yaml")
    due: dict[int, int] = {}
    latency: dict[int, int] = {}
    service: dict[int, int] = {}
    order: list[int] = []
    for event in events(scenario):
        if event.request is None:
            continue
        if isinstance(event, RequestFinished):
            assert event.outcome == "ok", event
            due[event.request] = event.time_ns - event.latency_ns
            latency[event.request] = event.latency_ns
        elif isinstance(event, HandlerStarted):
            order.append(event.request)
        elif isinstance(event, HandlerComputed):
            service[event.request] = event.duration_ns
    counted = [number for number, moment in due.items() if moment >= warm_up_ns]
    waited = [latency[number] - service.get(number, 0) for number in counted]
    ideal = ideal_waits(sorted(due.values()), [service.get(number, 0) for number in order], queue.servers)
    late = [wait for moment, wait in zip(sorted(due.values()), ideal, strict=True) if moment >= warm_up_ns]
    return Waits(statistics.fmean(waited) / 1e6, statistics.fmean(late) / 1e6, len(counted))


def ideal_waits(arrivals: list[int], services: list[int], servers: int) -> Iterator[int]:
    """First come, first served: whoever is next gets the first server that is free."""
    free = [0] * servers
    for arrival, service in zip(arrivals, services, strict=True):
        begins = max(heapq.heappop(free), arrival)
        heapq.heappush(free, begins + service)
        yield begins - arrival


@dataclass(frozen=True, slots=True)
class Row:
    """Many runs of one system."""

    queue: Queue
    runs: list[Waits]

    @property
    def mean_ms(self) -> float:
        """The mean wait over all seeds."""
        return statistics.fmean(run.simulated_ms for run in self.runs)

    @property
    def half_width_ms(self) -> float:
        """Half of the 99 % confidence interval, from the spread of the seeds' means."""
        spread = statistics.stdev(run.simulated_ms for run in self.runs)
        return _STUDENT_99[len(self.runs) - 1] * spread / math.sqrt(len(self.runs))

    @property
    def agrees(self) -> bool:
        """Whether the formula's value lies in the interval."""
        return abs(self.mean_ms - self.queue.theory_ms) <= self.half_width_ms

    @property
    def excess(self) -> float:
        """By which share the simulated wait is longer than that of the ideal queue."""
        return self.mean_ms / statistics.fmean(run.ideal_ms for run in self.runs) - 1


def measure(queue: Queue, seeds: int, duration_ns: int) -> Row:
    """Run it with the seeds from 1 on."""
    return Row(queue, [run(queue, seed, WARM_UP_NS + duration_ns) for seed in range(1, seeds + 1)])


TABLE: Final = (
    *(Queue("M", 1, utilization) for utilization in (0.3, 0.5, 0.7, 0.8)),
    *(Queue("D", 1, utilization) for utilization in (0.3, 0.5, 0.7, 0.8)),
    *(Queue("M", 2, utilization) for utilization in (0.5, 0.7, 0.8)),
    *(Queue("M", 4, utilization) for utilization in (0.7, 0.8)),
    Queue("M", 1, 0.7, service_ms=5),
    Queue("M", 1, 0.7, connections="new"),
    Queue("D", 1, 0.7, connections="new"),
    Queue("M", 2, 0.7, connections="new"),
    Queue("D", 1, 0.7, service_ms=30),
)


def main() -> None:
    """Print the table."""
    seeds, seconds = (int(argument) for argument in (*sys.argv[1:], "20", "4")[:2])
    print(
        "system  load  service connections   requests   mean wait, 99 %      formula            ideal queue"
    )
    for queue in TABLE:
        row = measure(queue, seeds, seconds * SECOND_NS)
        print(
            f"{queue.name}   {queue.utilization:.1f}  {queue.service_ms:4.0f} ms  {queue.connections:>8}"
            f"   {sum(run.requests for run in row.runs):10,}   {row.mean_ms:6.3f} ± {row.half_width_ms:.3f} ms"
            f"   {queue.theory_ms:6.3f} ms {'agrees' if row.agrees else 'DIFFERS'}   {row.excess:+.2%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
