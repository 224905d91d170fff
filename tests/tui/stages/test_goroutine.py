"""The scheduler's drawing: P, M and G, those that wait, those that sleep."""

import pytest

from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.sleepers import draw_threads
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.crowd import set_goroutine
from tests.tui.stages.scenes import after, crowded, idle, picture, row_with

SIZES = [(58, 5), (78, 11), (100, 25)]


def test_before_the_process_there_is_no_goroutine_and_every_p_is_idle() -> None:
    rows = picture("goroutine", idle())
    assert any("no goroutine yet" in row for row in rows)
    assert "P0 idle" in row_with(rows, "P0")
    assert row_with(rows, "runnext").count("runnext -") == 2


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_parked_goroutine_is_listed_with_its_reason_and_no_thread(width: int, height: int) -> None:
    rows = picture("goroutine", after("GoroutineParked"), width, height)
    row = row_with(rows, "G1 ")
    assert "IO wait" in row
    assert "M0" not in row
    assert any("(no M)" in row or "HOLDS NO M" in row for row in rows)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_running_goroutine_stands_at_its_m_and_p(width: int, height: int) -> None:
    rows = picture("goroutine", after("GoroutineStarted", 4), width, height)
    assert any("M1 on CPU 1" in row for row in rows)
    assert any("G18 (*conn).serve" in row for row in rows)
    assert "G18" not in row_with(rows, "WAITING")


def test_a_new_goroutine_is_in_runnext() -> None:
    rows = picture("goroutine", after("GoroutineCreated", 2))
    assert "runnext  G18 " in row_with(rows, "runnext")
    assert "G18  NEW ━━► RUNNABLE" in row_with(rows, "━━►")


def test_a_readied_goroutine_is_in_the_run_queue() -> None:
    assert "queue   G18" in row_with(picture("goroutine", after("GoroutineReadied", 2)), "queue ")


def test_a_system_call_is_named() -> None:
    assert any("G18 in read()" in row for row in picture("goroutine", after("SyscallEntered", 8)))


def test_sleeping_threads_tell_where_they_sleep() -> None:
    row = row_with(picture("goroutine", after("ThreadBlocked", 3)), "NO P:")
    assert "sysmon M1 in futex" in row
    assert "M0 asleep in epoll_pwait" in row


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("GoroutineCreated", "NEW ━━► RUNNABLE"),
        ("GoroutineStarted", "RUNNABLE ━━► RUNNING"),
        ("GoroutineParked", "RUNNING ━━► WAITING"),
        ("GoroutineReadied", "WAITING ━━► RUNNABLE"),
        ("GoroutineEnded", "RUNNING ━━► ENDED"),
    ],
)
def test_a_change_of_state_is_told_with_the_state_before_it(
    kind: str, change: str, width: int, height: int
) -> None:
    scene = after(kind)
    assert scene.event is not None
    assert f" G{scene.event.goroutine}  {change}" in row_with(
        picture("goroutine", scene, width, height), change
    )


@pytest.mark.parametrize("kind", ["ThreadBlocked", "ThreadWoken", "ThreadScheduled"])
def test_the_thread_of_the_moment_is_marked(kind: str) -> None:
    scene = after(kind)
    assert scene.event is not None
    assert scene.event.thread is not None
    surface = Surface(78, 10)
    DRAWINGS["goroutine"].picture(scene, surface)
    marked = [text for y in range(10) for text, role in surface.runs(y) if role is Role.PACKET]
    assert any(scene.world.threads[scene.event.thread].name in text for text in marked)


def test_a_crowd_is_counted_and_the_active_one_named_first() -> None:
    rows = picture("goroutine", crowded(), 78, 13)
    assert "G140" in row_with(rows, "► G140")
    assert "20" in row_with(rows, "WAITING")
    assert "+" in row_with(rows, "GLOBAL QUEUE")
    assert "more" in row_with(rows, "… ")


def test_the_line_counts() -> None:
    assert DRAWINGS["goroutine"].line(idle()) == "no goroutine yet"
    assert DRAWINGS["goroutine"].line(crowded()) == "0 running, 20 queued, 20 waiting"


def test_a_goroutine_that_is_handed_over_directly_no_longer_counts_as_waiting() -> None:
    scene = after("GoroutineParked")
    before = row_with(picture("goroutine", scene, 58, 6), "WAITING 1")
    assert "G1" in before
    set_goroutine(scene.world, scene.world.goroutines[1], "runnable")
    assert any("WAITING 0" in row for row in picture("goroutine", scene, 58, 6))


@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_where_there_is_room_each_m_is_a_box_under_its_p_that_keeps_its_name(count: int) -> None:
    scene = crowded(8)
    del scene.world.processors[count:]
    for processor, thread in zip(scene.world.processors, scene.world.threads.values(), strict=False):
        processor.thread, thread.processor, thread.cpu = thread.id, processor.id, 12
    rows = picture("goroutine", scene, 168, 24)
    names = row_with(rows, "on CPU 12")
    assert names.count("on CPU 12") == count
    above = [x for x, cell in enumerate(rows[rows.index(names) - 1]) if cell == "┬"]
    assert len(above) == count
    assert [x for x, cell in enumerate(names) if cell == "┴"] == (above if count < 8 else [])


@pytest.mark.parametrize("width", range(36, 100, 4))
def test_threads_without_a_p_are_told_whole_or_not_at_all(width: int) -> None:
    surface = Surface(width, 1)
    draw_threads(after("ThreadBlocked", 3), surface)
    told = surface.to_text().removeprefix(" NO P:  M0 asleep in epoll_pwait ").strip()
    assert told in {"…", "sysmon M1 in futex"}


@pytest.mark.parametrize(("width", "height"), [(38, 2), (48, 3), (58, 5)])
def test_the_least_room_shows_what_happens_and_the_p_where_it_does(width: int, height: int) -> None:
    parked = after("GoroutineParked", 3)
    rows = picture("goroutine", parked, width, height)
    assert "RUNNING ━━► WAITING" in row_with(rows, "━━►")
    thread = parked.event and parked.world.threads[parked.event.thread or 0]
    assert thread
    assert thread.processor is not None
    assert row_with(rows, "►").startswith(f"► P{thread.processor}")
