"""The model against the recordings: the same system calls and the same segments, connection by connection."""

from pathlib import Path

import pytest

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.views.strace import strace
from tests.truth import pcap_normal, strace_normal

HERE = Path(__file__).parent
PAIRS = {
    "02_get_hello_close": "get-hello-close",
    "03_keepalive_two_requests": "keepalive-two-requests",
    "04a_two_concurrent_slow": "two-concurrent-slow",
    "05a_statuses_404_405_head_307_chunked": "statuses",
    **{path.stem: path.stem.replace("_", "-") for path in sorted((HERE / "recordings").glob("*.segments"))},
}


def run(scenario: str) -> Trace:
    trace = simulate(load(HERE / "scenarios" / f"{scenario}.yaml"))
    trace.pull_all()
    return trace


def recorded_segments(recording: str) -> list[list[pcap_normal.Segment]]:
    listed = HERE / "recordings" / f"{recording}.segments"
    if listed.exists():
        return pcap_normal.listed_connections(listed.read_text())
    return pcap_normal.connections(HERE / "recordings" / f"{recording}.pcap")


@pytest.mark.parametrize(("recording", "scenario"), PAIRS.items(), ids=list(PAIRS))
def test_system_calls_of_each_connection_are_those_recorded(recording: str, scenario: str) -> None:
    trace = run(scenario)
    recorded = strace_normal.connections((HERE / "recordings" / f"{recording}.strace").read_text())
    simulated = strace_normal.connections("\n".join(strace(trace, len(trace))))
    assert recorded
    assert simulated == recorded


@pytest.mark.parametrize(("recording", "scenario"), PAIRS.items(), ids=list(PAIRS))
def test_segments_of_each_connection_are_those_recorded(
    recording: str, scenario: str, tmp_path: Path
) -> None:
    exported = tmp_path / "run.pcap"
    exported.write_bytes(b"".join(pcap_chunks(run(scenario))))
    recorded = recorded_segments(recording)
    assert recorded
    assert pcap_normal.connections(exported) == recorded


def test_boot_ends_as_recorded_with_the_listener_on_fd_5_and_epoll_on_fd_7() -> None:
    trace = run("get-hello-close")
    lines = "\n".join(strace(trace, len(trace)))
    wanted = ("listen", "bind", "epoll_create1", "eventfd2", "accept4")
    recorded = _first_calls((HERE / "recordings" / "01_startup.strace").read_text(), wanted)
    assert _first_calls(lines, wanted) == recorded
    assert recorded["epoll_create1"] == ("", "7", "")


def _first_calls(text: str, names: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
    """First argument's fd, result and errno of the last such call before any connection."""
    found: dict[str, tuple[str, str, str]] = {}
    for name, arguments, result, errno in strace_normal.calls(text):
        if name == "accept4" and not errno:
            break
        if name in names:
            digits = arguments.partition("<")[0]
            found[name] = (digits if digits.isdigit() and name != "eventfd2" else "", result, errno)
    return found
