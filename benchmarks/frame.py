"""What one frame of the screen costs, against the same frame built of twelve `Static` panes.

Both apps run in a terminal of the same size and show the same moments of the same run, one event a frame. CPU is the
process's own, less that of a run without frames; bytes are what the terminal received. The `Static` panes are given
ready text, so that they pay for nothing but painting; `journey` pays for the world, the words and the drawing too.
"""

import argparse
import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path
from typing import Final

APPS: Final = Path(__file__).parent / "apps" / "driven.py"
SIZES: Final = ((120, 40), (200, 60))
MOST_BYTES: Final = 12_000


def measure(kind: str, size: tuple[int, int], frames: int) -> tuple[float, int]:
    """CPU seconds and bytes of one run of a child of this program."""
    child, terminal = pty.fork()
    if child == 0:
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        command = [sys.executable, str(APPS), kind, *map(str, size), str(frames)]
        os.execve(command[0], command, {**os.environ, **own})  # noqa: S606  # no shell is wanted
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    received = 0
    while more := read_some(terminal):
        received += len(more)
    _, status, usage = os.wait4(child, 0)
    os.close(terminal)
    if status:
        raise RuntimeError(f"{kind} at {size[0]}x{size[1]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, received


def read_some(terminal: int) -> bytes:
    """What has come; nothing once the other side is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux answers EIO when the last process on the terminal has ended
        return b""


def a_frame(kind: str, size: tuple[int, int], frames: int) -> tuple[float, float]:
    """Milliseconds of CPU and bytes of one frame."""
    with_frames, without = measure(kind, size, frames), measure(kind, size, 0)
    return 1000 * (with_frames[0] - without[0]) / frames, (with_frames[1] - without[1]) / frames


def main() -> int:
    """Measure and print; exit code 1 when a frame at 120x40 writes more than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--frames", type=int, default=300)
    frames: int = parser.parse_args().frames
    kept = True
    for size in SIZES:
        ours, our_bytes = a_frame("journey", size, frames)
        theirs, their_bytes = a_frame("static", size, frames)
        ratio = ours / theirs
        kept = kept and (size != SIZES[0] or our_bytes <= MOST_BYTES)
        print(
            f"{size[0]}x{size[1]}: journey {ours:5.1f} ms, {our_bytes:7,.0f} bytes a frame; "
            f"12 Static panes {theirs:5.1f} ms, {their_bytes:7,.0f} bytes; ratio {ratio:.2f}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
