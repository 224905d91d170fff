"""Quantities: a number with its unit, `80us`, `5KiB`, `1Gbps`, never a bare number.

A bare number is refused because nobody can tell what it counts: Go's timeouts are nanoseconds, ethtool's
`rx-usecs` microseconds, `sysctl`'s buffers bytes. In the model a quantity is a plain number in its smallest unit.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.errors import VALUE_LIMIT, Refusal, shown
from journey_tui.text import clean_line

_NUMBER_AND_UNIT: Final = re.compile(
    r"(?P<number>[0-9]{1,18}(?:\.[0-9]{1,18})?)(?P<gap> ?)(?P<unit>[^0-9.\s]*)"
)

NS_PER_SECOND: Final = 1_000_000_000
LONGEST_TIME_NS: Final = 1_000_000 * NS_PER_SECOND
"""Eleven days: more than any timer of TCP or of net/http, and far inside 64 bits."""


@dataclass(frozen=True, eq=False)  # by identity: an annotation must be hashable, and mappings are not
class Unit:
    """One kind of quantity: its units, each with its worth in the smallest one."""

    noun: str
    """With its article, as a message says it: `a time`."""
    units: Mapping[str, int]
    example: str
    share: bool = False
    """Whether the value is a share of the largest unit's 100, as a fraction, instead of a whole number."""
    whole: bool = True
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Spellings that people try, and the unit that was meant."""

    @property
    def rule(self) -> str:
        """What is allowed, as the second half of a message."""
        return f"{self.noun} is a number with its unit ({', '.join(self.units)}), such as {self.example}"

    @property
    def pattern(self) -> str:
        """The same as a regular expression, for the JSON Schema."""
        return rf"^[0-9]+(\.[0-9]+)?({'|'.join(re.escape(unit) for unit in self.units)})$"


TIME: Final = Unit(
    "a time",
    {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": NS_PER_SECOND},
    "20ms",
    aliases={
        "\N{MICRO SIGN}s": "us",
        "\N{GREEK SMALL LETTER MU}s": "us",
        "usec": "us",
        "msec": "ms",
        "sec": "s",
        "secs": "s",
        "seconds": "s",
        "nsec": "ns",
    },
)
SIZE: Final = Unit(
    "a size",
    {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30},
    "5KiB",
    aliases={"k": "KiB", "kb": "KiB", "m": "MiB", "mb": "MiB", "g": "GiB", "gb": "GiB", "bytes": "B"},
)
BIT_RATE: Final = Unit(
    "a bandwidth",
    {"bps": 1, "Kbps": 10**3, "Mbps": 10**6, "Gbps": 10**9},
    "1Gbps",
    aliases={
        "k": "Kbps",
        "m": "Mbps",
        "g": "Gbps",
        "mbit": "Mbps",
        "gbit": "Gbps",
        "mbit/s": "Mbps",
        "gbit/s": "Gbps",
    },
)
BYTE_RATE: Final = Unit(
    "a reading rate",
    {"B/s": 1, "KiB/s": 2**10, "MiB/s": 2**20, "GiB/s": 2**30},
    "64KiB/s",
    aliases={"kb/s": "KiB/s", "mb/s": "MiB/s", "gb/s": "GiB/s", "kib": "KiB/s", "mib": "MiB/s"},
)
EVENT_RATE: Final = Unit(
    "a rate", {"/s": 1}, "500/s", whole=False, aliases={"rps": "/s", "s": "/s", "hz": "/s"}
)
SHARE: Final = Unit("a share", {"%": 1}, "0.5%", share=True, whole=False)


def parse(kind: Unit, value: object, suits: Callable[[str], bool] = lambda _: True) -> Fraction:
    """Return a quantity in its kind's smallest unit; raises `Refusal` when it is none.

    What the message proposes to write instead is proposed only when it `suits`.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Refusal(_bare_number(kind, str(value), suits))
    found = _NUMBER_AND_UNIT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        if isinstance(value, str) and value.startswith("-"):
            raise Refusal(f"{shown(value)} is negative; {kind.rule}")
        raise Refusal(f"{shown(value)} is not {kind.noun}; {kind.rule}")
    number, unit = found["number"], found["unit"]
    if not unit:
        raise Refusal(_bare_number(kind, number, suits))
    if found["gap"] or unit not in kind.units:
        raise Refusal(_wrong_unit(kind, str(value), found, suits))
    return Fraction(number) * kind.units[unit]


