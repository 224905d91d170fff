"""How fast the simulation runs: events per second, as a ratio to bare SimPy timeouts run beside it.

Usage: python benchmarks/simulation.py [SHARE]

A share of 0.1 makes a tenth of the requests. CPU seconds of this process are counted, not the wall's, and the bare timeouts run
before and after each scenario: ratios travel from machine to machine and through a busy hour, rates do not.
"""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import simpy

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import events

BARE_TIMEOUTS: Final = 200_000
_HEAD: Final = """
journey: 1
title: benchmark
machine: {cpus: 2}
server: {routes: [{pattern: GET /hello, handler: {cpu: 20us, body: "hello"}}]}
"""
LOOPBACK: Final = "network: {loopback: true}\n"


def load(share: float) -> str:
    """2,000 requests a second for two seconds, each on a connection of its own."""
    return f"load: [{{rate: 2000/s, duration: {round(2000 * share)}ms, target: /hello}}]\n"


def pool(share: float) -> str:
    """The same requests on 64 connections."""
    return f"load: [{{rate: 2000/s, duration: {round(2000 * share)}ms, target: /hello, connections: 64}}]\n"


def crowd(share: float) -> str:
    """5,000 clients at one moment."""
    count = max(round(5000 * share), 1)
    return f"clients: [{{name: c, count: {count}, timeout: 1000s, requests: [{{target: /hello}}]}}]\n"


def cpu_seconds(work: Callable[[], object]) -> float:
    """How long this process computes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bare_rate() -> float:
    """Timeouts per second of SimPy with nothing around them."""
    env = simpy.Environment()

    def process() -> Iterator[simpy.Event]:
        for _ in range(BARE_TIMEOUTS):
            yield env.timeout(1)

    env.process(process())  # type: ignore[arg-type]  # an iterator is all that it needs
    return BARE_TIMEOUTS / cpu_seconds(env.run)


def simulation_rate(text: str) -> tuple[int, float]:
    """How many events a scenario has, and how many come in a second."""
    scenario, last = load_text(text, "benchmark.yaml"), deque[int](maxlen=1)
    took = cpu_seconds(lambda: last.extend(event.seq for event in events(scenario)))
    return last[0] + 1, (last[0] + 1) / took


def main() -> None:
    """Print the measurements."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    print("scenario                    events   events/s   of bare SimPy timeouts")
    for name, text in (
        ("load, new connections, NIC", load(share)),
        ("load, new connections, lo", LOOPBACK + load(share)),
        ("load, pool of 64, lo", LOOPBACK + pool(share)),
        ("5,000 clients at once, NIC", crowd(share)),
        ("5,000 clients at once, lo", LOOPBACK + crowd(share)),
    ):
        before = bare_rate()
        count, rate = simulation_rate(_HEAD + text)
        bare = (before + bare_rate()) / 2
        print(f"{name:26} {count:9,} {rate:10,.0f}   {rate / bare:.3f}", flush=True)


if __name__ == "__main__":
    main()
