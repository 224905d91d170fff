"""Quantities: what is read, what is refused, and with which words."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.scenario.errors import Refusal
from journey_tui.scenario.quantity import (
    BIT_RATE,
    BYTE_RATE,
    EVENT_RATE,
    SHARE,
    SIZE,
    TIME,
    Quantity,
    Unit,
    parse,
    spelled,
)
from journey_tui.text import clean_line

KINDS = [TIME, SIZE, BIT_RATE, BYTE_RATE, EVENT_RATE, SHARE]


@pytest.mark.parametrize(
    ("kind", "text", "amount"),
    [
        (TIME, "80us", 80_000),
        (TIME, "20ms", 20_000_000),
        (TIME, "1.5s", 1_500_000_000),
        (TIME, "250ns", 250),
        (TIME, "0s", 0),
        (SIZE, "64B", 64),
        (SIZE, "5KiB", 5_120),
        (SIZE, "3MiB", 3_145_728),
        (SIZE, "0.5KiB", 512),
        (BIT_RATE, "1Gbps", 1_000_000_000),
        (BIT_RATE, "2.5Gbps", 2_500_000_000),
        (BYTE_RATE, "64KiB/s", 65_536),
        (EVENT_RATE, "500/s", 500.0),
        (EVENT_RATE, "0.5/s", 0.5),
        (SHARE, "0%", 0.0),
        (SHARE, "0.1%", 0.001),
        (SHARE, "100%", 1.0),
    ],
)
def test_a_number_with_its_unit_is_read_in_the_smallest_unit(kind: Unit, text: str, amount: float) -> None:
    assert Quantity(kind).read(text) == amount


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
@pytest.mark.parametrize("bare", [20, 0, 1.5, "20", "1.5"])
def test_a_bare_number_is_refused_with_what_to_write(kind: Unit, bare: object) -> None:
    unit = next(
        unit
        for unit in kind.units
        if kind.example.endswith(unit) and kind.example[: -len(unit)][-1].isdigit()
    )
    with pytest.raises(Refusal, match=f"write {bare}{unit}, not {bare}"):
        Quantity(kind).read(bare)


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (TIME, "20MS", "20ms"),
        (TIME, "5sec", "5s"),
        (TIME, "5\u00b5s", "5us"),
        (TIME, "5\u03bcs", "5us"),
        (TIME, "5 ms", "5ms"),
        (SIZE, "5KB", "5KiB"),
        (SIZE, "5k", "5KiB"),
        (SIZE, "5mib", "5MiB"),
        (BIT_RATE, "1gbps", "1Gbps"),
        (BIT_RATE, "100mbit", "100Mbps"),
        (BYTE_RATE, "64KB/s", "64KiB/s"),
        (EVENT_RATE, "500rps", "500/s"),
    ],
)
def test_a_wrong_unit_is_told_with_the_one_that_was_meant(kind: Unit, text: str, meant: str) -> None:
    with pytest.raises(Refusal, match="did you mean") as refused:
        Quantity(kind).read(text)
    assert str(refused.value).endswith(f"did you mean {meant}?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ms",
        "-5ms",
        "1e3ms",
        "1,5s",
        "1.s",
        ".5s",
        "5ms5",
        "5m s",
        "\u0665ms",
        "0x5s",
        "+5s",
        "5ms\n",
        "nan s",
        "1_000ms",
    ],
)
def test_what_is_no_time_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(Refusal, match="a time is a number with its unit"):
        Quantity(TIME).read(text)


@pytest.mark.parametrize("value", [True, None, [1], {"ms": 5}])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(Refusal, match="is not a time"):
        Quantity(TIME).read(value)


@given(st.sampled_from(KINDS), st.integers() | st.floats() | st.from_regex(r"-?[0-9]{1,20}[a-zA-Z%/ ]{0,4}"))
def test_what_is_proposed_is_taken(kind: Unit, value: object) -> None:
    limited = Quantity(kind, lowest=1, highest=50)
    try:
        limited.read(value)
    except Refusal as refused:
        proposed = re.search(r"(?:did you mean|write) ([^,?]+)[,?]", str(refused))
        if proposed:
            limited.read(proposed[1])


def test_a_part_of_the_smallest_unit_is_refused() -> None:
    with pytest.raises(Refusal, match="not a whole number of ns"):
        Quantity(TIME).read("0.5ns")


def test_the_limits_themselves_are_taken_and_what_lies_beyond_is_refused() -> None:
    limited = Quantity(TIME, lowest=1_000, highest=2_000)
    assert (limited.read("1us"), limited.read("2us")) == (1_000, 2_000)
    with pytest.raises(Refusal, match="too small; at least 1us"):
        limited.read("999ns")
    with pytest.raises(Refusal, match="too large; at most 2us"):
        limited.read("2001ns")


def test_more_digits_than_any_quantity_has_are_refused_without_computing_with_them() -> None:
    with pytest.raises(Refusal):
        Quantity(TIME).read("9" * 100_000 + "s")


@given(st.sampled_from(KINDS), st.integers(0, 10**15), st.data())
def test_reading_is_exact(kind: Unit, number: int, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(list(kind.units)))
    decimals = data.draw(st.integers(0, 9))
    text = f"{Fraction(number).numerator}.{decimals}{unit}"
    assert parse(kind, text) == (number + Fraction(decimals, 10)) * kind.units[unit]


@given(st.sampled_from([TIME, SIZE, BIT_RATE, BYTE_RATE]), st.integers(0, 10**15))
def test_what_is_spelled_is_read_again(kind: Unit, amount: int) -> None:
    assert Quantity(kind).read(spelled(kind, amount)) == amount


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_one_harmless_line(text: str) -> None:
    for kind in KINDS:
        said = "read"
        try:
            Quantity(kind).read(text)
        except Refusal as refused:
            said = str(refused)
        assert said == clean_line(said)
