"""The nstat view: the world's counters in nstat's format and order."""

import re

import pytest

from journey_tui.trace import Trace, TraceHeader
from journey_tui.views import Moment
from journey_tui.world.counters import KERNEL_COUNTERS
from tests.views.runs import at_end, run_of, shown


def told(moment: Moment) -> dict[str, int]:
    return {name: int(value) for name, value, _ in (line.split() for line in shown("nstat", moment)[1:])}


def test_lines_are_as_nstat_writes_them() -> None:
    first, *lines = shown("nstat", at_end(run_of("get-hello-close")))
    assert first == "#kernel"
    assert "TcpInSegs                       10                 0.0" in lines
    assert all(re.fullmatch(r"[A-Z]\w+ +\d+ +0\.0", line) and line.index(" 0.0") == 50 for line in lines)


def test_groups_come_as_in_snmp_and_then_netstat() -> None:
    names = list(told(at_end(run_of("get-hello-close"))))
    groups = [re.match("IpExt|TcpExt|Ip|Tcp", name) for name in names]
    assert list(dict.fromkeys(group[0] for group in groups if group)) == ["Ip", "Tcp", "TcpExt", "IpExt"]
    assert names == list(KERNEL_COUNTERS)


@pytest.mark.parametrize("share", [0, 1, 2, 3])
def test_at_every_moment_it_prints_what_the_world_has_counted(share: int) -> None:
    trace = run_of("statuses")
    moment = Moment(trace, len(trace) * share // 3)
    printed = told(moment)
    assert printed == {name: moment.world.counters[name] for name in KERNEL_COUNTERS}
    assert bool(sum(printed.values())) == (share > 0)


def test_another_machine_s_kernel_is_not_counted() -> None:
    trace = run_of("get-hello-close")
    apart = Trace(TraceHeader(title="test"), trace.events(0, len(trace)))
    apart.pull_all()
    here, there = told(at_end(trace)), told(at_end(apart))
    assert all(there[name] <= here[name] for name in here)
    assert there["TcpActiveOpens"] == 0 < here["TcpActiveOpens"]
