"""How quantities are written everywhere: times, sizes and counts, for people.

One place, so that the header, the sentences and the exports never disagree about a number.
"""

from typing import Final

_TIME_UNITS: Final = ((1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"))
_SIZE_UNITS: Final = ((1 << 20, "MiB"), (1 << 10, "KiB"))


def format_time(time_ns: int) -> str:
    """Nanoseconds with the unit that keeps the number readable: `1.9 µs`, `300 ms`, `-2.1 ms`."""
    size = abs(time_ns)
    for factor, unit in _TIME_UNITS:
        if size >= factor:
            return f"{_digits(time_ns / factor)} {unit}"
    return f"{time_ns} ns"


def format_clock(time_ns: int) -> str:
    """A moment of a run, fine enough to tell neighbours apart: `2.4 µs`, `10.0024 ms`, `2.110034 s`."""
    if abs(time_ns) < 1_000_000:
        return f"{time_ns / 1000:.1f} µs"
    if abs(time_ns) < 1_000_000_000:
        return f"{time_ns / 1_000_000:.4f} ms"
    return f"{time_ns / 1_000_000_000:,.6f} s"


def format_bytes(count: int) -> str:
    """A number of bytes as it stands, with thousands apart: `1 byte`, `1,448 bytes`."""
    return "1 byte" if count == 1 else f"{count:,} bytes"


def format_size(count: int) -> str:
    """A size in the largest unit that divides it: `128 KiB`, `4 MiB`, `1,500 B`."""
    for factor, unit in _SIZE_UNITS:
        if count >= factor and count % factor == 0:
            return f"{count // factor:,} {unit}"
    return f"{count:,} B"


def format_rate(bits_per_second: int) -> str:
    """A bandwidth: `1 Gbps`, `100 Mbps`."""
    for factor, unit in ((1_000_000_000, "Gbps"), (1_000_000, "Mbps"), (1_000, "kbps")):
        if bits_per_second >= factor:
            return f"{_digits(bits_per_second / factor)} {unit}"
    return f"{bits_per_second} bps"


def _digits(value: float) -> str:
    """At most four digits that say something, without a useless end: 1.9, 12.35, 300."""
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{3 - len(str(int(abs(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
