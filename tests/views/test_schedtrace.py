"""The scheduler's trace: Go's own line, the fields that are not modelled apart."""

import re

import pytest

from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.trace.events import descriptors, runtime
from journey_tui.trace.header import ServerSetup
from journey_tui.views import Moment
from tests.views.runs import at_end, moment_after, recorded, run_of, shown

NOT_MODELLED = re.compile(r" (needspinning|syscalltick|gfreecnt|timerslen|locks)=\d+")
BUSY = (
    runtime.ProcessStarted(pid=10, go="1.27", gomaxprocs=2, thread=10, time_ns=0),
    runtime.ProcessorAcquired(processor=0, thread=10),
    *(
        runtime.GoroutineCreated(function="f", creator=None, processor=0, goroutine=number)
        for number in (1, 2, 3, 4)
    ),
    runtime.GoroutineReadied(queue="global", goroutine=1),
    runtime.GoroutineStarted(processor=0, source="local", goroutine=2, thread=10),
)


def moment_of(*events: Event, go: str = "1.27") -> Moment:
    trace = Trace(TraceHeader(title="test", server=ServerSetup(go=go)), events)
    trace.pull_all()
    return at_end(trace)


def shape(line: str) -> str:
    return re.sub(r"\d+", "0", NOT_MODELLED.sub("", line))


def test_the_line_has_go_s_fields_in_go_s_order() -> None:
    (line,) = shown("schedtrace", at_end(run_of("get-hello-close")))
    assert {shape(line)} == {shape(told) for told in recorded("schedtrace.txt").splitlines()}


def test_an_idle_server_has_idle_ps_and_sleeping_threads_as_recorded() -> None:
    trace = run_of("get-hello-close")
    moment = moment_after(trace, lambda event: event.time_ns > 50_000)
    (line,) = shown("schedtrace", moment)
    idle = recorded("schedtrace.txt").splitlines()[1]
    for field in ("gomaxprocs=2", "idleprocs=2", "spinningthreads=0", "runqueue=0 [ 0 0 ]"):
        assert f" {field}" in line
        assert f" {field}" in idle


def test_queues_are_counted_without_runnext() -> None:
    (line,) = shown("schedtrace", moment_of(*BUSY))
    assert line.endswith(" idlethreads=0 runqueue=1 [ 1 0 ] schedticks=[ 1 0 ]")
    assert "idleprocs=1 threads=1" in line


@pytest.mark.parametrize(
    ("go", "ending"), [("1.22", "[1 0]"), ("1.24", "[1 0]"), ("1.25", "[ 1 0 ] schedticks=[ 1 0 ]")]
)
def test_each_release_writes_its_own_line(go: str, ending: str) -> None:
    (line,) = shown("schedtrace", moment_of(*BUSY, go=go))
    assert line.endswith(f"runqueue=1 {ending}")


def test_a_goroutine_in_runnext_inherits_the_tick() -> None:
    next_one = runtime.GoroutineStarted(processor=0, source="runnext", goroutine=3, thread=10)
    (line,) = shown("schedtrace", moment_of(*BUSY, next_one))
    assert line.endswith("schedticks=[ 1 0 ]")


def test_details_have_the_shape_that_was_recorded() -> None:
    trace = run_of("get-hello-close")
    lines = shown("scheddetail", moment_after(trace, lambda event: event.time_ns > 50_000))
    told = recorded("scheddetail.txt").splitlines()

    def kinds(text: list[str]) -> set[str]:
        return {shape(line).partition("(")[0] if line.startswith("  G") else shape(line) for line in text}

    assert kinds(lines) == kinds(told)
    for line in (
        "G1: status=4(IO wait) m=nil lockedm=nil",
        "G2: status=4(force gc (idle)) m=nil lockedm=nil",
    ):
        assert f"  {line}" in lines
        assert f"  {line}" in told
    machines = [line.split(":")[0].strip() for line in lines if line.startswith("  M")]
    assert machines == sorted(machines, reverse=True)


def test_who_runs_where_is_told_from_all_three_sides() -> None:
    lines = shown("scheddetail", moment_of(*BUSY))
    assert "  P0: status=1 schedtick=1 m=0 runqsize=1" in lines
    assert "  P1: status=0 schedtick=0 m=nil runqsize=0" in lines
    assert any(line.startswith("  M0: p=0 curg=2 ") for line in lines)
    assert "  G2: status=2() m=0 lockedm=nil" in lines
    assert "  G3: status=1() m=nil lockedm=nil" in lines


@pytest.mark.parametrize(("go", "status"), [("1.25", 2), ("1.26", 1)])
@pytest.mark.parametrize(("name", "own"), [("read", True), ("epoll_ctl", False)])
def test_a_system_call_of_a_goroutine_changes_its_status(go: str, status: int, name: str, own: bool) -> None:
    call = descriptors.SyscallEntered(name=name, goroutine=2, thread=10, fd=5)
    lines = shown("scheddetail", moment_of(*BUSY, call, go=go))
    assert f"  P0: status={status if own else 1} schedtick=1 m=0 runqsize=1" in lines
    assert f"  G2: status={3 if own else 2}() m=0 lockedm=nil" in lines


def test_before_the_program_starts_nothing_is_printed() -> None:
    trace = run_of("get-hello-close")
    assert shown("schedtrace", Moment(trace, 0)) == shown("scheddetail", Moment(trace, 0)) == []
