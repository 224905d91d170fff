"""ethtool, /proc/interrupts, /proc/net/softnet_stat and /proc/PID/fd: in the format that was recorded."""

import re

from journey_tui.scenario.bundled import path
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace, TraceHeader
from journey_tui.trace.events import descriptors, hardware, kernel, runtime
from journey_tui.trace.header import MachineSetup
from journey_tui.views import Moment
from tests.samples import sample_events, sample_header
from tests.views.runs import at_end, moment_after, recorded, run_of, shown


def sample() -> Moment:
    """The hand-made trace, whose packets come over a card."""
    trace = Trace(sample_header(), sample_events())
    trace.pull_all()
    return at_end(trace)


def columns_of(line: str) -> list[int]:
    """Where the numbers end, and where the words begin."""
    words = list(re.finditer(r"\S+", line))
    return [word.end() for word in words[:3]] + [word.start() for word in words[3:]]


# ── ethtool ──


def test_ethtool_tells_the_world_s_counters_under_the_driver_s_names() -> None:
    moment = sample()
    first, *lines = shown("ethtool", moment)
    assert first == "NIC statistics:"
    assert all(re.fullmatch(r" {5}[a-z0-9_]+: \d+", line) for line in lines)
    values = dict(line.split(": ") for line in map(str.strip, lines))
    counters = moment.world.counters
    assert counters["rx_packets"] > 0
    for name in ("rx_packets", "rx_bytes", "tx_packets", "tx_bytes", "rx_missed_errors"):
        assert values[name] == str(counters[name])
    assert values["rx_long_byte_count"] == values["rx_bytes"]


def test_a_queue_counts_a_packet_when_the_driver_cleans_its_descriptor() -> None:
    trace = Trace(
        TraceHeader(title="test"),
        [
            hardware.DmaWritten(queue=0, slot=3, address=0, length_bytes=74),
            hardware.DescriptorFilled(queue=0, slot=3, write_pointer=4),
            hardware.TxDescriptorFilled(queue=0, slot=0, length_bytes=100),
            hardware.TxDescriptorFilled(queue=0, slot=1, length_bytes=200),
            hardware.DescriptorCleaned(queue=0, slot=3, read_pointer=4),
            hardware.TxCompleted(queue=0, count=1, read_pointer=1),
        ],
    )
    trace.pull_all()
    queues = ["tx_queue_0_packets: 0", "tx_queue_0_bytes: 0", "rx_queue_0_packets: 0", "rx_queue_0_bytes: 0"]
    assert [line.strip() for line in shown("ethtool", Moment(trace, 4))[-4:]] == queues
    queues = [
        "tx_queue_0_packets: 1",
        "tx_queue_0_bytes: 100",
        "rx_queue_0_packets: 1",
        "rx_queue_0_bytes: 74",
    ]
    assert [line.strip() for line in shown("ethtool", at_end(trace))[-4:]] == queues


def test_lo_is_no_card() -> None:
    moment = at_end(run_of("get-hello-close"))
    assert shown("ethtool", moment) == ["no stats available"]
    assert len(shown("interrupts", moment)) == 1


# ── interrupts and softirqs ──


def test_interrupts_are_counted_by_queue_and_core_in_columns_as_recorded() -> None:
    header = TraceHeader(title="test", machine=MachineSetup(cpus=2, queues=2))
    raised = [hardware.InterruptRaised(queue=1, vector=38, cpu=cpu) for cpu in (1, 1, 0)]
    trace = Trace(header, raised)
    trace.pull_all()
    head, told = recorded("proc.txt").splitlines()[2:4]
    first, *rows = shown("interrupts", at_end(trace))
    assert first == head
    assert rows[1] == " 38:          1          2 PCI-MSIX-0000:00:03.0   2-edge      eth0-TxRx-1"
    assert columns_of(rows[1]) == columns_of(told)
    assert rows[0].split()[:3] == ["24:", "0", "0"]


def test_before_the_first_interrupt_each_queue_has_its_vector_and_core() -> None:
    plan = load(path("crowd-4p"))
    trace = simulate(plan)
    trace.pull(2000)
    raised = {
        (event.queue, event.vector, event.cpu)
        for event in trace
        if isinstance(event, hardware.InterruptRaised)
    }
    idle = Moment(trace, 0).world.interrupts
    assert raised
    assert raised <= {(line.queue, line.vector, line.cpu) for line in idle}
    assert len(idle) == plan.machine.nic.queues
    vectors = [row.split(":")[0].strip() for row in shown("interrupts", Moment(trace, 0))[1:]]
    assert vectors == [str(line.vector) for line in idle]