def _bare_number(kind: Unit, number: str, suits: Callable[[str], bool]) -> str:
    if number.startswith("-"):
        return f"{clean_line(number, VALUE_LIMIT)} is negative; {kind.rule}"
    proposed = number + kind.example.lstrip("0123456789.")
    if not (_NUMBER_AND_UNIT.fullmatch(proposed) and suits(proposed)):
        return f"{clean_line(number, VALUE_LIMIT)} is a bare number, without a unit; {kind.rule}"
    return f"a bare number has no unit: write {proposed}, not {number}; {kind.rule}"


def _wrong_unit(kind: Unit, value: str, found: re.Match[str], suits: Callable[[str], bool]) -> str:
    number, unit = found["number"], found["unit"]
    by_folded = {known.casefold(): known for known in kind.units} | dict(kind.aliases)
    meant = unit if unit in kind.units else by_folded.get(unit.casefold())
    hint = f"; did you mean {number}{meant}?" if meant and suits(f"{number}{meant}") else ""
    if found["gap"] and unit in kind.units:
        return f"{shown(value)} has a space before its unit; {kind.rule}{hint}"
    return f"unknown unit {shown(unit)} in {shown(value)}; {kind.rule}{hint}"


def _converted(kind: Unit, value: object, lowest: int, highest: int | None) -> int | float:
    amount = parse(kind, value, lambda text: _suits(kind, text, lowest, highest))
    if kind.whole and amount.denominator != 1:
        smallest = next(iter(kind.units))
        raise Refusal(f"{shown(value)} is not a whole number of {smallest}; {kind.rule}")
    if amount < lowest:
        raise Refusal(f"{shown(value)} is too small; at least {spelled(kind, lowest)}")
    if highest is not None and amount > highest:
        raise Refusal(f"{shown(value)} is too large; at most {spelled(kind, highest)}")
    if kind.share:
        return float(amount / 100)
    return int(amount) if kind.whole else float(amount)


def _suits(kind: Unit, text: str, lowest: int, highest: int | None) -> bool:
    """Whether a quantity would be taken."""
    try:
        amount = parse(kind, text)
    except Refusal:
        return False
    whole = not kind.whole or amount.denominator == 1
    return whole and amount >= lowest and (highest is None or amount <= highest)


def spelled(kind: Unit, amount: int) -> str:
    """Return an amount in the largest unit that holds it without a fraction: 1048576 B as `1MiB`."""
    fitting = [unit for unit, worth in kind.units.items() if amount % worth == 0 and amount >= worth]
    unit = fitting[-1] if fitting else next(iter(kind.units))
    return f"{amount // kind.units[unit]}{unit}"


@dataclass(frozen=True)
class Quantity:
    """Annotation for a field that is written as a quantity and read as a number."""

    kind: Unit
    lowest: int = 0
    highest: int | None = None

    def read(self, value: object) -> int | float:
        """Return the number that the text stands for; raises `Refusal`."""
        return _converted(self.kind, value, self.lowest, self.highest)

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        rule = self.kind.rule
        return {
            "type": "string",
            "pattern": self.kind.pattern,
            "description": rule[0].upper() + rule[1:],
            "examples": [self.kind.example],
        }


Time = Annotated[int, Quantity(TIME, highest=LONGEST_TIME_NS)]
"""A duration or a moment, in nanoseconds."""
PositiveTime = Annotated[int, Quantity(TIME, lowest=1, highest=LONGEST_TIME_NS)]
"""A duration that is not zero, in nanoseconds."""
LARGEST_BODY: Final = 2**28
"""Bytes of one body or one write: a run holds them up to three times in memory, and cuts them into 200,000 segments."""
Size = Annotated[int, Quantity(SIZE, highest=LARGEST_BODY)]
"""The length of a body, in bytes."""
PositiveSize = Annotated[int, Quantity(SIZE, lowest=1, highest=2**30)]
"""A length of at least one byte; at most 1 GiB, the largest receive buffer that a window scale of 14 can announce."""
BitRate = Annotated[int, Quantity(BIT_RATE, lowest=1_000, highest=10**12)]
"""A bandwidth, in bits per second; 1000 Gbps is more than today's fastest Ethernet (IEEE 802.3df, 800 Gbps)."""
ByteRate = Annotated[int, Quantity(BYTE_RATE, lowest=1)]
"""How fast a program reads, in bytes per second."""
EventRate = Annotated[float, Quantity(EVENT_RATE, highest=10**7)]
"""Events per second."""
Share = Annotated[float, Quantity(SHARE, highest=100)]
"""A probability, from 0.0 to 1.0."""
