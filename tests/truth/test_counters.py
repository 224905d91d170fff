"""Every counter that moved in a recording or moves in its scenario, with both values; what differs is named with the reason.

The recorded machine let a receive buffer grow to 32 MiB, so its windows were told in units of 1024 bytes: on that hangs
which ACKs took the short way. Counters of ICMP and UDP are of the script that recorded.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from journey_tui.exporters.summary import run_result
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.world.counters import KERNEL_COUNTERS

HERE: Final = Path(__file__).parent
RECORDED_MEMORY: Final = (4096, 131_072, 33_554_432)
"""net.ipv4.tcp_rmem of the recorded machine."""
ONE_MACHINE: Final[dict[str, dict[str, int]]] = json.loads((HERE / "counters.json").read_text())
QUEUES: Final[dict[str, dict[str, int]]] = {
    f"queues/{name}": counters
    for name, counters in json.loads((HERE / "queues/counters.json").read_text()).items()
}
RECORDED: Final = ONE_MACHINE | QUEUES

OF_ALL_SEGMENTS: Final = frozenset(
    {
        "IpInReceives",
        "IpInDelivers",
        "IpOutRequests",
        "IpOutTransmits",
        "IpExtInOctets",
        "IpExtOutOctets",
        "IpExtInNoECTPkts",
        "TcpInSegs",
        "TcpOutSegs",
        "TcpExtTCPOrigDataSent",
        "TcpExtTCPDelivered",
        "TcpExtTCPPureAcks",
    }
)
AT_THE_END: Final = OF_ALL_SEGMENTS | {"TcpEstabResets", "TcpOutRsts", "TcpExtTW"}
IP_OUT: Final = frozenset({"IpOutRequests", "IpOutTransmits", "IpExtOutOctets"})
UNDECIDED: Final[dict[str, tuple[frozenset[str], str]]] = {
    "scenarios/get-hello-close": (
        frozenset({"TcpExtTCPRcvCoalesce"}),
        "the recorded client had read its answer before the FIN came, and closed first",
    ),
    "scenarios/statuses": (
        frozenset({"TcpExtTCPHPHits", "TcpExtTCPHPAcks", "TcpExtTCPPureAcks", "TcpExtTCPRcvCoalesce"}),
        "the recorded client read the last answer's first piece only after the second had come",
    ),
    "http/11a_large_post_3MiB": (
        OF_ALL_SEGMENTS
        | {"TcpExtTCPToZeroWindowAdv", "TcpExtTCPFromZeroWindowAdv", "TcpExtTCPBacklogCoalesce"}
        | {"TcpExtTCPHPAcks", "TcpExtTCPRcvCoalesce"},
        "how often a server under strace read in between; IP did not count 32 of the ACKs that TCP sent",
    ),
    "http/11b_post_ignored_body_3MiB": (
        frozenset({"TcpEstabResets"}),
        "the recorded client was still writing when RST came; the simulated one has closed",
    ),
    "http/11d_post_maxbytes_3MiB": (
        IP_OUT | {"TcpExtTCPBacklogCoalesce", "TcpExtTCPHPHits"},
        "when the client let go of its socket; IP did not count 10 of the ACKs that TCP sent",
    ),
    "queues/accept_queue_full": (AT_THE_END, "the scenario ends before both processes exit"),
    "queues/backlog_one": (AT_THE_END, "the scenario ends before both processes exit"),
    "queues/accepts_late": (
        AT_THE_END | {"TcpExtDelayedACKs"},
        "the scenario ends before both processes exit",
    ),
    "queues/abort_spares_the_syn": (AT_THE_END, "the scenario ends before both processes exit"),
}
"""Counters that cannot agree, by scenario, and why."""

SERVER_ALONE: Final = (
    "TcpExtListenOverflows",
    "TcpExtListenDrops",
    "TcpExtSyncookiesSent",
    "TcpExtSyncookiesRecv",
    "TcpExtSyncookiesFailed",
    "TcpExtTCPReqQFullDoCookies",
    "TcpExtTCPReqQFullDrop",
    "TcpExtEmbryonicRsts",
    "TcpPassiveOpens",
    "TcpAttemptFails",
    "TcpExtDelayedACKs",
)
"""Recorded on a slow loopback, simulated with distant clients: only what the server's end counts alone is compared."""
DISTANT: Final = (
    "queues/cookies_and_ghosts",
    "queues/final_ack_ignored",
    "queues/final_ack_reset",
    "queues/syn_queue_full_with_cookies",
    "queues/syn_queue_full_without_cookies",
)
TO_THE_FOURTH_PROBE: Final = {
    "TcpExtTCPToZeroWindowAdv": 1,
    "TcpExtTCPFromZeroWindowAdv": 0,
    "TcpExtTCPWantZeroWindowAdv": 1,
    "TcpExtTCPWinProbe": 4,
    "TcpExtTCPLossProbes": 1,
    "TcpExtDelayedACKs": 1,
    "TcpExtDelayedACKLost": 1,
    "TcpExtTCPDSACKOldSent": 1,
    "TcpExtTCPDSACKRecv": 1,
    "TcpExtTCPDSACKRecvSegs": 1,
    "TcpExtTCPDSACKIgnoredNoUndo": 1,
    "TcpExtTCPACKSkippedSeq": 1,
    "TcpExtTCPTimeouts": 0,
    "TcpRetransSegs": 1,
}
"""The recording of the server that never reads went on after that; these had moved by then and did not move again."""


@cache
def counted(scenario: str) -> dict[str, int]:
    plan = load(HERE / f"{scenario}.yaml")
    kernel = plan.machine.kernel.model_copy(update={"tcp_rmem": RECORDED_MEMORY})
    machine = plan.machine.model_copy(update={"kernel": kernel})
    return run_result(simulate(plan.model_copy(update={"machine": machine}))).counters


@pytest.mark.parametrize("scenario", [name for name in RECORDED if name not in DISTANT])
def test_counters_of_one_machine_are_those_recorded(scenario: str) -> None:
    undecided = UNDECIDED.get(scenario, (frozenset(), ""))[0]
    compared = [counter for counter in KERNEL_COUNTERS if counter not in undecided]
    told, recorded = counted(scenario), RECORDED[scenario]
    assert {name: told[name] for name in compared} == {name: recorded.get(name, 0) for name in compared}


@pytest.mark.parametrize("scenario", DISTANT)
def test_counters_of_the_server_alone_are_those_recorded(scenario: str) -> None:
    told, recorded = counted(scenario), RECORDED[scenario]
    assert {name: told[name] for name in SERVER_ALONE} == {
        name: recorded.get(name, 0) for name in SERVER_ALONE
    }


def test_counters_of_a_closed_window_are_those_recorded_up_to_the_fourth_probe() -> None:
    told = counted("queues/never_reads")
    assert {name: told[name] for name in TO_THE_FOURTH_PROBE} == TO_THE_FOURTH_PROBE


def test_every_recorded_counter_of_ip_and_tcp_is_kept() -> None:
    moved = {name for counters in RECORDED.values() for name in counters}
    others = {name for name in moved - set(KERNEL_COUNTERS) if not name.startswith(("Icmp", "Udp"))}
    assert others == set()
