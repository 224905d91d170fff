"""Motion explains and delays nothing: it begins with a step, ends by itself, and leaves what was there without it."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from journey_tui.tui import motion as module
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.layout import LANE_ROWS
from journey_tui.tui.looks import Looks
from journey_tui.tui.motion import LENGTH_S, Motion, between
from journey_tui.tui.panes import cards, lanes, stage_map
from journey_tui.tui.scene import Scene
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View
from tests.tui.stages.scenes import after, picture, row_with
from tests.tui.test_app import opened, rows, sample


def moving(kind: str, nth: int, progress: float, moved_from: str = "") -> Scene:
    return replace(after(kind, nth), progress=progress, moved_from=moved_from)


# ── time ──


def test_it_goes_from_where_it_was_to_where_it_belongs_and_ends() -> None:
    motion = Motion(True)
    assert motion.progress(99.0) == 1.0
    motion.step(100.0)
    seen = [motion.progress(100.0 + LENGTH_S * part / 4) for part in range(6)]
    assert seen == pytest.approx([0, 0.25, 0.5, 0.75, 1, 1])
    assert not motion.running


def test_without_motion_all_is_at_once_where_it_belongs() -> None:
    motion = Motion(False)
    motion.step(100.0)
    assert not motion.running
    assert motion.progress(100.0) == 1.0


def test_who_steps_quickly_and_what_plays_fast_is_not_seen_to_move() -> None:
    motion = Motion(True)
    motion.step(100.0)
    motion.step(100.1)
    assert not motion.running
    motion.play(200.0, 2.0)
    assert motion.running
    motion.play(202.0, 0.1)
    assert not motion.running


def test_a_clock_that_runs_backwards_moves_nothing_beyond_its_ends() -> None:
    motion = Motion(True)
    motion.step(100.0)
    assert motion.progress(50.0) == 0.0
    assert [between(2, 10, part) for part in (0.0, 0.5, 1.0)] == [2, 6, 10]
    assert between(10, 2, 0.25) == 8


# ── what is seen ──


@pytest.mark.parametrize(("width", "height"), [(60, 2), (80, 2), (120, 2)])
def test_the_packet_moves_along_the_map(width: int, height: int) -> None:
    middles = {
        mark.stage.id: mark.x + len(mark.stage.label) // 2 for mark in stage_map.marks(width, height, "dma")
    }
    seen = []
    for progress in (0.0, 0.5, 1.0):
        surface = Surface(width, height)
        scene = moving("DmaWritten", 1, progress, "nic" if progress < 1 else "")
        stage_map.draw(View(scene=scene, stage="dma"), surface)
        filled = [
            x for y in range(height) for x, (_, role) in enumerate(surface.row(y)) if role is Role.PACKET
        ]
        seen.append(sum(filled) / len(filled))
        assert ("●" in surface.to_text()) == (progress < 1)
    assert seen[0] == middles["nic"]
    assert seen[0] < seen[1] < seen[2]


def test_the_packet_moves_from_card_to_card_and_is_drawn_once() -> None:
    places = {stage.id: place for stage, place in lanes.places(120)}
    for progress in (0.0, 0.4, 0.8, 1.0):
        surface = Surface(120, 3 * LANE_ROWS + 2)
        scene = moving("DmaWritten", 1, progress, "nic" if progress < 1 else "")
        cards.draw(View(scene=scene, stage="dma"), surface)
        text = surface.to_text().split("\n")
        (found,) = [(row.index("● SYN"), y) for y, row in enumerate(text) if "● SYN" in row]
        start, stop = places["nic"].x + 2, places["dma"].x + 2
        assert found == (between(start, stop, progress), 3)


def test_a_header_is_seen_to_come_off() -> None:
    shown = [
        row_with(picture("kernel", moving("IpReceived", 3, part)), "PAYLOAD") for part in (0.0, 0.5, 1.0)
    ]
    assert "ETHERNET 14" in shown[0]
    assert "✓" not in shown[0]
    assert "···" in shown[1]
    assert "✓ ETHERNET 14" in shown[2]
    assert len({len(row) for row in shown}) == 1


@pytest.mark.parametrize(("kind", "arrows"), [("SyscallEntered", "►"), ("SyscallReturned", "◄")])
def test_the_arrow_of_a_system_call_grows_and_nothing_beside_it_moves(kind: str, arrows: str) -> None:
    scenes = [moving(kind, 4, part) for part in (0.0, 0.5, 1.0)]
    assert scenes[0].event is not None
    shown = [row_with(picture(scenes[0].event.stage, scene), "SYSTEM CALL") for scene in scenes]
    assert [row.count("─") for row in shown] == [0, 1, 2]
    assert all(arrows in row for row in shown)
    assert len({row.index("KERNEL") for row in shown}) == 1


def test_a_thread_is_seen_to_run_before_it_is_seen_to_be_stopped() -> None:
    scene = after("CpuInterrupted")
    assert scene.event is not None
    cpu = scene.world.cpus[scene.event.cpu or 0]
    cpu.thread, cpu.interrupted = min(scene.world.threads), "thread"
    before = "\n".join(picture("interrupt", replace(scene, progress=0.0)))
    assert "HARD INTERRUPT" not in before
    assert "stopped" not in before
    settled = "\n".join(picture("interrupt", scene))
    assert "stopped" in settled
    assert "HARD INTERRUPT" in settled


# ── in the program ──


async def settled(pilot: Pilot[None], running: JourneyApp) -> None:
    while running.moving.running:
        await pilot.pause(0.01)
    await pilot.pause()


def where_a_packet_moves(running: JourneyApp) -> int:
    """A position whose next event brings a packet to another stage."""
    assert running.player is not None
    timeline = running.player.timeline
    return next(
        place
        for place in range(timeline.length // 2, timeline.length)
        if (event := timeline.event_at(place + 1)) is not None
        and event.packet in timeline.world_at(place).packets
        and timeline.world_at(place).packets[event.packet or 0].stage != event.stage
    )


async def test_a_step_paints_at_once_moves_and_settles_as_without_motion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = {}
    for motion in (True, False):
        monkeypatch.setattr(module, "LENGTH_S", 3600.0)
        running = JourneyApp(sample, "hello", looks=Looks(motion=motion))
        async with running.run_test(size=(120, 40)) as pilot:
            player = await opened(pilot, running)
            start = where_a_packet_moves(running)
            player.seek(start)
            running.repaint()
            await pilot.press("right")
            assert player.position == start + 1
            assert running.moving.running == motion
            assert f"{start + 1}/" in rows(running)[0]
            monkeypatch.setattr(module, "LENGTH_S", 0.001)
            await settled(pilot, running)
            assert running._timer is None
            shown[motion] = rows(running)
    assert shown[True] == shown[False]


async def test_the_next_key_ends_what_moves_and_a_step_back_moves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LENGTH_S", 3600.0)
    running = JourneyApp(sample, "hello")
    async with running.run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        player.seek(where_a_packet_moves(running))
        running.repaint()
        before = rows(running)
        await pilot.press("right")
        assert running.moving.running
        await pilot.press("left")
        assert not running.moving.running
        assert rows(running) == before
        assert running._timer is None