def test_softnet_has_a_line_for_each_core_as_recorded() -> None:
    moment = at_end(run_of("get-hello-close"))
    lines = recorded("proc.txt").splitlines()[:2]
    told = shown("softnet", moment)
    assert [re.sub(r"[0-9a-f]", "0", line) for line in told] == [
        re.sub(r"[0-9a-f]", "0", line) for line in lines
    ]
    processed = sum(int(line.split()[0], 16) for line in told)
    assert processed == sum(softirq.processed for softirq in moment.world.softirqs) > 0
    assert [int(line.split()[12], 16) for line in told] == [0, 1]


def test_a_backlog_stands_in_one_of_its_two_queues() -> None:
    header = TraceHeader(title="test", machine=MachineSetup(cpus=1, loopback=True))
    queued = [
        kernel.BacklogQueued(length_bytes=74, queue_length=number, packet=number, cpu=0) for number in (1, 2)
    ]
    trace = Trace(header, [*queued, kernel.NapiPolled(queue=-1, weight=64, waiting=2, cpu=0)])
    trace.pull_all()
    columns = [shown("softnet", Moment(trace, position))[0].split()[11:] for position in (2, 3)]
    assert columns == [
        ["00000002", "00000000", "00000002", "00000000"],
        ["00000002", "00000000", "00000000", "00000002"],
    ]


# ── open files ──


def unshelled(lines: list[str]) -> list[str]:
    """Without standard files and those that the shell left open; dates and inodes made alike."""
    kept = [line for line in lines if not re.search(r" (0|1|2|10|251) -> ", line)]
    return [re.sub(r"\[\d+\]", "[]", re.sub(r"[A-Z][a-z]{2} \d+ \d\d:\d\d", "DATE", line)) for line in kept]


def test_an_idle_server_has_the_files_that_were_recorded() -> None:
    trace = run_of("get-hello-close")
    idle = moment_after(trace, lambda event: event.kind == "ThreadBlocked" and event.time_ns >= 0)
    assert unshelled(shown("proc-fd", idle)) == unshelled(recorded("proc_fd.txt").splitlines())


def test_an_accepted_connection_is_a_socket_and_a_closed_one_is_gone() -> None:
    trace = run_of("get-hello-close")

    def of_connection(event: object) -> bool:
        return isinstance(event, descriptors.FdInstalled) and event.object_kind == "connection"

    moment = moment_after(trace, of_connection)
    assert any(re.search(r" 6 -> socket:\[\d+\]$", line) for line in shown("proc-fd", moment))
    assert not any(" 6 -> " in line for line in shown("proc-fd", Moment(trace, moment.position - 1)))
    assert not any(" 6 -> " in line for line in shown("proc-fd", at_end(trace)))


def test_names_are_sorted_as_ls_sorts_them() -> None:
    installed = [
        descriptors.FdInstalled(fd=fd, object_kind="connection", description="", seq=fd)
        for fd in range(3, 12)
    ]
    trace = Trace(
        TraceHeader(title="test"), [runtime.ProcessStarted(pid=7, go="1.27", gomaxprocs=1), *installed]
    )
    trace.pull_all()
    names = [line.split()[-3] for line in shown("proc-fd", at_end(trace))[1:]]
    assert names == ["0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"]


def test_both_ends_of_a_pipe_are_one_file() -> None:
    ends = [descriptors.FdInstalled(fd=fd, object_kind="pipe", description="", seq=40 + fd) for fd in (3, 4)]
    trace = Trace(TraceHeader(title="test"), ends)
    trace.pull_all()
    reading, writing = shown("proc-fd", at_end(trace))[-2:]
    assert reading.startswith("lr-x")
    assert writing.startswith("l-wx")
    assert reading.split()[-1] == writing.split()[-1] == "pipe:[43]"


def test_before_the_process_starts_there_is_no_such_directory() -> None:
    trace = run_of("get-hello-close")
    assert shown("proc-fd", Moment(trace, 0)) == [
        "ls: cannot access '/proc/PID/fd': No such file or directory"
    ]
