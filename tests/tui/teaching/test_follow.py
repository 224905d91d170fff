"""The link between a lesson and the teacher's window."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from journey_tui.tui.teaching import meeting
from journey_tui.tui.teaching.follow import Publisher, follow
from journey_tui.tui.teaching.message import (
    LONGEST_LINE,
    Asked,
    Offered,
    Telling,
    Unreadable,
    encode,
    fitting,
    hello,
    telling,
)

HOSTILE = "\x1b]0;owned\x07 \u202eevil [/] x"


def moment(language: str = "en", position: int = 0) -> Telling:
    return Telling(source="hello", title=language, position=position)


async def shut(publisher: Publisher) -> None:
    """Let the loop finish with whoever has just come, close it, and let the loop close what was open."""
    await turns()
    publisher.close()
    await turns()


async def turns(count: int = 100) -> None:
    """Let the event loop do what is due."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(met: asyncio.Event) -> None:
    await asyncio.wait_for(met.wait(), 10)


async def test_a_window_is_told_the_moment_in_its_language_and_every_change(tmp_path: Path) -> None:
    place = 1
    publisher = Publisher(lambda language: moment(language, place))
    await publisher.open(tmp_path / "s")
    seen: list[Telling] = []
    told = asyncio.Event()

    def show(message: Telling) -> None:
        seen.append(message)
        told.set()

    window = asyncio.create_task(follow(tmp_path / "s", "bn", show))
    await until(told)
    told.clear()
    place = 2
    publisher.publish()
    await until(told)
    assert [(one.title, one.position) for one in seen] == [("bn", 1), ("bn", 2)]
    await shut(publisher)
    await asyncio.wait_for(window, 10)
    assert not (tmp_path / "s").exists()


async def test_a_window_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    publisher = Publisher(moment)
    await publisher.open(tmp_path / "s")
    told = asyncio.Event()
    window = asyncio.create_task(follow(tmp_path / "s", "en", lambda _: told.set()))
    await until(told)
    assert publisher.heard
    window.cancel()
    while publisher.heard:
        await asyncio.sleep(0)
    publisher.publish()
    await shut(publisher)


async def test_a_window_that_does_not_read_is_let_go_of_and_never_waited_for(tmp_path: Path) -> None:
    publisher = Publisher(lambda _: Telling(source="hello", title="x" * 12_000, say="y" * 12_000))
    await publisher.open(tmp_path / "s")
    _, writer = await asyncio.open_unix_connection(tmp_path / "s")
    writer.write(b'{"journey_present":1,"language":"en"}\n')
    while not publisher.heard:
        await asyncio.sleep(0)
    for _ in range(200):
        publisher.publish()
    assert not publisher.heard
    writer.close()
    await shut(publisher)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no json\n",
        b"[]\n",
        b'{"journey_present":2}\n',
        b'{"journey_present":1,"title":3}\n',
        b"\xff\n",
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    for read in (telling, hello):
        with pytest.raises(Unreadable):
            read(line)


async def test_a_server_that_talks_nonsense_without_end_is_left(tmp_path: Path) -> None:
    async def shout(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * (3 * LONGEST_LINE))
        writer.close()

    server = await asyncio.start_unix_server(shout, tmp_path / "s")
    with pytest.raises(Unreadable):
        await follow(tmp_path / "s", "en", lambda _: None)
    server.close()


def test_texts_of_a_message_are_cleaned_on_the_way_in() -> None:
    asked = Asked(ask=HOSTILE, offered=(Offered(text=HOSTILE, right=True, votes=3),))
    read = telling(encode(Telling(source=HOSTILE, title=HOSTILE, question=asked, coming=(HOSTILE,))))
    assert "\x1b" not in str(msgspec.to_builtins(read))
    assert "\u202e" not in str(msgspec.to_builtins(read))
    assert read.question is not None
    assert read.question.offered[0].votes == 3
    assert "owned" in read.title


def test_only_a_folder_that_nobody_else_may_enter_is_a_place_to_meet(tmp_path: Path) -> None:
    assert meeting.private(tmp_path / "own").stat().st_mode & 0o777 == 0o700
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path / "own")
    for name in ("open", "link"):
        with pytest.raises(meeting.NoMeeting):
            meeting.private(tmp_path / name)


def test_too_long_a_path_for_a_socket_is_said(tmp_path: Path) -> None:
    with pytest.raises(meeting.NoMeeting):
        meeting.own(tmp_path / ("x" * 120))


async def test_lessons_that_run_are_found_and_what_is_left_over_is_swept_away(tmp_path: Path) -> None:
    publisher = Publisher(moment)
    own = meeting.own(tmp_path)
    await publisher.open(own)
    left = tmp_path / "1.lesson"
    left.touch()
    assert await asyncio.to_thread(meeting.running, tmp_path) == [own]
    assert not left.exists()
    await shut(publisher)


def test_a_moment_with_more_words_than_a_line_holds_is_told_shortened() -> None:
    text = "ক" * 12_000
    offered = tuple(Offered(text=text, because=text) for _ in range(20))
    line = fitting(Telling(source="hello", title="t", say=text, question=Asked(ask=text, offered=offered)))
    assert len(line) <= LONGEST_LINE
    told = telling(line)
    assert told.source == "hello"
    assert told.question is not None
    assert len(told.question.offered) == 20
    assert told.question.ask.startswith("ক" * 100)
    assert told.question.ask.endswith("…")


def test_a_folder_that_others_may_enter_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_runtime_path", lambda *_names, **_options: tmp_path)
    tmp_path.chmod(0o777)
    with pytest.raises(meeting.NoMeeting) as refusal:
        meeting.folder()
    assert str(refusal.value).count(str(tmp_path)) == 1
